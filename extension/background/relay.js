/**
 * Messages from pages and frames, checked before they are believed.
 *
 * A content script shares its process with the page, so what it says is checked for sender, shape and
 * size, and it can never reach the token or the site list. Frames talk to each other only through here.
 */

import { originOf } from "../shared/address.js";
import { api, OWN_ORIGIN, t } from "../shared/browser.js";
import { showBadge } from "./badge.js";
import { checked } from "./checked.js";
import { claim } from "./claim.js";
import * as decisions from "./decisions.js";
import * as finishing from "./finishing.js";
import { tell } from "./inject.js";
import { openLookup } from "./menus.js";
import { everyPointed, forgetPointed, isPath, pointedIn, remember, startPicking } from "./pointed.js";
import * as notes from "./notes.js";
import { policy } from "./policy.js";
import { getPrefs, setPrefs } from "./prefs.js";
import { openRecord } from "./record.js";
import * as service from "./service.js";
import { addSite, isPageOn, newFrames, pageOff, pageOn, removeSite, sites } from "./sites.js";

/** @typedef {chrome.runtime.MessageSender & {tab: chrome.tabs.Tab}} FromTab */

const MAX_TEXT = 1_000_000; // UTF-16 units; the service itself takes 1 MiB
const MAX_RELAY = 8_000_000; // characters of JSON

/** @param {unknown} value @param {number} [limit] @returns {value is string} */
const isText = (value, limit = 300) => typeof value === "string" && value.length <= limit;

/** @param {unknown} value @returns {Answer} */
const good = (value = {}) => ({ ok: true, value });
/** @param {string} code @param {string} message @returns {Answer} */
const bad = (code, message) => ({ ok: false, error: { code, message } });
const refused = () => bad("refused", t("error_refused"));

/** The date of service that was set for a tab; an open line has asked for it before. @param {FromTab} sender @param {string} [known] */
const dayOf = async ({ tab }, known) => known ?? (await getPrefs(tab.id)).date;

/** The panel alone may ask, for one encounter. @param {(encounter: string) => Promise<Answer | null>} act @returns {(message: any, sender: FromTab) => Promise<Answer>} */
const ofPanel = (act) => async ({ encounter }, { frameId }) => (frameId === 0 && isText(encounter, 40) && (await act(encounter))) || refused();

