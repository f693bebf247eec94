/**
 * What of the page can lie over our layer, or take it out of sight.
 *
 * Our element is the last child of html at the highest place. Over it lie only the browser's top layer, the pictures of a
 * view transition and what html draws after its children; and html can fade or bend all that it holds.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.covers) return;

  const HIGHEST = "2147483647";
  const MANY = 400; // elements of something in the top layer; more are not measured
  const PIECE = 2; // milliseconds of looking for shadow roots
  const UPPER = [":popover-open", ":modal", ":fullscreen"].join(",");
  const PASSING = CSS.supports("selector(:active-view-transition)") ? ":active-view-transition" : "";
  const DRAWN = "img, video, canvas, svg, iframe, object, embed, input, textarea, select, button, progress, meter, hr";
  /** @type {Box} */
  const ALL = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

  /** Whose top layer is asked for; a closed root is found by its host alone, and tells nobody that it came. @type {Set<Document | ShadowRoot>} */
  let roots = new Set([document]);
  /** Those of the walk that is under way. @type {Set<Document | ShadowRoot>} */
  let walked = new Set([document]);
  /** @type {ReturnType<typeof within> | null} */
  let walk = null;

  /** Closed ones too. @param {Element} el @returns {ShadowRoot | null} */
  const rootOf = (el) => (!cs.is.html(el) || cs.layer.isHost(el) ? null : (/** @type {any} */ (el).openOrClosedShadowRoot ?? el.shadowRoot ?? /** @type {any} */ (globalThis.chrome)?.dom?.openOrClosedShadowRoot?.(el) ?? null));

  /** All elements below a node, each with its shadow root, and those in it. @param {ParentNode} node @returns {Generator<[Element, ShadowRoot | null]>} */
  function* within(node) {
    for (const el of node.querySelectorAll("*")) {
      const root = rootOf(el);
      yield [el, root];
      if (root) yield* within(root);
    }
  }

  /** Go on looking for shadow roots, on a big page from call to call. */
  function every() {
    const end = performance.now() + PIECE;
    walk ??= within(document);
    for (let seen = 1; ; seen += 1) {
      const { value, done } = walk.next();
      if (done) {
        [roots, walked, walk] = [walked, new Set([document]), null];
        break;
      }
      if (value[1]) for (const set of [roots, walked]) set.add(value[1]);
      if (seen % 20 === 0 && performance.now() > end) break;
    }
    return [...roots];
  }

  /**
   * Where something of the page lies over our layer now.
   * @param {HTMLElement} frame of the panel
   * @returns {Box[]} in pixels of the viewport
   */
  function boxes(frame) {
    const html = document.documentElement;
    const style = getComputedStyle(html);
    if (altered(style) || stacked(html, style) || passing(html) || !legible(getComputedStyle(frame))) return [ALL];
    return every().flatMap((root) => [...root.querySelectorAll(UPPER)]).filter((el) => el !== html).map(reach);
  }

  /** Whether html fades, cuts or bends what it holds; a dark mode that turns colours round does not. @param {CSSStyleDeclaration} style */
  function altered(style) {
    const { opacity, clipPath, maskImage, mixBlendMode, transformStyle, filter } = style;
    return Number(opacity) < 0.7 || clipPath !== "none" || !/^(none(, )?)*$/.test(maskImage) || mixBlendMode !== "normal" || transformStyle !== "flat" || bent(style) || !clear(filter);
  }

  /** @param {CSSStyleDeclaration} style */
  function bent({ transform, scale, rotate, offsetPath = "none" }) {
    const [across = 1, down = across] = scale === "none" ? [] : scale.split(" ").map(Number);
    const { is2D, a, b, c, d } = new DOMMatrixReadOnly(transform === "none" ? "" : transform);
    const far = [a * across, d * down].some((by) => by < 0.5 || by > 2);
    return far || !is2D || Boolean(b || c) || rotate !== "none" || offsetPath !== "none";
  }

  /** Whether one can read through a filter. @param {string} filter as computed */
  function clear(filter) {
    if (filter === "none") return true;
    let [light, contrast, shown] = [1, 1, 1];
    for (const [, name = "", amount = ""] of filter.matchAll(/([\w-]+)\(([^()]*)\)/g)) {
      const value = parseFloat(amount) / (amount.endsWith("%") ? 100 : 1);
      if (name === "brightness") light *= value;
      else if (name === "contrast") contrast *= value;
      else if (name === "opacity") shown *= value;
      else if (name === "invert") contrast *= Math.abs(1 - 2 * Math.min(value, 1));
      else if (name === "blur" ? value > 1 : !/^(hue-rotate|saturate|sepia|grayscale)$/.test(name)) return false;
    }
    return light >= 0.5 && light <= 2 && contrast >= 0.5 && contrast <= 3 && shown >= 0.7;
  }

  /** Whether html draws something at our height after us: by a pseudo-element, or by another order of its children. @param {Element} html @param {CSSStyleDeclaration} style */
  function stacked(html, { display }) {
    const pseudo = ["::before", "::after"].map((name) => getComputedStyle(html, name));
    if (pseudo.some(({ content, zIndex, order }) => content !== "none" && content !== "normal" && (zIndex === HIGHEST || Number(order) > 0))) return true;
    return /flex|grid/.test(display) && [...html.children].some((child) => !cs.layer.isHost(child) && Number(getComputedStyle(child).order) > 0);
  }

  /** Whether pictures of a view transition lie over everything. @param {Element} html */
  const passing = (html) => (PASSING ? html.matches(PASSING) : html.getAnimations({ subtree: true }).some((each) => /** @type {any} */ (each.effect)?.pseudoElement?.startsWith("::view-transition")));

  /** A page can make our colours worthless by its own meaning of their names. @param {CSSStyleDeclaration} style */
  const legible = ({ backgroundColor, color }) => backgroundColor !== color && !seeThrough(backgroundColor);

  /** @param {string} color as computed */
  const seeThrough = (color) => /^rgba\(.*, (0|0?\.\d+)\)$|\/ (0|0?\.\d+)\)$/.test(color);

  /** How far something of the top layer paints, with all that it holds. @param {Element} top @returns {Box} */
  function reach(top) {
    const shadow = rootOf(top);
    const all = [top, ...[...within(top), ...(shadow ? within(shadow) : [])].map(([el]) => el)];
    if (all.length > MANY || paints(getComputedStyle(top, "::backdrop"))) return ALL;
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const el of all) {
      const style = getComputedStyle(el);
      if (style.display === "none") continue;
      const written = [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\S/.test(node.nodeValue ?? ""));
      const before = ["::before", "::after"].map((name) => getComputedStyle(el, name)).filter(({ content }) => content !== "none" && content !== "normal");
      if (!written && !before.length && !paints(style) && !el.matches(DRAWN)) continue;
      const beyond = spread(style) + (written ? parseFloat(style.fontSize) : 0) + before.reduce((sum, each) => sum + spread(each) + size(each), 0);
      for (const { left, top: above, right, bottom } of [el.getBoundingClientRect(), ...(written ? [textBox(el)] : [])]) {
        box.left = Math.min(box.left, left - beyond);
        box.top = Math.min(box.top, above - beyond);
        box.right = Math.max(box.right, right + beyond);
        box.bottom = Math.max(box.bottom, bottom + beyond);
      }
    }
    return box;
  }

  /** @param {Element} el */
  function textBox(el) {
    const range = document.createRange();
    range.selectNodeContents(el);
    return range.getBoundingClientRect();
  }

  /** Whether a box is seen by itself. @param {CSSStyleDeclaration} style */
  function paints({ display, backgroundColor, backgroundImage, boxShadow, outlineStyle, backdropFilter, borderImageSource, borderTopWidth, borderRightWidth, borderBottomWidth, borderLeftWidth }) {
    if (display === "none") return false;
    const edges = [borderTopWidth, borderRightWidth, borderBottomWidth, borderLeftWidth].some((width) => parseFloat(width) > 0);
    return edges || !/^rgba\(.*, 0\)$/.test(backgroundColor) || outlineStyle !== "none" || [backgroundImage, boxShadow, backdropFilter ?? "none", borderImageSource].some((each) => each !== "none");
  }

  /** Pixels by which a box may paint beyond its edges. @param {CSSStyleDeclaration} style */
  function spread(style) {
    const { boxShadow, textShadow, filter, outlineStyle, outlineWidth, outlineOffset, borderImageSource } = style;
    const mirrored = (style.getPropertyValue("-webkit-box-reflect") || "none") !== "none";
    if (mirrored || filter.includes("url") || borderImageSource !== "none") return Infinity;
    return pixels(`${boxShadow} ${textShadow} ${filter} ${outlineStyle === "none" ? "" : `${outlineWidth} ${outlineOffset}`}`);
  }

  /** At most so far from its element a pseudo-element reaches. @param {CSSStyleDeclaration} style */
  function size({ width, height, left, top, right, bottom, margin, fontSize, transform, translate, scale }) {
    const { a, b, c, d, e, f } = new DOMMatrixReadOnly(transform === "none" ? "" : transform);
    if (translate !== "none" || scale !== "none" || [a, b, c, d].some((by) => Math.abs(by) > 1)) return Infinity;
    return pixels(`${width} ${height} ${left} ${top} ${right} ${bottom} ${margin} ${fontSize}`) + Math.abs(e) + Math.abs(f);
  }

  /** All lengths of a text together. @param {string} text */
  const pixels = (text) => [...text.matchAll(/(\d+(\.\d+)?(e\+?\d+)?)px/g)].reduce((sum, [, each]) => sum + Number(each), 0);

  /** What was found of the page's is let go. */
  function forget() {
    [roots, walked, walk] = [new Set([document]), new Set([document]), null];
  }

  cs.covers = { ALL, boxes, forget };
})();
