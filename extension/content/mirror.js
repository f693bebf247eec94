/**
 * Hidden copies of fields in our own layer, whose text breaks where the field's does: they tell where words stand.
 *
 * A copy is kept as long as it is needed, line by line, and only lines that changed are laid out again. The page's
 * field is only read.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.mirror) return;

  const COPIED = (
    "direction unicodeBidi textAlign textAlignLast textTransform textIndent textRendering letterSpacing wordSpacing lineHeight tabSize fontFamily fontSize " +
    "fontStyle fontWeight fontVariant fontStretch fontKerning fontFeatureSettings fontSizeAdjust paddingTop paddingRight paddingBottom paddingLeft wordBreak lineBreak hyphens"
  ).split(" ");

  const PROBE = "The quick brown fox, 0123456789";

  /** Exact widths of fields' content boxes. @type {WeakMap<Element, number>} */
  const contents = new WeakMap();
  /** @type {Map<Element, MirrorCopy>} */
  const copies = new Map();

  /**
   * The copy of a field, as the field is now.
   * @param {HTMLTextAreaElement | HTMLInputElement} field
   * @returns {MirrorCopy}
   */
  function of(field) {
    let copy = copies.get(field);
    if (!copy) {
      const probe = cs.dom.h("span", { class: "probe", text: PROBE });
      const root = cs.dom.h("div", { class: "mirror", "aria-hidden": "true" }, probe);
      copy = { root, probe, value: "", lines: [], nodes: [], starts: [], style: "", width: 0 };
      copies.set(field, copy);
    }
    const part = cs.layer.part("mirrors");
    if (copy.root.parentNode !== part) part.append(copy.root);
    dress(copy, field);
    if (copy.value !== field.value || !copy.lines.length) fill(copy, field.value);
    return copy;
  }

  /** @param {MirrorCopy} copy @param {HTMLTextAreaElement | HTMLInputElement} field */
  function dress(copy, field) {
    const style = getComputedStyle(field);
    const single = cs.is.input(field);
    const width = widthOf(field, style);
    /** @type {Record<string, string>} */
    const wanted = {
      whiteSpace: single ? "pre" : style.whiteSpace,
      overflowWrap: single ? "normal" : style.overflowWrap,
      width: `${width}px`,
      zoom: String(cs.stand.zoom(field)),
      boxSizing: "border-box",
    };
    for (const name of COPIED) wanted[name] = /** @type {any} */ (style)[name];
    const said = JSON.stringify(wanted);
    if (said === copy.style) return;
    Object.assign(copy.root.style, wanted);
    [copy.style, copy.width] = [said, width];
  }

  /** The width inside a field's borders. `clientWidth` is rounded, and by a part of a pixel a line breaks elsewhere. @param {Element} field @param {CSSStyleDeclaration} style */
  function widthOf(field, style) {
    const sum = (/** @type {string[]} */ ...parts) => parts.reduce((all, each) => all + (parseFloat(each) || 0), 0);
    const padding = sum(style.paddingLeft, style.paddingRight);
    const whole = style.boxSizing === "border-box" ? sum(style.width) - sum(style.borderLeftWidth, style.borderRightWidth) : sum(style.width) + padding;
    const likely = [(contents.get(field) ?? NaN) + padding, whole];
    return likely.find((each) => Math.abs(each - field.clientWidth) <= 0.5) ?? field.clientWidth;
  }

  /** The exact width of a field's content box, as its observer tells it. @param {Element} field @param {number} width @returns {boolean} whether its copy is of another width now */
  function told(field, width) {
    contents.set(field, width);
    const copy = copies.get(field);
    const style = getComputedStyle(field);
    return copy !== undefined && Math.abs(copy.width - widthOf(field, style)) > 0.01;
  }

  /** Put in the lines that are new; those before and after them stay as they are. @param {MirrorCopy} copy @param {string} value */
  function fill(copy, value) {
    const lines = value.split("\n");
    const old = copy.lines;
    const least = Math.min(lines.length, old.length);
    let head = 0;
    while (head < least && lines[head] === old[head]) head++;
    let tail = 0;
    while (tail < least - head && lines[lines.length - 1 - tail] === old[old.length - 1 - tail]) tail++;
    const fresh = lines.slice(head, lines.length - tail).map((line) => {
      // The line's end gives an empty one its height, and the caret behind the last letter its place.
      const node = document.createTextNode(`${line}\n`);
      const element = document.createElement("div");
      element.append(node);
      return node;
    });
    const gone = copy.nodes.splice(head, old.length - tail - head, ...fresh);
    for (const node of gone) node.parentElement?.remove();
    const next = copy.nodes[head + fresh.length]?.parentElement ?? null;
    const some = document.createDocumentFragment();
    for (const node of fresh) some.append(/** @type {Node} */ (node.parentNode));
    copy.root.insertBefore(some, next);
    copy.lines = lines;
    copy.value = value;
    copy.starts = [];
    let at = 0;
    for (const line of lines) {
      copy.starts.push(at);
      at += line.length + 1;
    }
  }

  /** The last line that starts at or before an offset. @param {number[]} starts @param {number} offset */
  function lineAt(starts, offset) {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (/** @type {number} */ (starts[middle]) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * Where characters of a copy stand, seen from its upper left corner.
   * @param {MirrorCopy} copy @param {number} start @param {number} end
   * @param {DOMRect} origin the box of the copy
   * @returns {DOMRect[]}
   */
  function boxes({ nodes, starts }, start, end, origin) {
    const found = [];
    for (let line = lineAt(starts, start); line < nodes.length; line++) {
      const first = /** @type {number} */ (starts[line]);
      if (first >= end) break;
      const node = /** @type {Text} */ (nodes[line]);
      const range = document.createRange();
      range.setStart(node, Math.max(start - first, 0));
      range.setEnd(node, Math.min(end - first, node.length));
      for (const box of range.getClientRects()) found.push(new DOMRect(box.x - origin.x, box.y - origin.y, box.width, box.height));
    }
    return found;
  }

  /** Copies of fields that are not among these go. @param {Set<Element>} [kept] */
  function keep(kept = new Set()) {
    for (const [field, copy] of copies) {
      if (kept.has(field)) continue;
      copy.root.remove();
      copies.delete(field);
    }
    if (!copies.size && cs.layer.has("mirrors")) cs.layer.release("mirrors");
  }

  cs.mirror = { of, told, boxes, keep };
})();
