/**
 * Decisions of the coder on their way to the service, in the order in which they were made.
 *
 * A service that keeps them says so in its health answer (`capabilities` holds `decisions`). Nothing is recorded of a note
 * before the coder decides something on it. Until a decision has reached the service it is kept in the browser's memory
 * for the session, never on disk.
 */

import { originOf } from "../shared/address.js";
import { api } from "../shared/browser.js";
import { found } from "./found.js";
import { known as knownNote } from "./notes.js";
import { can, modeNow, readsOnly } from "./passes.js";
import { call } from "./service.js";

const PREFIX = "encounter:";
const MOST = 200; // encounters of a session
const LONGEST = 500; // decisions in one of them
const LONGEST_SINCE = 43_200; // seconds that a note is told to have been seen before it was opened
/** What may go away, beside what the service itself cannot do now: it is asked again with the next decision. */
const AWAY = ["unreachable", "away", "unpermitted", "timeout", "unpaired", "foreign", "unproved", "old_service"];

/** @typedef {{kind: "decide" | "undo", decision: Decision}} Step */
/**
 * `notes`: its text as it was at first and after edits, by hash. `text` is the newest, until the service has `read` it.
 * `numbers`: what the service calls its decisions, by ours. `steps` are not at the service yet. `seen`: when the note was
 * seen first, `beaten`: when the service heard of activity last, in milliseconds; `active`: seconds that it has not heard of.
 * @typedef {{id: string, remote: string, page: string, host: string, notes: string[], read: string, text: object | null,
 *   decisions: Decision[], numbers: Record<string, number>, sent: number, steps: Step[], seen: number, active: number,
 *   beaten: number, mode: Mode, revealed: boolean, differences: Difference[], final: Final | null}} Encounter
 */

/** @type {Map<string, Encounter>} */
export const encounters = new Map();
/** One after the other, so that what was decided first arrives first. @type {Promise<unknown>} */
let turn = load();
/** Once what was kept for a background that was ended is here again. */
export const loaded = turn;

async function load() {
  const kept = await api.storage.session.get(null).catch(() => ({}));
  for (const [key, value] of Object.entries(kept)) if (key.startsWith(PREFIX)) encounters.set(key.slice(PREFIX.length), /** @type {Encounter} */ (value));
}

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

/** For a background that is ended and woken again. @param {Encounter} encounter */
export async function keep(encounter) {
  encounters.delete(encounter.id);
  encounters.set(encounter.id, encounter);
  const gone = [...encounters.keys()].slice(0, Math.max(0, encounters.size - MOST));
  for (const id of gone) encounters.delete(id);
  const key = PREFIX + encounter.id;
  await api.storage.session.remove(gone.map((id) => PREFIX + id)).catch(() => {});
  // The room is small: a long note is not worth the decisions.
  await api.storage.session.set({ [key]: encounter }).catch(() => api.storage.session.set({ [key]: { ...encounter, text: null } }).catch(() => {}));
}

