/** Codes of a claim held against a note: asked for only once the coder has confirmed them, and kept nowhere. */

import { t } from "../shared/browser.js";
import { getPrefs } from "./prefs.js";
import { call, capabilities } from "./service.js";

const LONGEST = 1_000_000; // UTF-16 units of a note
const MOST = 100; // codes
const CODE = /^[A-Z0-9.]{3,9}$/;

/** @param {unknown} codes @returns {codes is string[]} */
const areCodes = (codes) => Array.isArray(codes) && codes.length <= MOST && codes.every((code) => typeof code === "string" && CODE.test(code));

/**
 * Findings for a note and the codes of its claim; without both, whether the service can say anything.
 * @param {any} asked
 * @param {number | undefined} tabId whose setting and date of service hold
 * @returns {Promise<Answer | null>} null when what was asked has not the right shape
 */
export async function claim({ text, codes }, tabId) {
  if (text === undefined && codes === undefined) return { ok: true, value: { able: (await capabilities()).includes("check") } };
  if (typeof text !== "string" || !areCodes(codes)) return null;
  if (text.length > LONGEST) return { ok: false, error: { code: "too_large", message: t("error_too_large") } };
  const { setting, date } = await getPrefs(tabId);
  return call("/v1/check", { body: { note: { text, setting, ...(date ? { date } : {}) }, codes } });
}
