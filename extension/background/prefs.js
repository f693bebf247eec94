/**
 * What the coder set: setting, mode and panel place for good, the date of service for one tab and one page.
 *
 * Panel: pixels and a side; all of it optional.
 */

import { api } from "../shared/browser.js";
import { policy } from "./policy.js";

/** @param {number} [tabId] @returns {Promise<Prefs>} */
export async function getPrefs(tabId) {
  const key = `date:${tabId}`;
  const [{ prefs = {} }, fixed, session] = await Promise.all([
    api.storage.local.get("prefs"),
    policy(),
    tabId === undefined ? {} : api.storage.session.get(key),
  ]);
  const kept = /** @type {Partial<Prefs>} */ (prefs);
  const date = /** @type {Record<string, unknown>} */ (session)[key];
  return {
    setting: fixed.setting || (kept.setting === "inpatient" ? "inpatient" : "outpatient"),
    mode: kept.mode === "first_pass" || kept.mode === "training" ? kept.mode : "assisted",
    date: typeof date === "string" ? date : "",
    panel: kept.panel ?? {},
  };
}

/**
 * @param {{setting?: unknown, mode?: unknown, date?: unknown, panel?: any}} change
 * @param {number} [tabId]
 */
export async function setPrefs(change, tabId) {
  const { prefs = {} } = /** @type {{prefs?: any}} */ (await api.storage.local.get("prefs"));
  if (change.setting === "inpatient" || change.setting === "outpatient") prefs.setting = change.setting;
  if (["assisted", "first_pass", "training"].includes(String(change.mode))) prefs.mode = change.mode;
  if (change.panel && typeof change.panel === "object") prefs.panel = place(change.panel);
  await api.storage.local.set({ prefs });
  if (typeof change.date === "string" && /^(\d{4}-\d\d-\d\d)?$/.test(change.date) && tabId !== undefined) {
    await api.storage.session.set({ [`date:${tabId}`]: change.date });
  }
}

/** @param {any} panel */
function place(panel) {
  /** @type {PanelPlace} */
  const kept = {};
  for (const name of /** @type {const} */ (["width", "height", "x", "y"])) {
    const value = Number(panel[name]);
    if (panel[name] !== undefined && Number.isFinite(value)) kept[name] = Math.round(Math.min(Math.max(value, 0), 10_000));
  }
  if (["left", "right", "free"].includes(panel.dock)) kept.dock = panel.dock;
  if (typeof panel.collapsed === "boolean") kept.collapsed = panel.collapsed;
  return kept;
}
