/**
 * The text of a note as the coder sees it, with a map back to the page.
 *
 * Offsets are UTF-16 units. A run maps `text[start, end)` to `data[offset, …)` of one text node, or to
 * the value of one textarea; characters between runs (line ends, ": " between cells) are ours.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.text) return;

  const SKIP = new Set(
    ("SCRIPT STYLE NOSCRIPT TEMPLATE SELECT DATALIST BUTTON INPUT TEXTAREA SVG svg CANVAS IFRAME FRAME OBJECT EMBED VIDEO AUDIO " +
      "IMG NAV MENU MAP METER PROGRESS HEAD").split(" "),
  );
  const SKIP_ROLES = /^(?:navigation|menu|menubar|menuitem|toolbar|tablist|tab|banner|search|button|tooltip)$/;
  // Where text must be cut: white space that collapses, and characters that show nothing.
  const BREAKS = /[\s]{2,}|^\s+|\s+$|[\u00ad\u200b\u2060\ufeff]+/g;
  const PARAGRAPHS = new Set("P H1 H2 H3 H4 H5 H6 TABLE UL OL DL PRE BLOCKQUOTE SECTION ARTICLE FIELDSET".split(" "));
  const MAX_CHARS = 1_000_000;
  const MAX_ELEMENTS = 30_000;

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

  /**
   * @param {Node} node
   * @param {Builder} b
   * @param {{preserve: boolean, hidden: boolean, skip: Set<Element>, editable: boolean}} context
   * @returns {Generator<void, void>}
   */
  function* walk(node, b, context) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = /** @type {Text} */ (node);
      if (context.hidden || !text.data) return;
      if (context.preserve) b.run(text.data, { node: text }, 0);
      else b.collapsed(text);
    } else if (node instanceof Element) {
      yield* element(node, b, context);
    }
  }

  /** @param {Element} el @param {Builder} b @param {{preserve: boolean, hidden: boolean, skip: Set<Element>, editable: boolean}} context @returns {Generator<void, void>} */
  function* element(el, b, context) {
    if (cs.slices.due()) yield;
    if (++b.elements > MAX_ELEMENTS || ignored(el) || context.skip.has(el)) return;
    if (el.tagName === "BR") return void b.line(b.lines === 0 ? 1 : 2);
    // An editor inside a page is a note of its own.
    if (!context.editable && isEditingHost(el)) return;
    const style = getComputedStyle(el);
    const seen = cs.visible.element(el, style);
    if (seen === "none") return;
    const inner = { ...context, hidden: seen === "self-hidden", preserve: style.whiteSpace.startsWith("pre") || style.whiteSpace === "break-spaces" };
    const block = !/^(?:inline|contents|ruby)/.test(style.display) && style.display !== "table-cell";
    const size = PARAGRAPHS.has(el.tagName) ? 2 : 1;
    if (block) b.line(size);
    if (style.display === "list-item" && style.listStyleType !== "none") mark(el, b, style);
    const spaced = !block && (style.display !== "inline" || parseFloat(style.paddingLeft) + parseFloat(style.marginLeft) > 0);
    if (spaced) b.between(" ");
    const pair = cs.cells.kindOf(el, style);
    if (pair) yield* cs.cells.put(el, b, pair, (cell) => element(cell, b, inner));
    else yield* children(el, b, inner);
    if (block) b.line(/^H[1-6]$/.test(el.tagName) ? 1 : size);
    else if (spaced || parseFloat(style.paddingRight) + parseFloat(style.marginRight) > 0) b.between(" ");
  }

  /** @param {Element} el @param {Builder} b @param {any} context @returns {Generator<void, void>} */
  function* children(el, b, context) {
    let term = false;
    for (const child of flat(el)) {
      if (child instanceof Element && child.tagName === "DD" && term) {
        b.lines = 0;
        b.between(b.last === ":" ? " " : ": ");
        yield* children(child, b, context);
        b.line();
        term = false;
      } else {
        yield* walk(child, b, context);
        if (child instanceof Element) term = child.tagName === "DT";
      }
    }
  }

  /** Child nodes as they are drawn: shadow trees and slots in place. @param {Element} el @returns {Iterable<Node>} */
  function flat(el) {
    if (el.shadowRoot) return el.shadowRoot.childNodes;
    if (el instanceof HTMLSlotElement) {
      const given = el.assignedNodes({ flatten: true });
      if (given.length) return given;
    }
    if (el instanceof HTMLDetailsElement && !el.open) return [...el.children].filter((child) => child.tagName === "SUMMARY");
    return el.childNodes;
  }

  /** The mark that the browser draws before a list item. @param {Element} el @param {Builder} b @param {CSSStyleDeclaration} style */
  function mark(el, b, style) {
    const siblings = [...(el.parentElement?.children ?? [])].filter((child) => child.tagName === el.tagName);
    const first = el.parentElement instanceof HTMLOListElement ? el.parentElement.start : 1;
    b.settle();
    b.put(/decimal|alpha|roman/.test(style.listStyleType) ? `${siblings.indexOf(el) + first}. ` : "- ");
  }

  /** Never part of a note: controls, menus, our own host. @param {Element} el */
  function ignored(el) {
    return SKIP.has(el.tagName) || SKIP_ROLES.test(el.getAttribute("role") ?? "") || cs.layer?.isHost(el) === true;
  }

  /** @param {Element} el */
  function isEditingHost(el) {
    return el instanceof HTMLElement && el.isContentEditable && !el.parentElement?.isContentEditable && document.designMode !== "on";
  }

  /**
   * The text of a source.
   * @param {Part[]} parts in the order in which they are read
   * @param {Set<Element>} [skip] subtrees that are not part of it
   * @returns {Generator<void, Model>}
   */
  function* steps(parts, skip = new Set()) {
    const b = new Builder();
    for (const part of parts) {
      if (part.heading) {
        b.line(2);
        b.settle();
        b.put(part.heading.replace(/[\s:]*$/, ":"));
        b.line();
      }
      b.line(2);
      if (part.field) b.run(part.field.value, { field: part.field }, 0);
      else if (part.root) {
        const root = part.root;
        const editable = root instanceof HTMLElement && (root.isContentEditable || document.designMode === "on");
        yield* element(root, b, { preserve: false, hidden: false, skip, editable });
      }
      b.line(2);
    }
    return model(b.chunks.join(""), b.runs);
  }

  /** The text of a source, at once. @param {Part[]} parts @param {Set<Element>} [skip] @returns {Model} */
  const build = (parts, skip) => cs.slices.drain(steps(parts, skip));

  /** @param {string} text @param {Run[]} runs @returns {Model} */
  function model(text, runs) {
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
    return model(whole.text.slice(from, to), runs);
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

  cs.text = { steps, build, slice, offsetOf, runsOf, ignored, isEditingHost, flat, SKIP };
})();
