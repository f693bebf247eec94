/** What an organisation has set, as the options page shows it: told, not to be changed here. */

import { t } from "../shared/browser.js";
import { $, ask, value } from "../shared/page.js";

/** Each value in words. @param {Policy} policy @returns {Record<string, string>} */
const words = ({ sites, maySwitchSites, serviceAddress, setting, highlights }) => ({
  sites: sites.join(", "),
  maySwitchSites: t(maySwitchSites ? "yes" : "no"),
  serviceAddress,
  setting: setting && t(setting),
  highlights: t(highlights ? "yes" : "no"),
});

export async function showPolicy() {
  const policy = /** @type {Policy} */ (await value(ask("policy")));
  const { set = [], unusable = [], serviceAddress = "" } = policy;
  $("policy").hidden = !set.length && !unusable.length;
  const shown = set.length ? words(policy) : {};
  $("policy-list").replaceChildren(
    ...set.flatMap((name) => {
      const [what, how] = [document.createElement("dt"), document.createElement("dd")];
      what.textContent = t(`policy_${name}`);
      how.textContent = shown[name] ?? "";
      how.className = "set";
      return [what, how];
    }),
  );
  $("policy-unusable").hidden = !unusable.length;
  $("policy-unusable").textContent = t("policy_unusable", unusable.join(", "));
  $("privacy").textContent = set.includes("serviceAddress") ? t("privacy_text_at", serviceAddress) : t("privacy_text");
}
