/** The review page that the service shows, in a tab: the record of the coder's encounters. */

import { api, t } from "../shared/browser.js";
import { encounters } from "./decisions.js";
import { policy } from "./policy.js";
import { call } from "./service.js";

/** Opens the list, or one encounter of this session. @param {string} [id] of ours @returns {Promise<Answer>} */
export async function openRecord(id = "") {
  const answer = await call("/v1/review-link", { body: {} });
  if (!answer.ok) return answer;
  const { serviceAddress } = await policy();
  const said = String(/** @type {{url?: unknown}} */ (answer.value).url);
  const url = URL.canParse(said) ? new URL(said) : null;
  // The link holds a one-time code: it goes nowhere but to the service itself.
  if (url?.origin !== serviceAddress || url.pathname !== "/review") return { ok: false, error: { code: "foreign", message: t("error_foreign") } };
  const remote = encounters.get(id)?.remote;
  if (remote) url.searchParams.set("encounter", remote);
  await api.tabs.create({ url: url.href });
  return { ok: true, value: {} };
}
