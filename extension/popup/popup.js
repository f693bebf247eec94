/** The toolbar's popup: this page, this site, the encounter, the service. */

import { originOf, pattern } from "../shared/address.js";
import { api, t } from "../shared/browser.js";
import { $, ask, serviceWords, tell, translate, value } from "../shared/page.js";

const page = /** @type {HTMLInputElement} */ ($("page"));
const site = /** @type {HTMLInputElement} */ ($("site"));
const point = /** @type {HTMLButtonElement} */ ($("point"));
const date = /** @type {HTMLInputElement} */ ($("date"));
const modes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=mode]"));
const radios = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=setting]"));

/** Known before any click, so that the click itself can ask for the permission. */
const here = { tabId: -1, origin: "", patterns: /** @type {string[]} */ ([]), preset: false, fixed: false };

translate();
void begin();

async function begin() {
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  here.tabId = tab?.id ?? -1;
  here.origin = originOf(tab?.url);
  void showStatus();
  void showKeys();
  const [state, prefs, sites, policy, reachable] = await Promise.all([
    value(ask("page-state", { tabId: here.tabId })),
    value(ask("prefs", { tabId: here.tabId })),
    ask("sites"),
    value(ask("policy")),
    lookForFrames(),
  ]);
  for (const radio of radios) {
    radio.checked = radio.value === prefs["setting"];
    radio.disabled = Boolean(policy["setting"]);
  }
  for (const mode of modes) mode.checked = mode.value === prefs["mode"];
  void showMode();
  $("setting-set").hidden = !policy["setting"];
  date.value = prefs["date"] ?? "";
  const list = sites.ok ? /** @type {{origin: string}[]} */ (sites.value) : [];
  const granted = Boolean(here.origin) && (await api.permissions.contains({ origins: [pattern(here.origin)] }));
  site.checked = granted && list.some((each) => each.origin === here.origin);
  here.preset = policy["sites"]?.includes(here.origin) === true;
  // The organisation's site is allowed here once; anything else about it is not the coder's to change.
  here.fixed = here.preset ? site.checked : policy["maySwitchSites"] === false;
  page.checked = state["on"] === true;
  showSite();
  // Only now may they be clicked: before, the click would be undone by what is known late.
  page.disabled = point.disabled = !reachable;
  site.disabled = !here.origin || here.fixed;
}

/** Whether scripts may run here. Origins of the frames in this tab are noted: the site's switch asks for them too, or a note in one stays unread. */
async function lookForFrames() {
  if (!here.origin) return false;
  here.patterns = [pattern(here.origin)];
  try {
    const found = await api.scripting.executeScript({
      target: { tabId: here.tabId, allFrames: true },
      func: () => [location.href, ...[...document.querySelectorAll("iframe, frame")].map((each) => /** @type {HTMLIFrameElement} */ (each).src)],
    });
    const origins = found.flatMap(({ result }) => result ?? []).map(originOf).filter(Boolean);
    here.patterns = [...new Set([...here.patterns, ...origins.map(pattern)])];
    return true;
  } catch {
    show(t("error_not_here"));
    return false;
  }
}

function showSite() {
  const others = here.patterns.length - 1;
  const host = here.origin && new URL(here.origin).hostname;
  $("site-hint").textContent = !host ? t("on_site_none") : here.preset && !here.fixed ? t("on_site_allow") : here.fixed ? t("set") : others > 0 ? t("on_site_frames", host, others) : t("on_site_hint", host);
}

async function showStatus() {
  const status = await value(ask("status"));
  const { title, hint, notice, good } = serviceWords(status);
  $("lamp").className = `lamp ${good ? "good" : "bad"}`;
  $("state").textContent = title;
  $("fix").textContent = hint;
  tell($("notice"), notice);
  $("pair").hidden = status["state"] !== "unpaired";
}

/** A service that cannot hide its suggestions, or not for who decides nothing, shows them, whatever is chosen. */
async function showMode() {
  const first = [...modes].some((mode) => mode.checked && mode.value !== "assisted");
  const { able = [] } = await value(ask("able"));
  $("mode-hint").hidden = !first;
  if (first) $("mode-hint").textContent = t(able.includes("first_pass") ? "mode_hint" : able.includes("review") && !able.includes("decisions") ? "mode_reader" : "mode_unable");
}

async function showKeys() {
  const commands = await api.commands.getAll();
  $("lookup-key").textContent = commands.find((each) => each.name === "quick-lookup")?.shortcut ?? "";
}

/** @param {string} text */
function show(text) {
  $("problem").textContent = text;
  $("problem").hidden = !text;
}

page.addEventListener("change", async () => {
  show("");
  const answer = await ask(page.checked ? "page-on" : "page-off", { tabId: here.tabId });
  if (answer.ok) return;
  page.checked = false;
  show(answer.error.message);
});

site.addEventListener("change", () => {
  show("");
  const { tabId, origin, patterns } = here;
  if (!site.checked) {
    void ask("site-off", { origin });
    return;
  }
  // Not awaited: the browser wants the question in the click itself. The note is for the background,
  // which finishes the work if the browser's question closes this popup.
  void api.storage.session.set({ wanted: { tabId, origin, patterns } });
  void api.permissions.request({ origins: patterns }).then(async (granted) => {
    await api.storage.session.remove("wanted");
    site.checked = granted;
    if (!granted) return;
    await ask("site-on", { origin, patterns, tabId });
    page.checked = true;
  }, (error) => {
    site.checked = false;
    show(String(error?.message ?? error));
  });
});

for (const radio of radios) {
  radio.addEventListener("change", () => void ask("prefs", { tabId: here.tabId, set: { setting: radio.value } }));
}
for (const mode of modes) {
  mode.addEventListener("change", () => void ask("prefs", { tabId: here.tabId, set: { mode: mode.value } }).then(showMode));
}
date.addEventListener("change", () => void ask("prefs", { tabId: here.tabId, set: { date: date.value } }));

for (const id of ["lookup", "point", "record"]) {
  $(id).addEventListener("click", async () => {
    const answer = await ask(id, { tabId: here.tabId });
    if (answer.ok) window.close();
    else show(answer.error.message);
  });
}
for (const id of ["options", "pair"]) {
  $(id).addEventListener("click", () => {
    void api.runtime.openOptionsPage();
    window.close();
  });
}
