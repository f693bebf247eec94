/**
 * Editors that draw only the lines near the ones in sight (CodeMirror 6), with empty elements as high as the rest.
 *
 * Our scripts cannot reach the editor's own objects, so what was drawn is remembered, from one change of its lines to the
 * next, for as long as it is certainly one text. Any doubt gives it up: it might be another patient's.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.virtual) return;

  const MAX_CHARS = 1_000_000;
  const AT_ONCE = 150; // milliseconds in which the editor draws what was scrolled to
  const SOON = 1000; // in which a wheel scrolls
  const DRAG = 10_000; // and in which a scroll bar is dragged
  const STEP = 0.6; // of the height in sight, so that what is drawn next shares lines with what was
  const PATIENCE = 8000; // milliseconds in which a place that was scrolled to is waited for
  const KEYS = new Set(["Home", "End", "PageUp", "PageDown"]);

  /** @typedef {{strip: Strip, page: string, note: boolean, at: number, watcher: MutationObserver}} Memory */
  /** @type {Map<Element, Memory>} */
  const memories = new Map();
  /** Editors that the look under way has met. @type {Set<Element>} */
  const met = new Set();
  /** Until when a scroll is the coder's, and when the coder last went elsewhere. */
  let [gesture, travelled] = [0, -Infinity];
  /** @typedef {{host: Element, line: number, until: number, then: () => void}} Goal */
  /** @type {Goal | null} */
  let awaited = null;

  /** @param {Element} child */
  const isGap = (child) => child.className === "cm-gap";
  /** @param {Element} gap */
  const height = (gap) => (cs.is.html(gap) ? parseFloat(gap.style.height) || 0 : 0);
  /** Another page, or another patient on it; what counts news or says "unsaved" in a title is no other. */
  const pageNow = () => `${location.href} ${document.title.replace(/^(?:\(\d+\)|[*•●])\s*|\s*[*•●]$/g, "")}`;

  /** What is drawn of an editor, or null when that is all of its text. @param {Element} host @returns {View | null} */
  function look(host) {
    let [passed, gaps, all] = [0, 0, 0];
    /** @type {View} */
    let best = { rows: [], above: 0, below: 0 };
    let now = best;
    for (const child of host.children) {
      if (!isGap(child)) now.rows.push({ el: child, text: (child.textContent ?? "").toWellFormed().replace(/[^\S\n]/g, " ") });
      else {
        gaps++;
        passed += height(child);
        now = { rows: [], above: passed, below: 0 };
      }
      // The line of a caret that is out of sight is drawn, too; it is not the window.
      if (now.rows.length > best.rows.length) best = now;
      all = passed;
    }
    return gaps ? { ...best, below: all - best.above } : null;
  }

  /** Take in how the lines of an editor changed. @param {Element} host @param {Memory} memory */
  function follow(host, memory) {
    const view = look(host);
    if (!view) return drop(host);
    const page = pageNow();
    const moved = travelled > memory.at && performance.now() - travelled < AT_ONCE;
    const next = page === memory.page ? (cs.stitch.follow(memory.strip, view) ?? (moved ? cs.stitch.jump(memory.strip, view) : null)) : null;
    const fits = next && next.lines.reduce((sum, line) => sum + line.length, 0) < MAX_CHARS;
    Object.assign(memory, { strip: fits ? next : cs.stitch.begin(view), page, note: page === memory.page && memory.note, at: performance.now() });
  }

  /** @param {Element} host @param {View} view @returns {Memory} */
  function begin(host, view) {
    if (!memories.size) listen(true);
    const watcher = new MutationObserver(() => follow(host, memory));
    /** @type {Memory} */
    const memory = { strip: cs.stitch.begin(view), page: pageNow(), note: false, at: performance.now(), watcher };
    watcher.observe(host, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["style"] });
    memories.set(host, memory);
    return memory;
  }

  /** @param {Element} host */
  function drop(host) {
    memories.get(host)?.watcher.disconnect();
    if (memories.delete(host) && !memories.size) listen(false);
    if (awaited?.host === host) awaited = null;
  }

  /**
   * The text of an editor as far as it was drawn, with the places of what is drawn now.
   * @param {Element} host the editable element
   * @param {Model} model what is drawn now
   * @param {string} [heading] that stands before it
   * @returns {Model}
   */
  function whole(host, model, heading = "") {
    if (!host.querySelector(":scope > .cm-gap")) {
      if (memories.size) drop(host);
      return model;
    }
    const before = memories.get(host);
    if (before) {
      before.watcher.takeRecords();
      follow(host, before);
    }
    const view = look(host);
    if (!view) return model;
    const memory = memories.get(host) ?? begin(host, view);
    met.add(host);
    memory.note ||= cs.clinical.isNote(model.text);
    return compose(host, memory, heading && `${heading.replace(/[\s:]*$/, ":")}\n`);
  }

  /** @param {Element} host @param {Memory} memory @param {string} lead @returns {Model} */
  function compose(host, { strip, note }, lead) {
    const { lines, at, view } = strip;
    const starts = [lead.length];
    for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
    /** @type {Run[]} */
    const runs = [];
    view.rows.forEach(({ el }, k) => {
      let start = starts[at + k] ?? 0;
      const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = /** @type {Text} */ (walker.currentNode);
        if (node.length) runs.push({ start, end: start + node.length, offset: 0, node });
        start += node.length;
      }
    });
    arrived(host, strip);
    const made = cs.model.make(lead + lines.join("\n"), runs);
    const complete = strip.begins && strip.ends;
    // The same words, but now they are known to be all, are told anew.
    return { ...made, hash: complete ? made.hash : `${made.hash}+`, drawn: { host, starts, note, share: complete ? 1 : share(strip) } };
  }

  /** How much of the text was seen, by height; lines out of sight are taken to be as high as those in sight. @param {Strip} strip */
  function share({ lines, view: { rows, above, below } }) {
    const [first, last] = [rows[0]?.el.getBoundingClientRect(), rows.at(-1)?.el.getBoundingClientRect()];
    const drawn = first && last ? last.bottom - first.top : 0;
    const seen = drawn * (lines.length / Math.max(rows.length, 1));
    return Math.min(Math.max(seen / Math.max(drawn + above + below, 1), 0.01), 0.99);
  }

  /** A look is over: what it did not meet is no more there. */
  function settle() {
    for (const host of [...memories.keys()]) if (!met.has(host)) drop(host);
    met.clear();
  }

  /**
   * Scroll to a place that is not drawn now; `then` is called when it is.
   * @param {Model} model @param {number} offset in its text @param {() => void} then
   */
  function bring({ drawn }, offset, then) {
    if (!drawn || !memories.has(drawn.host)) return;
    const line = drawn.starts.findLastIndex((start) => start <= offset);
    awaited = { host: drawn.host, line, until: performance.now() + PATIENCE, then };
    requestAnimationFrame(() => step(awaited));
  }

  /** In steps, so that every window shares lines with the next. @param {Goal | null} goal */
  function step(goal) {
    const memory = goal && memories.get(goal.host);
    if (!goal || goal !== awaited || !memory || performance.now() > goal.until) return;
    const { at, view } = memory.strip;
    if (goal.line >= at && goal.line < at + view.rows.length) return cs.watch.now();
    let scroller = /** @type {Element | null} */ (goal.host);
    while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(scroller).overflowY))) scroller = scroller.parentElement;
    scroller ??= document.scrollingElement;
    scroller?.scrollBy({ top: (goal.line < at ? -STEP : STEP) * scroller.clientHeight, behavior: "instant" });
    requestAnimationFrame(() => step(goal));
  }

  /** @param {Element} host @param {Strip} strip */
  function arrived(host, { at, view }) {
    if (awaited?.host !== host || awaited.line < at || awaited.line >= at + view.rows.length) return;
    setTimeout(awaited.then);
    awaited = null;
  }

  /** @param {Event} event what moves the view: by itself (a key), or when a scroll follows it */
  function felt(event) {
    if (!event.isTrusted) return;
    const now = performance.now();
    if (event.type === "scroll") travelled = now < gesture ? now : travelled;
    else if (event.type !== "keydown") gesture = now + (event.type === "pointerdown" ? DRAG : SOON);
    else if (KEYS.has(/** @type {KeyboardEvent} */ (event).key)) travelled = now;
    if (event.type !== "scroll") awaited = null; // the coder goes elsewhere
  }

  /** @param {boolean} on */
  function listen(on) {
    const act = on ? "addEventListener" : "removeEventListener";
    for (const name of ["keydown", "wheel", "touchmove", "pointerdown", "scroll"]) document[act](name, felt, { capture: true, passive: true });
  }

  /** What was seen is another page's. */
  function forget() {
    for (const host of [...memories.keys()]) drop(host);
    met.clear();
    [gesture, travelled] = [0, -Infinity];
  }

  cs.virtual = { whole, bring, settle, forget };
})();
