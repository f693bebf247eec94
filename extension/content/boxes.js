/**
 * Boxes over evidence in textareas, where nothing can be highlighted: drawn in our own layer.
 *
 * A hidden copy of the field (see mirror.js) tells where the words stand; only boxes that changed are touched.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.boxes) return;

  const LONG = 50_000; // characters beyond which the caret is not measured on every key

  /** @typedef {{field: HTMLTextAreaElement | HTMLInputElement, clip: HTMLElement, inner: HTMLElement, drawn: {mark: Mark, boxes: DOMRect[]}[], size: string}} Cover */
  /** @type {Map<Element, Cover>} */
  const covers = new Map();
  /** What the style of a box was set to. @type {WeakMap<HTMLElement, string>} */
  const places = new WeakMap();
  /** @type {Mark[]} */
  let marks = [];
  let frame = 0;
  /** The field whose caret is followed. @type {HTMLTextAreaElement | null} */
  let followed = null;

  /** @param {Mark[]} all marks of this frame; those in fields are drawn here */
  function draw(all) {
    marks = all.filter((mark) => mark.runs.some((run) => run.field));
    const fields = new Set(marks.flatMap((mark) => mark.runs.flatMap((run) => (run.field ? [run.field] : []))));
    for (const [field, cover] of covers) {
      if (fields.has(/** @type {any} */ (field))) continue;
      resized.unobserve(field);
      cover.clip.remove();
      covers.delete(field);
    }
    for (const field of fields) {
      if (!covers.has(field)) {
        const inner = cs.dom.h("div", { class: "inner" });
        const clip = cs.dom.h("div", { class: "clip", "aria-hidden": "true" }, inner);
        covers.set(field, { field, clip, inner, drawn: [], size: "" });
        resized.observe(field);
      }
      measure(/** @type {Cover} */ (covers.get(field)));
    }
    tidy();
    if (!covers.size) return release();
    const part = cs.layer.part("boxes");
    for (const cover of covers.values()) if (!cover.clip.isConnected) part.append(cover.clip);
    listen(true);
    place();
  }

  /** Copies are kept of fields with boxes, and of the one with the caret. */
  function tidy() {
    if (!followed?.isConnected) followed = null;
    cs.mirror.keep(new Set([...covers.keys(), ...(followed ? [followed] : [])]));
  }

  /** Where a textarea's caret is in the viewport. @param {HTMLTextAreaElement} field @returns {DOMRect | null} */
  function caret(field) {
    const at = field.selectionEnd;
    // No element is put into a frame only to measure a caret.
    if (at > LONG || !cs.layer.isOpen()) return null;
    const copy = cs.mirror.of(field);
    followed = field;
    tidy();
    const box = cs.mirror.boxes(copy, at, at + 1, copy.root.getBoundingClientRect())[0];
    if (!box) return null;
    const edge = field.getBoundingClientRect();
    return new DOMRect(edge.left + field.clientLeft + box.left - field.scrollLeft, edge.top + field.clientTop + box.top - field.scrollTop, 1, box.height);
  }

  /** @param {Cover} cover */
  function measure(cover) {
    const { field, inner } = cover;
    const copy = cs.mirror.of(field);
    const origin = copy.root.getBoundingClientRect();
    cover.drawn = [];
    /** @type {[string, DOMRect][]} */
    const all = [];
    // First everything is read, then drawn: a page that is read and changed in turn is laid out each time.
    for (const mark of marks) {
      const boxes = mark.runs.flatMap((run) => {
        const end = run.offset + run.end - run.start;
        return run.field !== field || end > copy.value.length ? [] : cs.mirror.boxes(copy, run.offset, end, origin);
      });
      if (!boxes.length) continue;
      cover.drawn.push({ mark, boxes });
      for (const box of boxes) all.push([`box ${mark.kind}`, box]);
    }
    const there = /** @type {HTMLElement[]} */ ([...inner.children]);
    for (const extra of there.splice(all.length)) extra.remove();
    const fresh = all.map(([kind, at], index) => drawBox(there[index], kind, at));
    inner.append(...fresh.slice(there.length));
    cover.size = `${field.clientWidth}x${field.clientHeight}`;
  }

  /** @param {HTMLElement | undefined} there @param {string} kind @param {DOMRect} at @returns {HTMLElement} */
  function drawBox(there, kind, at) {
    const box = there ?? cs.dom.h("div");
    if (box.className !== kind) box.className = kind;
    const style = `left:${at.x}px;top:${at.y}px;width:${at.width}px;height:${at.height}px`;
    if (places.get(box) === style) return box;
    places.set(box, style);
    box.style.cssText = style;
    return box;
  }

  /** The part of a field's inside that its scrolling ancestors show. @param {Element} field */
  function inside(field) {
    const box = field.getBoundingClientRect();
    let [left, top] = [box.left + field.clientLeft, box.top + field.clientTop];
    let [right, bottom] = [left + field.clientWidth, top + field.clientHeight];
    const start = [left, top];
    for (let up = field.parentElement; up && up !== document.body && up !== document.documentElement; up = up.parentElement) {
      if (getComputedStyle(up).overflow === "visible") continue;
      const edge = up.getBoundingClientRect();
      [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
      [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return { left, top, width: right - left, height: bottom - top, dx: (start[0] ?? 0) - left, dy: (start[1] ?? 0) - top };
  }

  function place() {
    for (const cover of covers.values()) {
      const { field, clip, inner } = cover;
      const seen = field.isConnected && cs.visible.shown(field);
      clip.hidden = !seen;
      if (!seen) continue;
      const at = inside(field);
      Object.assign(clip.style, { left: `${at.left}px`, top: `${at.top}px`, width: `${Math.max(at.width, 0)}px`, height: `${Math.max(at.height, 0)}px` });
      inner.style.transform = `translate(${at.dx - field.scrollLeft}px, ${at.dy - field.scrollTop}px)`;
    }
  }

  function later() {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      place();
    });
  }

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const cover = covers.get(target);
      if (cover && cover.size !== `${target.clientWidth}x${target.clientHeight}`) measure(cover);
    }
    later();
  });

  /** @param {boolean} on */
  function listen(on) {
    const act = on ? "addEventListener" : "removeEventListener";
    document[act]("scroll", later, { capture: true, passive: true });
    window[act]("resize", later, { passive: true });
  }

  /** The mark at a point of the viewport. @param {number} x @param {number} y @returns {Mark | null} */
  function hit(x, y) {
    for (const { field, clip, drawn } of covers.values()) {
      if (clip.hidden) continue;
      const at = inside(field);
      if (x < at.left || y < at.top || x > at.left + at.width || y > at.top + at.height) continue;
      const [dx, dy] = [at.left + at.dx - field.scrollLeft, at.top + at.dy - field.scrollTop];
      const found = drawn.find(({ boxes }) => boxes.some((b) => x >= b.left + dx && x <= b.right + dx && y >= b.top + dy && y <= b.bottom + dy));
      if (found) return found.mark;
    }
    return null;
  }

  /** Scroll a field to a mark and let its boxes stand out. @param {Mark} mark */
  function reveal(mark) {
    for (const { field, inner, drawn } of covers.values()) {
      const first = drawn.find((each) => each.mark === mark)?.boxes[0];
      if (!first) continue;
      if (first.top < field.scrollTop || first.bottom > field.scrollTop + field.clientHeight) {
        field.scrollTop = Math.max(0, first.top - field.clientHeight / 3);
      }
      place();
      const boxes = [...inner.children];
      let index = 0;
      for (const each of drawn) {
        const own = boxes.slice(index, (index += each.boxes.length));
        if (each.mark === mark) for (const box of own) box.animate?.([{ backgroundColor: "rgb(250 204 21 / .6)" }, { backgroundColor: "rgb(250 204 21 / .6)", offset: 0.7 }, {}], 1600);
      }
    }
  }

  function release() {
    for (const { field, clip } of covers.values()) {
      resized.unobserve(field);
      clip.remove();
    }
    covers.clear();
    listen(false);
    if (frame) cancelAnimationFrame(frame);
    frame = 0;
    if (cs.layer.has("boxes")) cs.layer.release("boxes");
  }

  function clear() {
    marks = [];
    followed = null;
    release();
    cs.mirror.keep();
  }

  cs.boxes = { draw, hit, reveal, caret, clear };
})();
