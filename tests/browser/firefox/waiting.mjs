/** Waiting for a condition, never for a length of time. */

/**
 * Look again and again until `look` gives something true, and return it.
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {string} what what is waited for, for the error
 * @param {number} [timeout] milliseconds
 * @returns {Promise<T>}
 */
export async function until(look, what, timeout = 10_000) {
  const end = Date.now() + timeout;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`waited ${timeout} ms in vain for ${what}`);
    await new Promise((go) => setTimeout(go, 25));
  }
}
