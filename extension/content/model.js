/**
 * The text of a note, with a map back to the page: how it is put together, cut, and looked up.
 *
 * Offsets are UTF-16 units. A run maps `text[start, end)` to `data[offset, …)` of one text node, or to
 * the value of one textarea; characters between runs (line ends, ": " between cells) are ours.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.model) return;

  // Where text must be cut: white space that collapses, and characters that show nothing.
  const BREAKS = /[\s]{2,}|^\s+|\s+$|[\u00ad\u200b\u2060\ufeff]+/g;
  const MAX_CHARS = 1_000_000;

  class Builder {
    constructor() {
      /** @type {string[]} */
      this.chunks = [];
      this.length = 0;
      this.last = "";
      /** @type {Run[]} */
      this.runs = [];
      this.lines = 0; // line ends owed
      this.gap = ""; // what stands before the next text on the same line
      this.elements = 0;
    }

    /** @param {string} text */
    put(text) {
      this.chunks.push(text);
      this.length += text.length;
      this.last = text.at(-1) ?? this.last;
    }

    /** @param {number} [count] */
    line(count = 1) {
      if (this.length) this.lines = Math.max(this.lines, count);
      this.gap = "";
    }

    /** @param {string} text */
    between(text) {
      if (!this.lines && this.length && (text !== " " || !this.gap)) this.gap = text;
    }

    settle() {
      if (this.lines) this.put("\n".repeat(this.lines));
      else if (this.gap && this.last !== "\n") this.put(this.gap === " " && this.last === " " ? "" : this.gap);
      this.lines = 0;
      this.gap = "";
    }

    /**
     * @param {string} raw as it stands in the page
     * @param {{node: Text} | {field: HTMLTextAreaElement | HTMLInputElement}} at
     * @param {number} offset of `raw` in there
     */
    run(raw, at, offset) {
      if (!raw || this.length > MAX_CHARS) return;
      this.settle();
      const start = this.length;
      this.put(raw.toWellFormed().replace(/[^\S\n]/g, " "));
      this.runs.push({ start, end: this.length, offset, .../** @type {any} */ (at) });
    }

    /** A text node whose white space collapses. @param {Text} node */
    collapsed(node) {
      const data = node.data;
      let done = 0;
      for (const match of data.matchAll(BREAKS)) {
        this.flat(data.slice(done, match.index), node, done);
        if (/\s/.test(match[0])) this.between(" ");
        done = match.index + match[0].length;
      }
      this.flat(data.slice(done), node, done);
    }

    /** @param {string} raw @param {Text} node @param {number} offset */
    flat(raw, node, offset) {
      this.run(raw.replace(/\n/g, " "), { node }, offset);
    }
  }

  /** @param {string} text @param {Run[]} runs @returns {Model} */
  function make(text, runs) {
    return { text, runs, hash: hash(text) };
  }

  /** A part of a model, with offsets of its own. @param {Model} whole @param {number} from @param {number} to */
  function slice(whole, from, to) {
    const runs = whole.runs
      .filter((run) => run.end > from && run.start < to)
      .map((run) => {
        const cut = Math.max(from - run.start, 0);
        return { ...run, offset: run.offset + cut, start: run.start + cut - from, end: Math.min(run.end, to) - from };
      });
    return make(whole.text.slice(from, to), runs);
  }

  /**
   * Where a place of the page stands in the text: the first offset at or after it.
   * @param {Model} whole
   * @param {Node} node
   * @param {number} offset
   */
  function offsetOf(whole, node, offset) {
    const point = document.createRange();
    point.setStart(node, offset);
    for (const run of whole.runs) {
      if (!run.node) continue;
      if (run.node === node && offset <= run.offset + run.end - run.start) return run.start + Math.max(offset - run.offset, 0);
      if (run.node !== node && point.comparePoint(run.node, 0) >= 0) return run.start;
    }
    return whole.text.length;
  }

  /** Runs that a span touches, each cut to it. @param {Model} whole @param {number} start @param {number} end @returns {Run[]} */
  function runsOf(whole, start, end) {
    let low = 0;
    let high = whole.runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {Run} */ (whole.runs[middle]).end <= start) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let i = low; i < whole.runs.length; i++) {
      const run = /** @type {Run} */ (whole.runs[i]);
      if (run.start >= end) break;
      const from = Math.max(run.start, start);
      found.push({ ...run, start: from, end: Math.min(run.end, end), offset: run.offset + from - run.start });
    }
    return found;
  }

  /** 53-bit hash of a text (cyrb53), enough to tell whether it changed. @param {string} text */
  function hash(text) {
    let a = 0xdeadbeef;
    let b = 0x41c6ce57;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 2654435761);
      b = Math.imul(b ^ unit, 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return `${text.length}.${(4294967296 * (2097151 & b) + (a >>> 0)).toString(36)}`;
  }

  cs.model = { Builder, make, slice, offsetOf, runsOf };
})();
