/** How the coder works through notes: with suggestions, or own codes first, as far as the service can. */

import { getPrefs } from "./prefs.js";
import { capabilities } from "./service.js";

/** @param {string} what */
export const can = async (what) => (await capabilities()).includes(what);

/** Whether who works here may read the record and not write to it: an auditor, an administrator. */
export const readsOnly = async () => (await can("review")) && !(await can("decisions"));

/** The mode of a note that is met now. @returns {Promise<Mode>} */
export async function modeNow() {
  const { mode } = await getPrefs();
  return mode !== "assisted" && (await can("first_pass")) ? mode : "assisted";
}
