/** The toolbar button: colour when on here, the number of suggestions, a mark when the service is away. */

import { api, t } from "../shared/browser.js";

const SIZES = [16, 32, 48, 128];

/** @param {"on" | "off"} kind */
const icons = (kind) => Object.fromEntries(SIZES.map((size) => [size, api.runtime.getURL(`icons/${kind}-${size}.png`)]));

/**
 * @param {number} tabId
 * @param {{on: boolean, count?: number, trouble?: string}} state `trouble` is one sentence
 */
export async function showBadge(tabId, { on, count = 0, trouble = "" }) {
  const text = trouble ? "!" : on && count ? String(Math.min(count, 99)) : "";
  const title = trouble || (on ? t("action_title_on", count) : t("action_title"));
  try {
    await Promise.all([
      api.action.setIcon({ tabId, path: icons(on ? "on" : "off") }),
      api.action.setBadgeText({ tabId, text }),
      api.action.setBadgeBackgroundColor({ tabId, color: trouble ? "#b45309" : "#0a5c55" }),
      api.action.setBadgeTextColor({ tabId, color: "#ffffff" }),
      api.action.setTitle({ tabId, title }),
    ]);
  } catch {
    // The tab was closed meanwhile.
  }
}