/** SHA-256 in hexadecimal. @param {string} text */
export async function hash(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The encounter that a note belongs to: the one named, the one of this session with the same text on the same page in
 * the same tab, or the one that the service has of it from before.
 * @param {{note: string, page: string, tab: number, id?: string}} noted
 */
export const encounter = (noted) => inTurn(async () => {
  // The address may name the patient: kept as a hash.
  const page = await hash(`${noted.tab} ${noted.page}`);
  const all = [...encounters.values()];
  const known = all.find((each) => each.id === noted.id) ?? all.find((each) => each.page === page && each.notes.includes(noted.note)) ?? (await met(noted.note, page, originOf(noted.page)));
  // Until something is written of it, its mode can be switched; suggestions that were seen stay seen.
  if (known.mode !== "assisted" && !known.remote && !known.steps.length) known.mode = await modeNow();
  known.notes = [...known.notes.filter((each) => each !== noted.note), noted.note];
  known.text = known.read === noted.note ? null : (knownNote(noted.note) ?? known.text);
  await keep(known);
  const { id, decisions, mode, revealed, differences, final } = known;
  return { id, decisions, mode, revealed, differences, final, kept: await where(known) };
});

/** An encounter that this session did not know. @param {string} note @param {string} page @param {string} origin @returns {Promise<Encounter>} */
async function met(note, page, origin) {
  const host = origin.replace(/^\w+:\/\//, "").slice(0, 120);
  /** @type {Encounter} */
  const fresh = {
    id: crypto.randomUUID(), remote: "", page, host, notes: [], read: "", text: null, decisions: [], numbers: {}, sent: 0, steps: [],
    seen: Date.now(), active: 0, beaten: 0, mode: await modeNow(), revealed: false, differences: [], final: null,
  };
  const text = knownNote(note);
  const before = text && (await can("decisions")) ? await found(text, host) : null;
  return before ? { ...fresh, ...before, read: note } : fresh;
}

/** @param {string} id @param {Decision} decision */
export const decide = (id, decision) => inTurn(async () => {
  const known = encounters.get(id);
  if (!known || known.final || known.decisions.length >= LONGEST) return null;
  known.decisions.push(decision);
  known.steps.push({ kind: "decide", decision });
  return told(known);
});

/** @param {string} id @param {string} decision its id */
export const undo = (id, decision) => inTurn(async () => {
  const known = encounters.get(id);
  if (!known || known.final) return null;
  const gone = known.decisions.find((each) => each.id === decision);
  // One that was refused meanwhile is not there any more.
  if (gone) {
    known.decisions = known.decisions.filter((each) => each !== gone);
    known.steps.push({ kind: "undo", decision: gone });
  }
  return told(known);
});

/** Where decisions are now, and which of them the service refused: those do not hold. @param {Encounter} known @returns {Promise<Delivered>} */
async function told(known) {
  /** @type {string[]} */
  const refused = [];
  return { kept: await send(known, refused), refused };
}

/** Where decisions are: at the `service`, `waiting` for it, or here for the session because it keeps none (`session`) or none of this `reader`. @param {Encounter} known */
async function where(known) {
  if (!(await can("decisions"))) return (await readsOnly()) ? "reader" : "session";
  return known.steps.length ? "waiting" : "service";
}

/**
 * Everything that the service has not heard of this encounter, in order; what fails is sent with the next.
 * @param {Encounter} known
 * @param {string[]} [refused] takes the decisions that the service refuses
 */
export async function send(known, refused = []) {
  let state = await where(known);
  if (state !== "session" && state !== "reader") {
    state = (await open(known)) ? "service" : "waiting";
    for (let step = known.steps[0]; state !== "waiting" && step; step = known.steps[0]) {
      const answer = await tell(known, step);
      if (!answer.ok && (answer.error.later || AWAY.includes(answer.error.code))) state = "waiting";
      else {
        known.steps.shift();
        if (answer.ok) continue;
        state = "refused";
        if (step.kind === "undo") continue;
        refused.push(step.decision.id);
        known.decisions = known.decisions.filter(({ id }) => id !== step.decision.id);
      }
    }
  }
  await keep(known);
  return state;
}

/** The encounter at the service, with the note as it is now. @param {Encounter} known @returns {Promise<boolean>} whether it is there */
async function open(known) {
  const note = known.notes.at(-1) ?? "";
  if (!known.text || known.read === note) return known.remote !== "";
  const path = known.remote ? `/v1/encounters/${encodeURIComponent(known.remote)}/read` : "/v1/encounters";
  const since = Math.min(Math.round((Date.now() - known.seen) / 1000), LONGEST_SINCE);
  const active_seconds = Math.min(known.active, since);
  const opening = { mode: known.mode, since, active_seconds };
  const answer = await call(path, { body: { note: known.text, page: known.host, ...(known.remote ? {} : opening) } });
  if (!answer.ok) return false;
  if (!known.remote) [known.active, known.beaten] = [0, Date.now()];
  known.remote ||= String(/** @type {{encounter?: unknown}} */ (answer.value).encounter ?? "");
  known.read = note;
  known.text = null;
  return known.remote !== "";
}

/** @param {Encounter} known @param {Step} step @returns {Promise<Answer>} */
async function tell(known, { kind, decision }) {
  const path = `/v1/encounters/${encodeURIComponent(known.remote)}`;
  const number = known.numbers[decision.id];
  // One that the service refused is not there: without a number the one before it would be taken back.
  if (kind === "undo") return number ? call(`${path}/undo`, { body: { number } }) : { ok: true, value: {} };
  const { code, from_code, reason, reason_text, quotes } = decision;
  const evidence = quotes.filter(({ start, end }) => start < end).map(({ section, ...quote }) => (section ? { ...quote, section } : quote));
  // Its number, so that one whose answer was lost is written once.
  const answer = await call(`${path}/decisions`, { body: { kind: decision.kind, code, from_code: from_code || null, reason: reason || null, reason_text, evidence, number: known.sent + 1 } });
  if (answer.ok) known.numbers[decision.id] = ++known.sent;
  return answer;
}