/** What a content script may ask. @type {Record<string, (message: any, sender: FromTab, day?: string) => Promise<Answer> | Answer>} */
const fromContent = {
  async suggest({ key, text }, { tab, frameId = 0 }) {
    if (!isText(key) || typeof text !== "string") return refused();
    if (text.length > MAX_TEXT) return bad("too_large", t("error_too_large"));
    const { setting, date, mode } = await getPrefs(tab.id);
    const note = { text, setting, ...(date ? { date } : {}) };
    if (mode !== "assisted" || finishing.awaits()) {
      const note_hash = await decisions.hash(text);
      const hidden = await finishing.hidden(note_hash);
      if (hidden) notes.remember(note_hash, note);
      if (hidden) return good({ suggestions: [], not_coded: [], conflicts: [], notices: [], code_set: "", setting, note_hash, hidden });
    }
    const [answer, note_hash] = await Promise.all([service.suggest(`${tab.id}:${frameId}:${key}`, note), decisions.hash(text)]);
    if (answer.ok) notes.remember(note_hash, note);
    const unmarked = !(await policy()).highlights;
    return answer.ok ? good({ .../** @type {object} */ (answer.value), note_hash, ...(unmarked && { unmarked }) }) : answer;
  },
  /** The encounter of a note on the page, with what was decided on it in this session; the panel's frame alone may ask. */
  async encounter({ note, page, id }, { tab, url, frameId }) {
    const right = frameId === 0 && isText(note, 64) && /^[0-9a-f]{64}$/.test(note) && isText(page, 8000) && (id === undefined || isText(id, 40));
    if (!right || originOf(page) !== originOf(url)) return refused();
    return good(await decisions.encounter({ note, page, tab: tab.id ?? 0, ...(id ? { id } : {}) }));
  },
  async decide({ encounter, decision }, { frameId }) {
    const told = checked(decision);
    const done = frameId === 0 && isText(encounter, 40) && told ? await decisions.decide(encounter, told) : null;
    return done ? good(done) : refused();
  },
  async active({ encounter, seconds }, { frameId }) {
    const right = frameId === 0 && isText(encounter, 40) && Number.isFinite(seconds) && seconds > 0 && seconds <= 3600;
    return right && (await finishing.active(encounter, seconds)) ? good() : refused();
  },
  finalize: ofPanel(finishing.finalize),
  reopen: ofPanel(finishing.reopen),
  reveal: ofPanel(finishing.reveal),
  record: async ({ encounter = "" }, { frameId }) => (frameId === 0 && isText(encounter, 40) ? openRecord(encounter) : refused()),
  async undo({ encounter, decision }, { frameId }) {
    const done = frameId === 0 && isText(encounter, 40) && isText(decision, 120) ? await decisions.undo(encounter, decision) : null;
    return done ? good(done) : refused();
  },
  check: async (asked, { tab }) => (await claim(asked, tab.id)) ?? refused(),
  drop({ key }, { tab, frameId = 0 }) {
    if (isText(key)) service.drop(`${tab.id}:${frameId}:${key}`);
    return good();
  },
  lookup: async ({ words }, sender, day) => (isText(words) ? service.lookup(`${sender.tab.id}:lookup`, "codes", words, await dayOf(sender, day)) : refused()),
  index: async ({ words }, sender, day) => (isText(words) ? service.lookup(`${sender.tab.id}:lookup`, "index", words, await dayOf(sender, day)) : refused()),
  code: async ({ code }, sender, day) => (isText(code, 20) && !/^\.+$/.test(code) ? service.one("codes", code, await dayOf(sender, day)) : refused()),
  entry: async ({ id }, sender, day) => (Number.isSafeInteger(id) ? service.one("index", String(id), await dayOf(sender, day)) : refused()),
  /** Something is about to be asked; each message also keeps the background awake while the lookup is open. */
  stay: () => good(service.prepare()),
  status: async () => good(await service.status()),
  async relay({ to, message }, sender) {
    const { tab, frameId = 0, documentId = "" } = sender;
    if (!message || !isText(message.type, 40) || JSON.stringify(message).length > MAX_RELAY) return refused();
    const target = to === "top" ? 0 : Number.isInteger(to) ? to : to === "all" ? undefined : null;
    if (target === null) return refused();
    const from = { frameId, documentId };
    return good(await tell(/** @type {number} */ (tab.id), { type: "relay", from, message }, target));
  },
  async alive({ frames }, { tab }) {
    if (!Array.isArray(frames) || frames.length > 500) return refused();
    const asked = frames.filter(Number.isInteger).map(async (/** @type {number} */ frameId) => {
      const answer = await tell(/** @type {number} */ (tab.id), { type: "ping" }, frameId);
      return [frameId, answer?.instance ?? ""];
    });
    return good(Object.fromEntries(await Promise.all(asked)));
  },
  async frames(_, { tab }) {
    // New frames of a page that is on; the grant may be gone, and then there is nothing to do.
    await newFrames(/** @type {number} */ (tab.id)).catch(() => {});
    return good();
  },
  async arrive(_, { tab }) {
    const site = (await sites())[originOf(tab.url)];
    return good({ start: Boolean(site) });
  },
  async pointed({ frame }, { tab }) {
    return isText(frame) ? good(await pointedIn(originOf(tab.url), frame)) : refused();
  },
  async point({ frame, path, instead }, { tab }) {
    const origin = originOf(tab.url);
    if (!origin || !isText(frame) || !isPath(path) || !Array.isArray(instead) || !instead.every(isPath)) return refused();
    await remember(origin, frame, path, instead);
    await tell(/** @type {number} */ (tab.id), { type: "pointed" });
    return good();
  },
  async badge({ on, count, trouble }, { tab }) {
    if (!isText(trouble)) return refused();
    await showBadge(/** @type {number} */ (tab.id), { on: on === true, count: Number(count) || 0, trouble });
    return good();
  },
  async off(_, { tab }) {
    await pageOff(/** @type {number} */ (tab.id));
    return good();
  },
  async prefs({ set }, { tab }) {
    service.prepare(); // a panel begins with this
    if (set !== undefined) await setPrefs({ panel: set?.panel });
    return good(await getPrefs(tab.id));
  },
  async forgetDate(_, { tab }) {
    await setPrefs({ date: "" }, tab.id);
    return good();
  },
  async "open-options"() {
    await api.runtime.openOptionsPage();
    return good();
  },
  async "open-lookup"(_, { tab }) {
    await openLookup(/** @type {number} */ (tab.id));
    return good();
  },
};

