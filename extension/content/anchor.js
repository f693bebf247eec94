/**
 * Anchors are data, resolved when drawn: the position first, then the quotation, then a search near it.
 *
 * When it is not certain where a quotation stands now, it stands nowhere: nothing is better than a
 * highlight in the wrong place.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.anchor) return;

  const CONTEXT = 32; // characters kept on either side
  const REACH = 2000; // characters searched on either side

  /**
   * @param {string} text the note
   * @param {number} start @param {number} end
   * @returns {Anchor}
   */
  function make(text, start, end) {
    return {
      start,
      end,
      quote: text.slice(start, end),
      before: text.slice(Math.max(0, start - CONTEXT), start),
      after: text.slice(end, end + CONTEXT),
    };
  }

  /**
   * Where an anchor stands in a text that may have changed.
   * @param {string} text
   * @param {Anchor} anchor
   * @param {number} [shift] by how much earlier anchors of the same text had moved
   * @returns {[number, number] | null}
   */
  function resolve(text, anchor, shift = 0) {
    const { quote, before, after, start } = anchor;
    if (!quote) return null;
    const size = quote.length;
    for (const at of [start, start + shift]) {
      if (at >= 0 && text.startsWith(quote, at) && fit(text, at, size, before, after) >= 2) return [at, at + size];
    }
    let best = null;
    let rival = 0;
    const from = Math.max(0, start + shift - REACH);
    const to = Math.min(text.length, start + shift + REACH + size);
    for (let at = text.indexOf(quote, from); at >= 0 && at < to; at = text.indexOf(quote, at + 1)) {
      const score = fit(text, at, size, before, after);
      if (!best || score > best.score) {
        rival = best?.score ?? 0;
        best = { at, score };
      } else rival = Math.max(rival, score);
    }
    // Enough context of its own, and clearly more than any other place has.
    if (!best || best.score < 8 || best.score - rival < 4) return null;
    return [best.at, best.at + size];
  }

  /**
   * Characters of context that agree, counted outward from the quotation.
   * @param {string} text @param {number} at @param {number} size @param {string} before @param {string} after
   */
  function fit(text, at, size, before, after) {
    let left = 0;
    while (left < before.length && text[at - 1 - left] === before[before.length - 1 - left]) left++;
    let right = 0;
    while (right < after.length && text[at + size + right] === after[right]) right++;
    // At the very beginning or end of the note there is no more context to agree.
    if (left === before.length && left < CONTEXT && at === left) left = CONTEXT;
    if (right === after.length && right < CONTEXT && at + size + right === text.length) right = CONTEXT;
    return left + right;
  }

  cs.anchor = { make, resolve };
})();
