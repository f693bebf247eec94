/**
 * Boxes over evidence in textareas, where nothing can be highlighted: drawn in our own layer.
 *
 * A hidden copy of the field, also in our layer, tells where the words stand. The page's field is only read.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.boxes) return;

  const COPIED = (
    "direction boxSizing textAlign textAlignLast textTransform textIndent textRendering letterSpacing wordSpacing lineHeight tabSize fontFamily fontSize " +
    "fontStyle fontWeight fontVariant fontStretch fontKerning fontFeatureSettings fontSizeAdjust paddingTop paddingRight paddingBottom paddingLeft wordBreak lineBreak hyphens"
  ).split(" ");

  const LONG = 50_000; // characters beyond which the caret is not measured on every key

  /** @typedef {{field: HTMLTextAreaElement | HTMLInputElement, clip: HTMLElement, inner: HTMLElement, drawn: {mark: Mark, boxes: DOMRect[]}[], size: string}} Cover */
  /** @type {Map<Element, Cover>} */
  const covers = new Map();
  /** @type {Mark[]} */
  let marks = [];
  let frame = 0;

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
    if (!covers.size) return release();
    const part = cs.layer.part("boxes");
    for (const cover of covers.values()) if (!cover.clip.isConnected) part.append(cover.clip);
    listen(true);
    place();
  }

  /**
   * A hidden copy of a field whose text breaks where the field's does.
   * @param {HTMLTextAreaElement | HTMLInputElement} field
   * @returns {{mirror: HTMLElement, node: Text}} to be removed by the caller
   */
  function mirrorOf(field) {
    const style = getComputedStyle(field);
    const mirror = cs.dom.h("div", { class: "mirror" });
    for (const name of COPIED) /** @type {any} */ (mirror.style)[name] = /** @type {any} */ (style)[name];
    const single = field instanceof HTMLInputElement;
    mirror.style.whiteSpace = single ? "pre" : style.whiteSpace;
    mirror.style.overflowWrap = single ? "normal" : style.overflowWrap;
    mirror.style.width = `${field.clientWidth}px`;
    mirror.style.boxSizing = "border-box";
    const node = document.createTextNode(`${field.value}\u200b`);
    mirror.append(node);
    return { mirror, node };
  }

  /** Where a textarea's caret is in the viewport. @param {HTMLTextAreaElement} field @returns {DOMRect | null} */
  function caret(field) {
    const at = field.selectionEnd;
    // No element is put into a frame only to measure a caret.
    if (at > LONG || !cs.layer.isOpen()) return null;
    const { mirror, node } = mirrorOf(field);
    cs.layer.part("caret").append(mirror);
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getClientRects()[0];
    const origin = mirror.getBoundingClientRect();
    cs.layer.release("caret");
    if (!box) return null;
    const edge = field.getBoundingClientRect();
    return new DOMRect(edge.left + field.clientLeft + box.left - origin.left - field.scrollLeft, edge.top + field.clientTop + box.top - origin.top - field.scrollTop, 1, box.height);
  }

  /** @param {Cover} cover */
  function measure(cover) {
    const { field, inner } = cover;
    const { mirror, node } = mirrorOf(field);
    cs.layer.part("boxes").append(mirror);
    const origin = mirror.getBoundingClientRect();
    cover.drawn = [];
    inner.textContent = "";
    for (const mark of marks) {
      const boxes = [];
      for (const run of mark.runs) {
        if (run.field !== field || run.offset + run.end - run.start > field.value.length) continue;
        const range = document.createRange();
        range.setStart(node, run.offset);
        range.setEnd(node, run.offset + run.end - run.start);
        for (const box of range.getClientRects()) {
          const at = new DOMRect(box.x - origin.x, box.y - origin.y, box.width, box.height);
          boxes.push(at);
          const drawn = cs.dom.h("div", { class: `box ${mark.kind}` });
          Object.assign(drawn.style, { left: `${at.x}px`, top: `${at.y}px`, width: `${at.width}px`, height: `${at.height}px` });
          inner.append(drawn);
        }
      }
      if (boxes.length) cover.drawn.push({ mark, boxes });
    }
    cover.size = `${field.clientWidth}x${field.clientHeight}`;
    mirror.remove();
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
    release();
  }

  cs.boxes = { draw, hit, reveal, caret, clear };
})();
