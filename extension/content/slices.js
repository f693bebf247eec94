/**
 * Long work in short pieces, so that a page with a very long note never waits for us: a generator yields when its
 * piece of time is over, and goes on a moment later. Short work ends in the first piece, before `run` returns.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.slices) return;

  const PIECE = 12; // milliseconds of work at a time; a long task begins at 50
  const PAUSE = 4; // milliseconds in which the page does its own
  let deadline = Infinity;

  /** Whether a piece has lasted long enough; the work then yields. */
  const due = () => deadline !== Infinity && performance.now() > deadline;

  /**
   * @template T
   * @param {Generator<void, T>} work
   * @param {(value: T, spent: number) => void} done told the result and the milliseconds of work
   * @returns {() => void} gives the work up
   */
  function run(work, done) {
    let [timer, spent] = [0, 0];
    const go = () => {
      const begun = performance.now();
      deadline = begun + PIECE;
      let step;
      try {
        step = work.next();
      } finally {
        deadline = Infinity;
      }
      spent += performance.now() - begun;
      if (step.done) done(step.value, spent);
      else timer = Number(setTimeout(go, PAUSE));
    };
    go();
    return () => clearTimeout(timer);
  }

  /** All of it now. @template T @param {Generator<void, T>} work @returns {T} */
  function drain(work) {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
    }
  }

  cs.slices = { due, run, drain };
})();
