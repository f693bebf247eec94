/** Options: pairing with the service, the sites that are on, the keys. */

import { pattern } from "../shared/address.js";
import { api, browserName, OWN_ORIGIN, t } from "../shared/browser.js";
import { $, ask, serviceWords, tell, translate, value } from "../shared/page.js";
import { showPolicy } from "./policy.js";

const code = /** @type {HTMLInputElement} */ ($("code"));
const coder = /** @type {HTMLInputElement} */ ($("coder"));
const name = /** @type {HTMLInputElement} */ ($("name"));
const submit = /** @type {HTMLButtonElement} */ ($("submit"));
const LOOK_AGAIN = 3000; // milliseconds between two looks for a service that is away
const ROLES = ["coder", "auditor", "administrator"];

translate();
document.title = t("options_title");
$("version").textContent = t("version", api.runtime.getManifest().version);
void showStatus();
void showSites();
void showPolicy();
void showKeys();
void browserName().then((text) => (name.value ||= text));
api.storage.onChanged.addListener((_, area) => {
  void showSites();
  if (area === "managed") void showPolicy().then(showStatus);
});
api.permissions.onAdded.addListener(() => void showSites().then(showStatus));
/** Where the organisation's service is, known before the click that allows it; and whether a department shares it. */
let [elsewhere, department] = ["", false];

async function showStatus() {
  const status = await value(ask("status"));
  const { title, hint, notice, good } = serviceWords(status);
  const state = status["state"];
  $("lamp").className = `lamp ${good ? "good" : "bad"}`;
  $("state").textContent = title;
  $("fix").textContent = hint;
  tell($("notice"), notice);
  elsewhere = status["address"] ?? "";
  $("retry").hidden = good || state === "unpaired" || state === "unpermitted";
  $("allow-service").hidden = state !== "unpermitted";
  $("paired").hidden = state !== "ready";
  showWho(status);
  if (state === "unpaired") showPairing(status);
  $("pairing").hidden = state === "ready" || state === "unpermitted";
  if (state === "unpaired") {
    $("fix").textContent = "";
    if (document.activeElement === document.body) code.focus();
  }
  if (["down", "foreign", "unproved", "old_service"].includes(state) && !document.hidden) setTimeout(showStatus, LOOK_AGAIN);
}

/** Who this browser is at the service: on a laptop a name alone, in a department also what their role may do. @param {Record<string, any>} status */
function showWho({ coder: who, department: shared, role, address }) {
  const known = shared && ROLES.includes(role);
  const name = document.createElement("span");
  const chip = document.createElement("span");
  name.textContent = who ? t("paired_as", who) : "";
  chip.className = "role";
  chip.textContent = known ? t(`department_${role}`) : "";
  $("paired-as").replaceChildren(name, ...(known ? [" ", chip] : []));
  $("paired-text").textContent = known ? t(`department_${role}_may`) : address ? t("paired_text_at", address) : t("paired_text");
}

/** What is typed to pair: in a department an invitation, which says who codes. @param {Record<string, any>} status */
function showPairing(status) {
  department = status["department"] === true;
  $("pair-intro").hidden = department;
  $("pair-invited").hidden = !department;
  $("code-label").textContent = t(department ? "pair_invitation" : "pair_code");
  $("code-hint").textContent = t(department ? "pair_invitation_hint" : "pair_code_hint");
  code.placeholder = department ? "0000-0000-0000" : "000-000";
  $("who").hidden = department || typed().invited;
}

/** @param {string} text @param {boolean} [good] */
function say(text, good = false) {
  $("message").className = good ? "good" : "";
  $("message").textContent = text;
}

/** What is typed: six digits of a terminal, or twelve characters of an invitation, which says itself who codes. */
function typed() {
  const all = code.value.replace(/[^0-9a-z]/gi, "").toUpperCase();
  const invited = all.length > 6 || /[A-Z]/.test(all);
  const [each, most] = invited ? [4, 12] : [3, 6];
  const text = all.slice(0, most);
  return { invited, whole: all.length === most, shown: text.match(new RegExp(`.{1,${each}}`, "g"))?.join("-") ?? "" };
}

