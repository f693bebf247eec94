/** Addresses of pages as origins and as match patterns. */

/** @param {string | undefined} url @returns {string} empty when the address cannot be a site */
export function originOf(url) {
  try {
    const { protocol, origin } = new URL(url ?? "");
    return protocol === "http:" || protocol === "https:" ? origin : "";
  } catch {
    return "";
  }
}

/** @param {string} origin @returns {string} without the port, which match patterns of older browsers lack */
export function pattern(origin) {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}
