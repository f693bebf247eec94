/**
 * An encounter that the service still has open of the same note on the same page: for a browser that was started again,
 * whose memory of the session is empty. Asking writes nothing.
 */

import { call, one } from "./service.js";

const LIMIT = 4000; // milliseconds; the note waits for its decisions no longer

/**
 * What is known of it, as decisions of ours; null when there is none.
 * @param {import("./notes.js").Note} note
 * @param {string} page its host
 */
export async function found(note, page) {
  const answer = await call("/v1/encounters/find", { body: { note, page }, limit: LIMIT });
  const view = answer.ok ? /** @type {any} */ (answer.value).encounter : null;
  if (typeof view?.id !== "string" || !Array.isArray(view.decisions)) return null;
  /** @type {Record<string, number>} */
  const numbers = {};
  const standing = view.decisions.filter((/** @type {any} */ each) => !each.undone);
  const decisions = await Promise.all(standing.map(async (/** @type {any} */ each) => {
    const id = `${view.id}/${each.number}`;
    numbers[id] = each.number;
    return decided(id, each, note.date ?? "");
  }));
  /** @type {Mode} */
  const mode = ["first_pass", "training"].includes(view.mode) ? view.mode : "assisted";
  const revealed = Boolean(view.revealed_at);
  // The same answer as the first time.
  const told = revealed ? await call(`/v1/encounters/${encodeURIComponent(view.id)}/reveal`, { body: {}, limit: LIMIT }) : null;
  /** @type {Difference[]} */
  const differences = told?.ok ? (/** @type {any} */ (told.value).differences ?? []) : [];
  return { remote: view.id, decisions, numbers, sent: view.decisions.length, mode, revealed, differences, seen: Date.parse(view.opened_at) || Date.now() };
}

/** @param {string} id @param {any} view @param {string} day @returns {Promise<Decision>} */
async function decided(id, { kind, code, from_code, reason, reason_text, at }, day) {
  const answer = await one("codes", code, day);
  const description = answer.ok ? String(/** @type {any} */ (answer.value).description ?? "") : "";
  return { id, thread: "", kind, code, from_code: from_code ?? "", description, reason: reason ?? "", reason_text: reason_text ?? "", quotes: [], time: String(at), before: null };
}