code.addEventListener("input", () => {
  const { invited, shown } = typed();
  if (code.value !== shown && code.selectionStart === code.value.length) code.value = shown;
  $("who").hidden = department || invited;
});

$("pairing").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { invited, whole, shown } = typed();
  if (!whole) {
    say(t("pair_six"));
    code.focus();
    return;
  }
  if (!invited && !department && !coder.value.trim()) {
    say(t("pair_who"));
    coder.focus();
    return;
  }
  say("");
  submit.disabled = true;
  submit.textContent = t("pairing");
  const answer = await ask("pair", { code: shown, coder: invited || department ? "" : coder.value.trim(), name: name.value.trim() || (await browserName()) });
  submit.disabled = false;
  submit.textContent = t("pair_button");
  if (answer.ok) {
    code.value = "";
    $("who").hidden = department;
    say(t("pair_done"), true);
  } else {
    say(answer.error.message);
    code.select();
    code.focus();
  }
  await showStatus();
});

$("unpair").addEventListener("click", async () => {
  await ask("unpair");
  say(t("unpair_done"), true);
  await showStatus();
});
$("allow-service").addEventListener("click", () => void api.permissions.request({ origins: [pattern(elsewhere)] }));
$("retry").addEventListener("click", () => void showStatus());
document.addEventListener("visibilitychange", () => document.hidden || void showStatus());

async function showSites() {
  const answer = await ask("sites");
  const list = answer.ok ? /** @type {{origin: string, patterns: string[], preset?: boolean}[]} */ (answer.value) : [];
  const [{ maySwitchSites = true }, granted] = await Promise.all([value(ask("policy")), api.permissions.getAll()]);
  $("no-sites").hidden = list.length > 0;
  $("sites").replaceChildren(
    ...list.map(({ origin, patterns, preset }) => {
      const item = document.createElement("li");
      const text = document.createElement("div");
      const title = document.createElement("b");
      const more = document.createElement("small");
      const remove = document.createElement("button");
      title.textContent = origin;
      more.textContent = patterns.slice(1).join(", ");
      text.append(title, more);
      remove.className = "plain";
      remove.type = "button";
      if (preset && !granted.origins?.includes(pattern(origin))) {
        more.textContent = t("set");
        remove.textContent = t("allow");
        remove.setAttribute("aria-label", t("allow_site", origin));
        remove.addEventListener("click", () => void api.permissions.request({ origins: patterns }));
      } else {
        remove.textContent = t(preset ? "set" : "remove");
        remove.setAttribute("aria-label", t(preset ? "set_site" : "remove_site", origin));
        remove.disabled = preset === true || !maySwitchSites;
        remove.addEventListener("click", () => void ask("site-off", { origin }).then(showSites));
      }
      item.append(text, remove);
      return item;
    }),
  );
}

/** Where the browser lets the keys be changed, if it lets an extension lead there. @returns {(() => unknown) | null} */
function keySettings() {
  const open = /** @type {any} */ (api.commands).openShortcutSettings;
  if (open) return () => open();
  return OWN_ORIGIN.startsWith("chrome-") ? () => api.tabs.create({ url: "chrome://extensions/shortcuts" }) : null;
}

async function showKeys() {
  const change = keySettings();
  $("change-keys").hidden = !change;
  $("keys-text").hidden = Boolean(change);
  if (change) $("change-keys").onclick = change;
  const commands = (await api.commands.getAll()).filter((each) => each.name && !each.name.startsWith("_"));
  $("keys").replaceChildren(
    ...commands.flatMap(({ description = "", shortcut }) => {
      const what = document.createElement("dt");
      const keys = document.createElement("dd");
      const kbd = document.createElement("kbd");
      what.textContent = description;
      kbd.textContent = shortcut || t("not_set");
      keys.append(kbd);
      return [what, keys];
    }),
  );
}
