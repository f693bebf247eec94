/** The notes that were sent to the service last, in memory: an encounter is opened with its note once the coder decides. */

const MOST = 12; // notes

/** @typedef {{text: string, setting: string, date?: string}} Note */
/** By the hash of the text. @type {Map<string, Note>} */
const notes = new Map();

/** @param {string} hash @param {Note} note */
export function remember(hash, note) {
  notes.delete(hash);
  notes.set(hash, note);
  if (notes.size > MOST) notes.delete([...notes.keys()][0] ?? "");
}

/** @param {string} hash @returns {Note | null} */
export const known = (hash) => notes.get(hash) ?? null;
