/**
 * Lines that are only ever seen in windows, put together. A window is placed by the elements that it still shares with
 * the one before, not by its words: another note may begin with the same ones.
 *
 * What does not fit is not guessed at: `follow` answers null, and all that was seen before is given up.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.stitch) return;

  const ANCHOR = 80; // characters that two windows must share
  const EDIT = 600; // characters that may come or go between two looks
  const REPLACED = 80; // characters that may be others in their place
  const LANDMARK = 200; // characters of a window that is recognized by its words, after a jump

  /** @typedef {{i: number, j: number, n: number}} Stretch lines that stayed: where before, where now, how many */
  /** @typedef {{from: number, to: number, start: number, end: number}} Edit lines `from` to `to` became `start` to `end` */

  /** @param {Row[]} rows */
  const size = (rows) => rows.reduce((sum, { text }) => sum + text.trim().length, 0);

  /** Lines that stayed the same elements with the same text, next to each other. @param {Row[]} before @param {Row[]} now */
  function stretches(before, now) {
    const where = new Map(before.map(({ el }, i) => [el, i]));
    /** @type {Stretch[]} */
    const found = [];
    now.forEach(({ el, text }, j) => {
      const i = where.get(el);
      if (i === undefined || before[i]?.text !== text) return;
      const last = found.at(-1);
      if (last && i === last.i + last.n && j === last.j + last.n) last.n++;
      else found.push({ i, j, n: 1 });
    });
    return found;
  }

  /** Whether this is what somebody types, pastes or deletes in one place. @param {Row[]} gone @param {Row[]} come */
  function small(gone, come) {
    const [a, b] = [gone, come].map((rows) => rows.map(({ text }) => text).join("\n"));
    if (a === undefined || b === undefined) return false;
    const least = Math.min(a.length, b.length);
    let front = 0;
    while (front < least && a[front] === b[front]) front++;
    let back = 0;
    while (back < least - front && a[a.length - 1 - back] === b[b.length - 1 - back]) back++;
    return Math.max(a.length, b.length) - front - back <= EDIT && least - front - back <= REPLACED;
  }

  /**
   * How one window became the next: it moved over the lines, or lines in one place of it were edited, or both.
   * @param {Row[]} before @param {Row[]} now
   * @returns {{first: [number, number], last: [number, number], edit: Edit | null} | null}
   */
  function align(before, now) {
    const found = stretches(before, now);
    const sizes = new Map(found.map((each) => [each, size(now.slice(each.j, each.j + each.n))]));
    const main = found.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0))[0];
    if (!main || (sizes.get(main) ?? 0) < ANCHOR) return null;
    let [i, j, iEnd, jEnd] = [main.i, main.j, main.i + main.n, main.j + main.n];
    /** @type {Edit[]} */
    const edits = [];
    if (i && j) {
      const above = found.filter((each) => each.i + each.n <= i && each.j + each.n <= j).toSorted((a, b) => b.n - a.n)[0] ?? { i: 0, j: 0, n: 0 };
      edits.push({ from: above.i + above.n, to: i, start: above.j + above.n, end: j });
      [i, j] = [above.i, above.j];
    }
    if (iEnd < before.length && jEnd < now.length) {
      const below = found.filter((each) => each.i >= iEnd && each.j >= jEnd).toSorted((a, b) => b.n - a.n)[0] ?? { i: before.length, j: now.length, n: 0 };
      edits.push({ from: iEnd, to: below.i, start: jEnd, end: below.j });
      [iEnd, jEnd] = [below.i + below.n, below.j + below.n];
    }
    const [edit = null] = edits;
    if ((i && j) || (iEnd < before.length && jEnd < now.length) || edits.length > 1) return null;
    if (edit && !small(before.slice(edit.from, edit.to), now.slice(edit.start, edit.end))) return null;
    return { first: [i, j], last: [before.length - iEnd, now.length - jEnd], edit };
  }

  /** @param {View} view @returns {Strip} what is known when only this was seen */
  const begin = (view) => ({ lines: view.rows.map(({ text }) => text), at: 0, view, begins: !view.above, ends: !view.below });

  /**
   * What is known when the window before became this one; null when that is not certain.
   * @param {Strip} strip @param {View} now @returns {Strip | null}
   */
  function follow(strip, now) {
    const how = align(strip.view.rows, now.rows);
    if (!how) return null;
    const { first, last, edit } = how;
    // The height of what is not drawn changes when lines come into the window or leave it, and when it is another text.
    if (!first[0] && !first[1] && Math.abs(now.above - strip.view.above) > 1) return null;
    if (!last[0] && !last[1] && Math.abs(now.below - strip.view.below) > 1) return null;
    const lines = [...strip.lines];
    if (edit) lines.splice(strip.at + edit.from, edit.to - edit.from, ...now.rows.slice(edit.start, edit.end).map(({ text }) => text));
    return settle({ ...strip, lines }, now, strip.at + first[0] - first[1]);
  }

  /** The window stands at this line; null when that contradicts what is known. @param {Strip} strip @param {View} now @param {number} at */
  function settle({ lines, begins, ends }, now, at) {
    const texts = now.rows.map(({ text }) => text);
    const [before, after] = [Math.max(-at, 0), Math.max(at + texts.length - lines.length, 0)];
    if ((before && begins) || (after && ends)) return null;
    const all = [...texts.slice(0, before), ...lines, ...texts.slice(texts.length - after)];
    const from = Math.max(at, 0);
    if (texts.some((text, k) => all[from + k] !== text)) return null;
    const [atTop, atEnd] = [from === 0, from + texts.length === all.length];
    if ((!now.above && !atTop) || (!now.below && !atEnd)) return null;
    if ((now.above && atTop && begins) || (now.below && atEnd && ends)) return null;
    return { lines: all, at: from, view: now, begins: begins || !now.above, ends: ends || !now.below };
  }

  /**
   * After a jump to lines that were seen before: they must all be there, together and only once.
   * @param {Strip} strip @param {View} now @returns {Strip | null}
   */
  function jump(strip, now) {
    const { rows } = now;
    if (size(rows) < LANDMARK) return null;
    const places = strip.lines.flatMap((_, at) => (rows.every(({ text }, k) => strip.lines[at + k] === text) ? [at] : []));
    return places.length === 1 ? settle(strip, now, places[0] ?? 0) : null;
  }

  cs.stitch = { begin, follow, jump };
})();
