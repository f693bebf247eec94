/**
 * The end of an encounter, and the time that it took: activity, own codes before the suggestions, finalizing and opening again.
 *
 * Each of them follows from something that a person did in the panel; nothing here happens by itself.
 */

import { t } from "../shared/browser.js";
import { encounters, inTurn, keep, loaded, send } from "./decisions.js";
import { modeNow } from "./passes.js";
import { call, status } from "./service.js";

const PAUSE = 30_000; // milliseconds between two beats of activity
const LONGEST_BEAT = 60; // seconds; the service takes no more at once

/** @typedef {import("./decisions.js").Encounter} Encounter */

/** @param {string} code @param {string} message @returns {Answer} */
const bad = (code, message) => ({ ok: false, error: { code, message } });

/** @param {Encounter} known @param {string} act */
const path = (known, act) => `/v1/encounters/${encodeURIComponent(known.remote)}/${act}`;

/** Everything decided is at the service, or why it is not. @param {Encounter} known @returns {Promise<Answer | null>} */
async function settled(known) {
  const state = await send(known);
  if (state === "session") return bad("no_record", t("finalize_no_record"));
  if (state === "reader") return bad("role", t("kept_reader"));
  if (state === "refused") return bad("refused", t("kept_refused"));
  return state === "waiting" || !known.remote ? bad("waiting", t("finalize_waiting")) : null;
}

/** The coder was active for so long. @param {string} id @param {number} seconds */
export const active = (id, seconds) => inTurn(async () => {
  const known = encounters.get(id);
  if (!known) return false;
  if (!known.final) known.active += seconds;
  if (known.remote && Date.now() - known.beaten >= PAUSE) await beat(known);
  await keep(known);
  return true;
});

/** @param {Encounter} known */
async function beat(known) {
  const seconds = Math.min(known.active, LONGEST_BEAT);
  if (!known.remote || known.final || !seconds) return;
  known.beaten = Date.now();
  const answer = await call(path(known, "activity"), { body: { seconds: Math.round(seconds * 10) / 10 } });
  if (answer.ok) known.active -= seconds;
}

/** @param {string} id @returns {Promise<Answer | null>} null when there is no such encounter */
export const finalize = (id) => inTurn(async () => {
  const known = encounters.get(id);
  if (!known) return null;
  const trouble = await settled(known);
  if (trouble) return trouble;
  await beat(known);
  const answer = await call(path(known, "finalize"), { body: {} });
  return learned(known, answer, true);
});

/** @param {string} id @returns {Promise<Answer | null>} */
export const reopen = (id) => inTurn(async () => {
  const known = encounters.get(id);
  if (!known?.remote) return null;
  const answer = await call(path(known, "reopen"), { body: {} });
  return learned(known, answer, false);
});

/**
 * Where the encounter stands now; what was refused may have been done elsewhere, such as on the review page.
 * @param {Encounter} known @param {Answer} answer @param {boolean} wanted finalized
 * @returns {Promise<Answer>}
 */
async function learned(known, answer, wanted) {
  const told = answer.ok ? answer : await call(`/v1/encounters/${encodeURIComponent(known.remote)}`);
  if (!told.ok) return answer;
  const view = /** @type {any} */ (told.value).encounter;
  const closed = view.state === "finalized";
  known.final = closed ? { at: String(view.finalized_at), by: String((await status()).coder ?? ""), note: known.notes.at(-1) ?? "" } : null;
  await keep(known);
  return closed === wanted ? { ok: true, value: { final: known.final } } : answer;
}

/** Own codes are in: what was suggested, and how both differ. @param {string} id @returns {Promise<Answer | null>} */
export const reveal = (id) => inTurn(async () => {
  const known = encounters.get(id);
  if (!known) return null;
  if (known.revealed) return { ok: true, value: { differences: known.differences } };
  const trouble = await settled(known);
  if (trouble) return trouble;
  const answer = await call(path(known, "reveal"), { body: {} });
  if (!answer.ok) return answer;
  known.revealed = true;
  const { differences } = /** @type {{differences?: Difference[]}} */ (answer.value);
  known.differences = Array.isArray(differences) ? differences : [];
  await keep(known);
  return { ok: true, value: { differences: known.differences } };
});

/** Whether a note of this session waits for own codes. */
export const awaits = () => [...encounters.values()].some(({ mode, revealed }) => mode !== "assisted" && !revealed);

/** How a note is looked at whose suggestions must not be seen yet; empty when they may. @param {string} note hash of its text @returns {Promise<Mode | "">} */
export async function hidden(note) {
  await loaded;
  const known = [...encounters.values()].filter((each) => each.notes.includes(note)).at(-1);
  const mode = known?.remote || known?.mode === "assisted" ? known.mode : await modeNow();
  return mode === "assisted" || known?.revealed ? "" : mode;
}
