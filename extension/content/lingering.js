/**
 * What an application still shows of the page before, for a moment after its address has changed: perhaps another
 * patient's note. It is not taken for the new page's unless it stays.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.lingering) return;

  const LINGER = 1500; // milliseconds
  const LINE = 12; // characters; shorter lines stand in every note
  /** @type {Set<string>} */
  const lines = new Set();
  let [until, timer] = [0, 0];

  /** @param {string} text */
  const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter((line) => line.length >= LINE);

  /** The page moved on from these texts. @param {string[]} texts */
  function leave(texts) {
    if (performance.now() > until) lines.clear();
    for (const text of texts) for (const line of linesOf(text)) lines.add(line);
    until = performance.now() + LINGER;
  }

  /**
   * The notes that are not, by half, text of the page before; `later` is called when what was held back may be taken.
   * @template {{model: Model}} T
   * @param {T[]} found
   * @param {() => void} later
   */
  function without(found, later) {
    const wait = until - performance.now();
    if (wait <= 0 || !lines.size) return found;
    const fresh = found.filter(({ model }) => {
      const all = linesOf(model.text);
      const size = all.reduce((sum, line) => sum + line.length, 0);
      const old = all.reduce((sum, line) => sum + (lines.has(line) ? line.length : 0), 0);
      return !size || old < 0.5 * size;
    });
    clearTimeout(timer);
    if (fresh.length < found.length) timer = Number(setTimeout(later, wait + 1));
    return fresh;
  }

  function clear() {
    clearTimeout(timer);
    lines.clear();
    until = 0;
  }

  cs.lingering = { leave, without, clear };
})();
