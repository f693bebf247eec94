/**
 * On for a page, on for a site.
 *
 * A page is on by `activeTab` alone and ends with its document: what is on is asked of the page itself,
 * so a killed service worker forgets nothing. A site is on by a permission asked for in the click; the
 * list is reconciled with what the browser really grants, whoever changed it. What an organisation has set
 * comes first: its sites are on once they are allowed, and it may keep the list as it is.
 */

import { pattern } from "../shared/address.js";
import { api } from "../shared/browser.js";
import { CONTENT, inject, tell } from "./inject.js";
import { policy } from "./policy.js";

const PREFIX = "site:";

/** `preset`: set by the organisation. @typedef {{origin: string, patterns: string[], preset?: boolean}} Site */

/** What the coder has switched on. @returns {Promise<Record<string, Site>>} */
async function ownSites() {
  const { sites: kept = {} } = await api.storage.local.get("sites");
  return /** @type {Record<string, Site>} */ (kept);
}

/** What is on: the organisation's sites and, where it lets them, the coder's own. @returns {Promise<Record<string, Site>>} */
export async function sites() {
  const [own, { sites: preset, maySwitchSites }] = await Promise.all([ownSites(), policy()]);
  const all = maySwitchSites ? { ...own } : {};
  for (const origin of preset) all[origin] = { origin, patterns: own[origin]?.patterns ?? [pattern(origin)], preset: true };
  return all;
}

/**
 * Remember a site whose permission was granted and switch its scripts on.
 * @param {string} origin
 * @param {string[]} patterns of the site and of the frames in it
 * @returns {Promise<boolean>} false when the organisation does not let it, and the permission was given back
 */
export async function addSite(origin, patterns) {
  const { maySwitchSites, sites: preset } = await policy();
  if (!maySwitchSites && !preset.includes(origin)) {
    await giveBack(patterns);
    return false;
  }
  const all = await ownSites();
  const known = all[origin]?.patterns ?? [];
  all[origin] = { origin, patterns: [...new Set([pattern(origin), ...known, ...patterns])] };
  await api.storage.local.set({ sites: all });
  await reconcile();
  return true;
}

/**
 * Forget a site and give its permissions back, unless another site still needs them.
 * @param {string} origin
 * @returns {Promise<boolean>} false when the organisation does not let it
 */
export async function removeSite(origin) {
  const { maySwitchSites, sites: preset } = await policy();
  if (!maySwitchSites || preset.includes(origin)) return false;
  const all = await ownSites();
  const gone = all[origin];
  if (!gone) return true;
  delete all[origin];
  await api.storage.local.set({ sites: all });
  await reconcile();
  await giveBack(gone.patterns);
  return true;
}

/** Give permissions back, but for those that a site or the way to the service needs. @param {string[]} patterns */
async function giveBack(patterns) {
  const [all, { serviceAddress }] = await Promise.all([sites(), policy()]);
  const needed = new Set([pattern(serviceAddress), ...Object.values(all).flatMap((site) => site.patterns)]);
  const origins = patterns.filter((each) => !needed.has(each));
  if (origins.length) await api.permissions.remove({ origins }).catch(() => false);
}

/** Make the registered scripts say what list and permissions say; runs one at a time. */
let turn = Promise.resolve();
export function reconcile() {
  turn = turn.then(reconcileNow, reconcileNow);
  return turn;
}

async function reconcileNow() {
  const [all, own] = await Promise.all([sites(), ownSites()]);
  const wanted = new Map();
  let changed = false;
  for (const site of Object.values(all)) {
    if (!(await api.permissions.contains({ origins: [pattern(site.origin)] }))) {
      changed ||= site.origin in own;
      delete own[site.origin];
      continue;
    }
    const granted = [];
    for (const each of site.patterns) {
      if (await api.permissions.contains({ origins: [each] })) granted.push(each);
    }
    wanted.set(PREFIX + site.origin, granted);
  }
  if (changed) await api.storage.local.set({ sites: own });
  const ours = (await api.scripting.getRegisteredContentScripts()).filter((s) => s.id.startsWith(PREFIX));
  const stale = ours.filter(
    (script) =>
      String(wanted.get(script.id)?.toSorted()) !== String(script.matches?.toSorted()) ||
      String(script.js?.map(bare)) !== String([...CONTENT, "/content/arrive.js"].map(bare)),
  );
  if (stale.length) await api.scripting.unregisterContentScripts({ ids: stale.map((script) => script.id) });
  const kept = new Set(ours.filter((script) => !stale.includes(script)).map((script) => script.id));
  const fresh = [...wanted].filter(([id, matches]) => matches.length && !kept.has(id));
  if (!fresh.length) return;
  await api.scripting.registerContentScripts(
    fresh.map(([id, matches]) => ({
      id,
      matches,
      js: [...CONTENT, "/content/arrive.js"],
      allFrames: true,
      matchOriginAsFallback: true,
      persistAcrossSessions: true,
      runAt: /** @type {const} */ ("document_idle"),
    })),
  );
}

/** @param {string} file */
const bare = (file) => file.replace(/^\//, "");

/** Whether Chartside is on in this tab, as its top frame says. @param {number} tabId */
export async function isPageOn(tabId) {
  return (await tell(tabId, { type: "ping" }, 0))?.on === true;
}

/** @type {Map<number, Promise<unknown>>} */
const turns = new Map();
const PATIENCE = 3000; // milliseconds; a frame that never answers holds nobody up for longer

/**
 * On and off of one tab run one after the other, so that a quick second press sees what the first one did.
 * @template T
 * @param {number} tabId
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
function inTurn(tabId, work) {
  const before = turns.get(tabId) ?? Promise.resolve();
  const waited = Promise.race([before.catch(() => {}), new Promise((done) => setTimeout(done, PATIENCE))]);
  const mine = waited.then(work);
  turns.set(tabId, mine);
  const forget = () => void (turns.get(tabId) === mine && turns.delete(tabId));
  mine.then(forget, forget);
  return mine;
}

/** @param {number} tabId */
const start = (tabId) => inject(tabId, { allFrames: true }, ["/content/start.js"]);
/** @param {number} tabId */
const stop = (tabId) => tell(tabId, { type: "stop" });

/**
 * Switch on for the page in this tab; needs the grant of a click.
 * @param {number} tabId
 */
export const pageOn = (tabId) => inTurn(tabId, () => start(tabId));

/** @param {number} tabId */
export const pageOff = (tabId) => inTurn(tabId, () => stop(tabId));

/** What the shortcut does. @param {number} tabId */
export const togglePage = (tabId) => inTurn(tabId, async () => ((await isPageOn(tabId)) ? stop(tabId) : start(tabId)));

/** Frames came while the page was on; when it was switched off meanwhile, it stays off. @param {number} tabId */
export const newFrames = (tabId) => inTurn(tabId, async () => void ((await isPageOn(tabId)) && (await start(tabId))));
