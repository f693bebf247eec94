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

  /** By the thread of its note. @type {Map<string, ReviewedNote>} */
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
    own();
    for (const noted of notes) {
      const known = encounters.get(noted.thread);
      if (!noted.note || (known?.note === noted.note && known.hidden === noted.hidden)) continue;
      if (known) {
        Object.assign(known, { note: noted.note, hidden: noted.hidden });
        known.ready = known.ready.then(() => meet(known, noted));
      } else {
        /** @type {ReviewedNote} */
        const fresh = { thread: noted.thread, note: noted.note, hidden: noted.hidden, id: "", log: [], ready: Promise.resolve(), final: null, mode: "assisted", revealed: false, differences: [] };
        encounters.set(noted.thread, fresh);
        fresh.ready = meet(fresh, noted);
      }
    }
  }

  /** @param {ReviewedNote} encounter @param {Noted} noted */
  async function meet(encounter, { note, hidden }) {
    const answer = await cs.client.encounter({ note, page: location.href, ...(encounter.id ? { id: encounter.id } : {}) });
    if (!answer.ok || encounters.get(encounter.thread) !== encounter) return;
    const { id, decisions = [], kept: where, final = null, mode = "assisted", revealed = false, differences = [] } = /** @type {Met} */ (answer.value);
    if (!encounter.id) encounter.log.unshift(...decisions.map((each) => ({ ...each, thread: encounter.thread })));
    Object.assign(encounter, { id, final, mode, revealed, differences });
    kept = where;
    own();
    // Its own codes are in already: each frame asks for its suggestions now.
    if (hidden && (mode === "assisted" || revealed)) cs.client.toAll({ type: "prefs" });
    if (decisions.length || mode !== "assisted" || kept !== "service") changed();
  }

  /** Time that passes belongs to the note that was decided on last, else to the page's. */
  function own() {
    const last = encounters.get(all().at(-1)?.thread ?? "") ?? encounters.get(cs.sources.main()?.thread ?? "") ?? [...encounters.values()][0];
    cs.active.of(last?.id ?? "");
  }

  /** @param {ReviewedNote} encounter @param {() => Promise<Answer>} say */
  function tell(encounter, say) {
    encounter.ready = encounter.ready.then(async () => {
      const answer = await say();
      const { kept: now, refused } = answer.ok ? /** @type {Delivered} */ (answer.value) : { kept: "nowhere", refused: [] };
      // What the service refused is not on the coder's list either.
      encounter.log = encounter.log.filter(({ id }) => !refused.includes(id));
      if (now === kept && !refused.length) return;
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
    if (!encounter || encounter.final) return null;
    const before = encounter.log.findLast((each) => rowOf(each) === rowOf(what)) ?? null;
    if (before) remove(encounter, before);
    return add(encounter, { ...what, thread, before, id: `${cs.client.instance}/${++count}`, time: new Date().toISOString() });
  }

  /** @param {ReviewedNote} encounter @param {Decision} decision */
  function add(encounter, decision) {
    encounter.log.push(decision);
    own();
    tell(encounter, () => cs.client.decide(encounter.id, decision));
    changed();
    return decision;
  }

  /** @param {ReviewedNote} encounter @param {Decision} decision */
  function remove(encounter, decision) {
    encounter.log.splice(encounter.log.indexOf(decision), 1);
    tell(encounter, () => cs.client.undo(encounter.id, decision.id));
  }

  /** Take one decision back, whichever it was. @param {string} id @returns {Decision | null} */
  function withdraw(id) {
    for (const encounter of encounters.values()) {
      const gone = encounter.log.find((each) => each.id === id);
      if (!gone || encounter.final) continue;
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
    const last = all().findLast(({ thread }) => !locked(thread));
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

  /** Whether the codes of a note are finalized: they stay as they are until it is opened again. @param {string} thread */
  const locked = (thread) => Boolean(encounters.get(thread)?.final);

  /** The notes of the page with what is known of each, once what was decided is told. @returns {ReviewedNote[]} */
  const notes = () => [...encounters.values()];

  cs.decisions = { start, clear, present, decide, withdraw, undo, redo, of, mine, all, locked, notes, kept: () => kept };
})();
