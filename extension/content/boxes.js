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

  /** @typedef {{field: HTMLTextAreaElement | HTMLInputElement, clip: HTMLElement, inner: HTMLElement, drawn: {mark: Mark, boxes: DOMRect[]}[], size: string, probe: HTMLElement | null, font: string}} Cover */
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
    if (fields.size) cs.layer.fit();
    else cs.layer.fitSoon();
    for (const [field, cover] of covers) {
      if (fields.has(/** @type {any} */ (field))) continue;
      take(cover);
      covers.delete(field);
    }
    for (const field of fields) {
      if (!covers.has(field)) {
        const inner = cs.dom.h("div", { class: "inner" });
        const clip = cs.dom.h("div", { class: "clip", "aria-hidden": "true" }, inner);
        covers.set(field, { field, clip, inner, drawn: [], size: "", probe: null, font: "" });
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

  /** @param {Cover} cover whose boxes go */
  function take({ field, probe, clip }) {
    resized.unobserve(field);
    if (probe) resized.unobserve(probe);
    clip.remove();
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
    const stand = cs.stand.of(field);
    if (!stand) return null;
    const [x, y] = corner(field, stand);
    return new DOMRect(x + box.left * stand.sx, y + box.top * stand.sy, 1, box.height * stand.sy);
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
    if (cover.probe === copy.probe) return;
    if (cover.probe) resized.unobserve(cover.probe);
    [cover.probe, cover.font] = [copy.probe, ""];
    // Told in pixels of the screen, by which letters are laid out.
    resized.observe(copy.probe, { box: "device-pixel-content-box" });
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

  /** Where a field's text begins in the viewport, in sight or not. @param {Element} field @param {FieldStand} stand @returns {[number, number]} */
  function corner({ scrollLeft, scrollTop }, { x, y, sx, sy, zoom }) {
    return [x - scrollLeft * zoom * sx, y - scrollTop * zoom * sy];
  }

  function place() {
    for (const cover of covers.values()) {
      const { field, clip, inner } = cover;
      const at = field.isConnected && cs.visible.shown(field) ? cs.stand.of(field) : null;
      clip.hidden = !at;
      if (!at) continue;
      const { left, top, right, bottom, sx, sy } = at;
      const [x, y] = corner(field, at);
      Object.assign(clip.style, { left: `${left}px`, top: `${top}px`, width: `${Math.max(right - left, 0)}px`, height: `${Math.max(bottom - top, 0)}px` });
      inner.style.transform = `translate(${x - left}px, ${y - top}px) scale(${sx}, ${sy})`;
    }
  }

  function later() {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      place();
    });
  }

  const resized = new ResizeObserver((entries) => {
    for (const { target, contentBoxSize, devicePixelContentBoxSize } of entries) {
      const cover = covers.get(target) ?? [...covers.values()].find(({ probe }) => probe === target);
      if (!cover) continue;
      if (target === cover.probe) typeset(cover, JSON.stringify(devicePixelContentBoxSize?.map((each) => [each.inlineSize, each.blockSize])));
      else if (cs.mirror.told(target, contentBoxSize[0]?.inlineSize ?? NaN) || cover.size !== `${target.clientWidth}x${target.clientHeight}`) measure(cover);
    }
    later();
  });

  /** Measure again when the font came, or the screen's pixels are others. @param {Cover} cover @param {string} font what the probe's size is now */
  function typeset(cover, font) {
    const before = cover.font;
    cover.font = font;
    if (before && before !== font) measure(cover);
  }

  /** A font may have come that the probe's letters are not of. */
  function fonts() {
    for (const cover of covers.values()) measure(cover);
    later();
  }

  /** @param {boolean} on */
  function listen(on) {
    const act = on ? "addEventListener" : "removeEventListener";
    document[act]("scroll", later, { capture: true, passive: true });
    document.fonts[act]("loadingdone", fonts);
    window[act]("resize", later, { passive: true });
  }

  /** The mark at a point of the viewport. @param {number} x @param {number} y @returns {Mark | null} */
  function hit(x, y) {
    for (const { field, clip, drawn } of covers.values()) {
      const at = clip.hidden ? null : cs.stand.of(field);
      if (!at || x < at.left || y < at.top || x > at.right || y > at.bottom) continue;
      const [left, top] = corner(field, at);
      const [dx, dy] = [(x - left) / at.sx, (y - top) / at.sy];
      const found = drawn.find(({ boxes }) => boxes.some((b) => dx >= b.left && dx <= b.right && dy >= b.top && dy <= b.bottom));
      if (found) return found.mark;
    }
    return null;
  }

  /** Scroll a field to a mark and let its boxes stand out. @param {Mark} mark */
  function reveal(mark) {
    for (const { field, inner, drawn } of covers.values()) {
      const first = drawn.find((each) => each.mark === mark)?.boxes[0];
      if (!first) continue;
      const [top, bottom] = [first.top, first.bottom].map((each) => each / cs.stand.zoom(field));
      if (top < field.scrollTop || bottom > field.scrollTop + field.clientHeight) {
        field.scrollTop = Math.max(0, top - field.clientHeight / 3);
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
    for (const cover of covers.values()) take(cover);
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
