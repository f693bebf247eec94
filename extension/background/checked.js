/** What a page's script says of a decision, checked before it is believed: a content script shares its process with the page. */

const DEEPEST = 20; // decisions on one row, one in the place of the other
const KINDS = ["accept", "reject", "change", "add"];
const CODE = /^[A-Z0-9][A-Z0-9.]{1,9}$/;

/** @param {unknown} value @param {number} limit @returns {value is string} */
const isText = (value, limit) => typeof value === "string" && value.length <= limit;

/** @param {unknown} value @returns {value is string} */
const isCode = (value) => isText(value, 10) && CODE.test(value);

/** @param {any} said @returns {said is Quote} */
const isQuote = (said) => Number.isSafeInteger(said?.start) && Number.isSafeInteger(said.end) && isText(said.text, 300) && isText(said.section, 60) && isText(said.assertion, 20);

/**
 * A decision, or null; with it may come the one that it took the place of.
 * @param {any} said
 * @param {number} [depth]
 * @returns {Decision | null}
 */
export function checked(said, depth = 0) {
  const { id, thread, kind, code, from_code, description, reason, reason_text, quotes, time } = said ?? {};
  const texts = isText(id, 120) && isText(thread, 120) && isText(description, 500) && isText(reason, 20) && isText(reason_text, 200) && isText(time, 40);
  if (!texts || !KINDS.includes(kind) || !isCode(code) || !(from_code === "" || isCode(from_code))) return null;
  if (!Array.isArray(quotes) || quotes.length > 20 || !quotes.every(isQuote)) return null;
  const spans = quotes.map(({ start, end, text, section, assertion }) => ({ start, end, text, section, assertion }));
  const before = said.before && depth < DEEPEST ? checked(said.before, depth + 1) : null;
  return { id, thread, kind, code, from_code, description, reason, reason_text, quotes: spans, time, before };
}