/** What our own popup and options page may ask. @type {Record<string, (message: any) => Promise<Answer> | Answer>} */
const fromOwnPage = {
  status: async () => good(await service.status()),
  prefs: async ({ set, tabId }) => {
    if (set) {
      await setPrefs(set, tabId);
      await tell(tabId, { type: "prefs" });
    }
    return good(await getPrefs(tabId));
  },
  "page-state": async ({ tabId }) => good({ on: await isPageOn(tabId) }),
  "page-on": async ({ tabId }) => {
    try {
      await pageOn(tabId);
      return good();
    } catch {
      return bad("not_here", t("error_not_here"));
    }
  },
  "page-off": async ({ tabId }) => good(await pageOff(tabId)),
  "site-on": async ({ origin, patterns, tabId }) => {
    if (!(await addSite(origin, patterns))) return bad("set", t("error_set"));
    if (tabId !== undefined) await pageOn(tabId).catch(() => {});
    return good();
  },
  point: async ({ tabId }) => {
    try {
      await startPicking(tabId);
      return good();
    } catch {
      return bad("not_here", t("error_not_here"));
    }
  },
  pointed: async () => good(Object.entries(await everyPointed()).map(([origin, list]) => ({ origin, count: list.length }))),
  unpoint: async ({ origin }) => good(await forgetPointed(origin)),
  "site-off": async ({ origin }) => ((await removeSite(origin)) ? good() : bad("set", t("error_set"))),
  policy: async () => good(await policy()),
  record: () => openRecord(),
  able: async () => good({ able: await service.capabilities() }),
  sites: async () => good(Object.values(await sites())),
  lookup: async ({ tabId }) => {
    try {
      await openLookup(tabId);
      return good();
    } catch {
      return bad("not_here", t("error_not_here"));
    }
  },
  pair: ({ code, name, coder }) => (isText(code, 20) && isText(name, 100) && isText(coder, 100) ? service.pair(code, name, coder) : refused()),
  unpair: async () => good(await service.unpair()),
};

/**
 * @param {any} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} [day] the tab's date of service, where it is known already
 * @returns {Promise<Answer>}
 */
export async function answer(message, sender, day) {
  if (sender.id !== api.runtime.id || !isText(message?.type, 40)) return refused();
  const own = URL.canParse(sender.url ?? "") && new URL(sender.url ?? "").origin === OWN_ORIGIN;
  const table = own ? fromOwnPage : sender.tab?.id !== undefined ? fromContent : {};
  if (!Object.hasOwn(table, message.type)) return refused();
  try {
    return await /** @type {any} */ (table)[message.type](message, sender, day);
  } catch {
    return bad("internal", t("error_internal"));
  }
}

/**
 * A line that the lookup keeps open: the same questions and the same checks, without a new channel for each.
 * @param {chrome.runtime.Port} port
 */
export function takeLine(port) {
  const { sender } = port;
  if (!sender) return port.disconnect();
  service.prepare();
  const day = getPrefs(sender.tab?.id).then(({ date }) => date);
  port.onMessage.addListener(async ({ id, message }) => {
    const said = await answer(message, sender, await day);
    try {
      port.postMessage({ id, answer: said });
    } catch {
      // The page went meanwhile.
    }
  });
}
