/**
 * What differs between Chromium and Firefox, in one place.
 *
 * Both give promises in Manifest V3; Firefox under `browser`, Chromium under `chrome`.
 */

/** @type {typeof chrome} */
export const api = /** @type {any} */ (globalThis).browser ?? globalThis.chrome;

/** Chromium can hide storage from content scripts; Firefox keeps them out of nothing, so no secret is put there. */
export async function hideStorage() {
  await api.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}

/**
 * A string of `_locales`.
 * @param {string} name
 * @param {...(string | number)} values
 */
export function t(name, ...values) {
  return api.i18n.getMessage(name, values.map(String)) || name;
}

/** The address space of our own pages, such as `chrome-extension://…`. */
export const OWN_ORIGIN = new URL(api.runtime.getURL("")).origin;

/**
 * The browser's name for the pairing list, such as "Firefox on Linux".
 * @returns {Promise<string>}
 */
export async function browserName() {
  const agent = navigator.userAgent;
  const [, name] = /(Firefox|Edg|OPR|Chrome)\//.exec(agent) ?? [];
  const browser = { Firefox: "Firefox", Edg: "Edge", OPR: "Opera" }[name ?? ""] ?? "Chromium";
  const { os } = await api.runtime.getPlatformInfo();
  const system = { mac: "macOS", win: "Windows", linux: "Linux", cros: "ChromeOS", android: "Android" }[String(os)];
  return system ? `${browser} on ${system}` : browser;
}
