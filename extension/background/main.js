/**
 * The background: listeners only, all registered in the first turn so that a woken service worker has them.
 */

import { api, hideStorage } from "../shared/browser.js";
import { createMenus, onCommand, onMenu } from "./menus.js";
import { watchPolicy } from "./policy.js";
import { answer, takeLine } from "./relay.js";
import { addSite, pageOn, reconcile } from "./sites.js";

/** Errors of a click on a page where nothing may run are no news. @param {Promise<unknown>} work */
const quietly = (work) => void work.catch(() => {});

api.runtime.onInstalled.addListener(() => {
  quietly(createMenus());
  quietly(reconcile());
});
watchPolicy(() => quietly(reconcile()));
api.runtime.onStartup.addListener(() => quietly(reconcile()));
quietly(hideStorage());

api.runtime.onMessage.addListener((message, sender, respond) => {
  void answer(message, sender).then(respond);
  return true;
});
api.runtime.onConnect.addListener(takeLine);
api.contextMenus.onClicked.addListener((info, tab) => quietly(onMenu(info, tab)));
api.commands.onCommand.addListener((command, tab) => quietly(onCommand(command, tab)));

api.permissions.onRemoved.addListener(() => quietly(reconcile()));
api.permissions.onAdded.addListener(() => quietly(granted()));

/** A popup may close while the browser asks; what it wanted was noted before and is finished here. */
async function granted() {
  const { wanted } = /** @type {{wanted?: any}} */ (await api.storage.session.get("wanted"));
  if (!wanted || !(await api.permissions.contains({ origins: wanted.patterns }))) return reconcile();
  await api.storage.session.remove("wanted");
  if (await addSite(wanted.origin, wanted.patterns)) await pageOn(wanted.tabId);
}
