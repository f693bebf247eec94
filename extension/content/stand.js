/** How a field stands in the viewport: where its inside begins, how it is zoomed and scaled, what of it shows. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.stand) return;

  /** The element around another one as it is drawn: slots and hosts too. @param {Element} element @returns {Element | null} */
  function around(element) {
    const root = element.getRootNode();
    return element.assignedSlot ?? element.parentElement ?? (cs.is.shadow(root) ? root.host : null);
  }

  /** By how much CSS zooms an element, all around it included: its own pixels are so many of the viewport's. @param {Element} element @returns {number} */
  const zoom = (element) => /** @type {any} */ (element).currentCSSZoom ?? 1;

  /** How far an element's own transformation scales it; null when it turns or bends it. @param {CSSStyleDeclaration} style @returns {[number, number] | null} */
  function scaleOf({ transform, scale, rotate }) {
    let [x, y] = [1, 1];
    if (transform !== "none") {
      const { is2D, a, b, c, d } = new DOMMatrixReadOnly(transform);
      if (!is2D || b || c || a <= 0 || d <= 0) return null;
      [x, y] = [a, d];
    }
    if (rotate !== "none") return null;
    if (scale !== "none") {
      const [across = 1, down = across] = scale.split(" ").map(Number);
      [x, y] = [x * across, y * down];
    }
    return [x, y];
  }

  /**
   * @param {HTMLTextAreaElement | HTMLInputElement} field
   * @returns {FieldStand | null} null when it is turned or bent: no upright box fits its words
   */
  function of(field) {
    const box = field.getBoundingClientRect();
    const own = zoom(field);
    let [sx, sy] = [1, 1];
    /** @type {DOMRect[]} */
    const edges = [];
    for (let up = /** @type {Element | null} */ (field); up; up = around(up)) {
      const style = getComputedStyle(up);
      const scale = scaleOf(style);
      if (!scale) return null;
      [sx, sy] = [sx * scale[0], sy * scale[1]];
      const clips = style.overflow !== "visible" && up !== field && up !== document.body && up !== document.documentElement;
      if (clips) edges.push(up.getBoundingClientRect());
    }
    const [x, y] = [box.left + field.clientLeft * own * sx, box.top + field.clientTop * own * sy];
    const at = { x, y, sx, sy, zoom: own, left: x, top: y, right: x + field.clientWidth * own * sx, bottom: y + field.clientHeight * own * sy };
    for (const edge of edges) {
      [at.left, at.top] = [Math.max(at.left, edge.left), Math.max(at.top, edge.top)];
      [at.right, at.bottom] = [Math.min(at.right, edge.right), Math.min(at.bottom, edge.bottom)];
    }
    return at;
  }

  cs.stand = { of, zoom };
})();
