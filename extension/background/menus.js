/** Context menu and keyboard commands: three ways in, each granted the page by the person's own act. */

import { api, t } from "../shared/browser.js";
import { inject, tell } from "./inject.js";
import { startPicking } from "./pointed.js";
import { togglePage } from "./sites.js";

const SELECTION = "suggest-selection";
const LOOKUP = "lookup-selection";
const POINT = "point-note";

/** Entries survive the service worker; they are made anew only at install and update. */
export async function createMenus() {
  await api.contextMenus.removeAll();
  api.contextMenus.create({ id: SELECTION, title: t("menu_suggest"), contexts: ["selection"] });
  api.contextMenus.create({ id: LOOKUP, title: t("menu_lookup"), contexts: ["selection"] });
  api.contextMenus.create({ id: POINT, title: t("point_note"), contexts: ["page", "frame", "editable"] });
}

/**
 * @param {chrome.contextMenus.OnClickData} info
 * @param {chrome.tabs.Tab} [tab]
 */
export async function onMenu(info, tab) {
  if (tab?.id === undefined || tab.id < 0) return;
  if (info.menuItemId === SELECTION) await suggestSelection(tab.id, info.frameId ?? 0, info.selectionText ?? "");
  if (info.menuItemId === POINT) await startPicking(tab.id);
  if (info.menuItemId === LOOKUP) await openLookup(tab.id, (info.selectionText ?? "").slice(0, 200));
}

/**
 * @param {string} command
 * @param {chrome.tabs.Tab} [tab]
 */
export async function onCommand(command, tab) {
  const tabId = tab?.id ?? (await activeTab());
  if (tabId === undefined) return;
  if (command === "toggle-page") await togglePage(tabId);
  if (command === "quick-lookup") await openLookup(tabId);
  if (command === "suggest-selection") await suggestSelection(tabId);
  if (command === "focus-panel") await tell(tabId, { type: "focus-panel" }, 0);
}

async function activeTab() {
  const [tab] = await api.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id;
}

/**
 * Suggestions for what is selected, in whichever frame that is.
 * @param {number} tabId
 * @param {number} [frameId] all frames are asked when it is not known
 * @param {string} [text] what the browser says is selected
 */
export async function suggestSelection(tabId, frameId, text = "") {
  await inject(tabId, frameId === undefined ? { allFrames: true } : { frameIds: [...new Set([0, frameId])] });
  await tell(tabId, { type: "panel" }, 0);
  await tell(tabId, { type: "selection", text }, frameId);
}

/**
 * Quick lookup over the page; the field that has the focus is remembered before ours takes it.
 * @param {number} tabId
 * @param {string} [words]
 */
export async function openLookup(tabId, words = "") {
  await inject(tabId);
  const found = await api.scripting.executeScript({
    target: { tabId, allFrames: true },
    func: () => /** @type {any} */ (globalThis).__chartside?.fields.rememberFocus() ?? null,
    injectImmediately: true,
  });
  const focus = found.find((each) => each.result);
  const target = focus ? { frameId: focus.frameId, label: String(focus.result) } : null;
  await tell(tabId, { type: "lookup", words, target }, 0);
}
