/**
 * What the coder decided, kept by note and code: it outlives a new reading of the note and a new drawing of the panel,
 * and goes from here in the moment in which its note goes from the page.
 *
 * Every note on the page has its own decisions, since a note can be another patient's; the list of codes is one for all
 * notes that are there, since an encounter is reported once: a code accepted from one note counts as accepted in each.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.decisions) return;

  /** @typedef {{thread: string, note: string, id: string, log: Decision[], ready: Promise<void>}} Encounter */

  /** By the thread of its note. @type {Map<string, Encounter>} */
  const encounters = new Map();
  /** What was taken back, last last; gone with the next decision. @type {Decision[]} */
  let undone = [];
  let changed = () => {};
  let [count, kept] = [0, ""];

  /** @param {() => void} redraw */
  function start(redraw) {
    changed = redraw;
  }

  function clear() {
    encounters.clear();
    undone = [];
    kept = "";
  }

  /**
   * The notes that are on the page now, and no others. A note that was decided on in this session is known again by its
   * page and its text; an edited one goes on.
   * @param {Noted[]} notes
   */
  function present(notes) {
    const there = new Set(notes.map(({ thread }) => thread));
    for (const thread of [...encounters.keys()]) if (!there.has(thread)) encounters.delete(thread);
    undone = undone.filter(({ thread }) => there.has(thread));
    for (const noted of notes) {
      const known = encounters.get(noted.thread);
      if (!noted.note || known?.note === noted.note) continue;
      if (known) {
        known.note = noted.note;
        known.ready = known.ready.then(() => meet(known, noted));
      } else {
        /** @type {Encounter} */
        const fresh = { thread: noted.thread, note: noted.note, id: "", log: [], ready: Promise.resolve() };
        encounters.set(noted.thread, fresh);
        fresh.ready = meet(fresh, noted);
      }
    }
  }

  /** @param {Encounter} encounter @param {Noted} noted */
  async function meet(encounter, { note }) {
    const answer = await cs.client.encounter({ note, page: location.href, ...(encounter.id ? { id: encounter.id } : {}) });
    if (!answer.ok || encounters.get(encounter.thread) !== encounter) return;
    const { id, decisions = [], kept: where } = /** @type {{id: string, decisions?: Decision[], kept: string}} */ (answer.value);
    if (!encounter.id) encounter.log.unshift(...decisions.map((each) => ({ ...each, thread: encounter.thread })));
    encounter.id = id;
    kept = where;
    if (decisions.length || kept !== "service") changed();
  }

  /** @param {Encounter} encounter @param {() => Promise<Answer>} say */
  function tell(encounter, say) {
    encounter.ready = encounter.ready.then(async () => {
      const answer = await say();
      const now = answer.ok ? String(/** @type {any} */ (answer.value).kept) : "nowhere";
      if (now === kept) return;
      kept = now;
      changed();
    });
  }

  /**
   * A row has one decision: a new one takes the place of the one before, which holds again when the new one is undone.
   * @param {string} thread @param {Deciding} what
   * @returns {Decision | null} null when the note is not there any more
   */
  function decide(thread, what) {
    undone = [];
    return make(thread, what);
  }

  /** @param {string} thread @param {Deciding} what */
  function make(thread, what) {
    const encounter = encounters.get(thread);
    if (!encounter) return null;
    const before = encounter.log.findLast((each) => rowOf(each) === rowOf(what)) ?? null;
    if (before) remove(encounter, before);
    return add(encounter, { ...what, thread, before, id: `${cs.client.instance}/${++count}`, time: new Date().toISOString() });
  }

  /** @param {Encounter} encounter @param {Decision} decision */
  function add(encounter, decision) {
    encounter.log.push(decision);
    tell(encounter, () => cs.client.decide(encounter.id, decision));
    changed();
    return decision;
  }

  /** @param {Encounter} encounter @param {Decision} decision */
  function remove(encounter, decision) {
    encounter.log.splice(encounter.log.indexOf(decision), 1);
    tell(encounter, () => cs.client.undo(encounter.id, decision.id));
  }

  /** Take one decision back, whichever it was. @param {string} id @returns {Decision | null} */
  function withdraw(id) {
    for (const encounter of encounters.values()) {
      const gone = encounter.log.find((each) => each.id === id);
      if (!gone) continue;
      remove(encounter, gone);
      if (gone.before) add(encounter, { ...gone.before, thread: encounter.thread });
      undone.push(gone);
      changed();
      return gone;
    }
    return null;
  }

  /** Take back the last decision; any number of times, to the first. */
  function undo() {
    const last = all().at(-1);
    return last ? withdraw(last.id) : null;
  }

  /** Decide again what was taken back last: a decision of its own, so that the record keeps both. @returns {Decision | null} */
  function redo() {
    const again = undone.pop();
    return again ? make(again.thread, again) : null;
  }

  /** All that holds, in the order in which it was decided. */
  const all = () => [...encounters.values()].flatMap(({ log }) => log).sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));

  /** The code of the row that a decision is about. @param {Deciding} decision */
  const rowOf = ({ code, from_code }) => from_code || code;

  /**
   * The decision that holds for a row: its own note's, else that its code is on the list already. A rejection in one note
   * says nothing about another, which may support the code.
   * @param {string} thread @param {string} code @returns {Decision | null}
   */
  const of = (thread, code) => encounters.get(thread)?.log.findLast((each) => rowOf(each) === code) ?? mine().find((each) => each.code === code) ?? null;

  /** The coder's codes: each once, in the order in which they were decided. @returns {Decision[]} */
  function mine() {
    const taken = all().filter(({ kind }) => kind !== "reject");
    return taken.filter(({ code }, at) => taken.findIndex((each) => each.code === code) === at);
  }

  cs.decisions = { start, clear, present, decide, withdraw, undo, redo, of, mine, all, kept: () => kept };
})();
