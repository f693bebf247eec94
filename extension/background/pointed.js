/**
 * The notes that the coder pointed at ("This is the note"), by the origin of the tab and of the frame.
 *
 * What is kept is where a note stands, as selectors; nothing of its text.
 */

import { api } from "../shared/browser.js";
import { tell } from "./inject.js";
import { pageOn } from "./sites.js";

/** @typedef {{frame: string, path: string[]}} Pointed */

const MOST = 20; // remembered for one site
const DEEPEST = 8; // shadow trees
const LONGEST = 400; // characters of a selector

/** @returns {Promise<Record<string, Pointed[]>>} by origin of the tab */
export async function everyPointed() {
  const { pointed = {} } = await api.storage.local.get("pointed");
  return /** @type {Record<string, Pointed[]>} */ (pointed);
}

/** @param {unknown} path @returns {path is string[]} */
export function isPath(path) {
  return Array.isArray(path) && path.length > 0 && path.length <= DEEPEST && path.every((each) => typeof each === "string" && each.length > 0 && each.length <= LONGEST);
}

/** @param {string} origin @param {string} frame @returns {Promise<string[][]>} the paths for one frame's origin */
export async function pointedIn(origin, frame) {
  return ((await everyPointed())[origin] ?? []).filter((each) => each.frame === frame).map(({ path }) => path);
}

/**
 * Remember a note, in the place of those that were pointed at in the same document before.
 * @param {string} origin @param {string} frame @param {string[]} path @param {string[][]} instead
 */
export async function remember(origin, frame, path, instead) {
  const all = await everyPointed();
  const gone = new Set([path, ...instead].map(String));
  const kept = (all[origin] ?? []).filter((each) => each.frame !== frame || !gone.has(String(each.path)));
  all[origin] = [{ frame, path }, ...kept].slice(0, MOST);
  await api.storage.local.set({ pointed: all });
}

/** @param {string} origin */
export async function forgetPointed(origin) {
  const all = await everyPointed();
  delete all[origin];
  await api.storage.local.set({ pointed: all });
  const tabs = await api.tabs.query({});
  await Promise.all(tabs.map(({ id }) => (id === undefined ? undefined : tell(id, { type: "pointed" }))));
}

/** Let the coder point at the note; needs the grant of a click. @param {number} tabId */
export async function startPicking(tabId) {
  await pageOn(tabId);
  await tell(tabId, { type: "pick" });
}
