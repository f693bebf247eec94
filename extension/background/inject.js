/**
 * Our scripts into the frames of a tab: the same ordered list for the switch of the page and of the site.
 */

import { api } from "../shared/browser.js";

/** Loaded in this order; each hangs one object on `globalThis.__chartside`. */
export const CONTENT = [
  "content/client.js",
  "content/kinds.js",
  "content/dom.js",
  "content/slices.js",
  "content/clinical.js",
  "content/visible.js",
  "content/cells.js",
  "content/model.js",
  "content/text.js",
  "content/stitch.js",
  "content/virtual.js",
  "content/fields.js",
  "content/find.js",
  "content/anchor.js",
  "content/evidence.js",
  "content/lingering.js",
  "content/pointed.js",
  "content/selection.js",
  "content/theme.js",
  "content/style.js",
  "content/style-review.js",
  "content/style-finish.js",
  "content/style-check.js",
  "content/stand.js",
  "content/layer.js",
  "content/highlight.js",
  "content/mirror.js",
  "content/boxes.js",
  "content/hover.js",
  "content/caret.js",
  "content/watch.js",
  "content/active.js",
  "content/decisions.js",
  "content/sources.js",
  "content/selected.js",
  "content/rows.js",
  "content/row-body.js",
  "content/decided.js",
  "content/finish.js",
  "content/first.js",
  "content/mine.js",
  "content/check-view.js",
  "content/check.js",
  "content/help.js",
  "content/state.js",
  "content/view.js",
  "content/place.js",
  "content/keys.js",
  "content/review.js",
  "content/shell.js",
  "content/covers.js",
  "content/guard.js",
  "content/panel.js",
  "content/lookup-style.js",
  "content/lookup-ask.js",
  "content/lookup-axes.js",
  "content/lookup-results.js",
  "content/lookup-tree.js",
  "content/lookup-builder.js",
  "content/lookup-told.js",
  "content/details.js",
  "content/lookup-index.js",
  "content/lookup-side.js",
  "content/lookup-keys.js",
  "content/lookup-purpose.js",
  "content/lookup.js",
  "content/pick.js",
  "content/thread.js",
  "content/telling.js",
  "content/session.js",
  "content/claimed.js",
  "content/claim.js",
  "content/boot.js",
].map((file) => `/${file}`);

/**
 * @param {number} tabId
 * @param {{allFrames?: boolean, frameIds?: number[]}} [where] all frames unless told
 * @param {string[]} [extra] files to run after ours
 */
export async function inject(tabId, where = { allFrames: true }, extra = []) {
  await api.scripting.executeScript({
    target: /** @type {chrome.scripting.InjectionTarget} */ ({ tabId, ...where }),
    files: [...CONTENT, ...extra],
    injectImmediately: true,
  });
}

/**
 * Tell a frame (or every frame) of a tab; silent when nobody is there.
 * @param {number} tabId
 * @param {Command} message
 * @param {number} [frameId]
 * @returns {Promise<any>}
 */
export async function tell(tabId, message, frameId) {
  try {
    return await (frameId === undefined
      ? api.tabs.sendMessage(tabId, message)
      : api.tabs.sendMessage(tabId, message, { frameId }));
  } catch {
    return undefined;
  }
}
