/** The text of a note as the coder sees it, read from the page: what is drawn, in the order in which it is read. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.text) return;

  const SKIP = new Set(
    ("SCRIPT STYLE NOSCRIPT TEMPLATE SELECT DATALIST BUTTON INPUT TEXTAREA SVG svg CANVAS IFRAME FRAME OBJECT EMBED VIDEO AUDIO " +
      "IMG NAV MENU MAP METER PROGRESS HEAD").split(" "),
  );
  const SKIP_ROLES = /^(?:navigation|menu|menubar|menuitem|toolbar|tablist|tab|banner|search|button|tooltip)$/;
  const PARAGRAPHS = new Set("P H1 H2 H3 H4 H5 H6 TABLE UL OL DL PRE BLOCKQUOTE SECTION ARTICLE FIELDSET".split(" "));
  const MAX_ELEMENTS = 30_000;

  /**
   * @param {Node} node
   * @param {TextBuilder} b
   * @param {{preserve: boolean, hidden: boolean, skip: Set<Element>, editable: boolean}} context
   * @returns {Generator<void, void>}
   */
  function* walk(node, b, context) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = /** @type {Text} */ (node);
      if (context.hidden || !text.data) return;
      if (context.preserve) b.run(text.data, { node: text }, 0);
      else b.collapsed(text);
    } else if (cs.is.element(node)) {
      yield* element(node, b, context);
    }
  }

  /** @param {Element} el @param {TextBuilder} b @param {{preserve: boolean, hidden: boolean, skip: Set<Element>, editable: boolean}} context @returns {Generator<void, void>} */
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

  /** @param {Element} el @param {TextBuilder} b @param {any} context @returns {Generator<void, void>} */
  function* children(el, b, context) {
    let term = false;
    for (const child of flat(el)) {
      if (cs.is.element(child) && child.tagName === "DD" && term) {
        b.lines = 0;
        b.between(b.last === ":" ? " " : ": ");
        yield* children(child, b, context);
        b.line();
        term = false;
      } else {
        yield* walk(child, b, context);
        if (cs.is.element(child)) term = child.tagName === "DT";
      }
    }
  }

  /** Child nodes as they are drawn: shadow trees and slots in place. @param {Element} el @returns {Iterable<Node>} */
  function flat(el) {
    if (el.shadowRoot) return el.shadowRoot.childNodes;
    if (cs.is.slot(el)) {
      const given = el.assignedNodes({ flatten: true });
      if (given.length) return given;
    }
    if (cs.is.details(el) && !el.open) return [...el.children].filter((child) => child.tagName === "SUMMARY");
    return el.childNodes;
  }

  /** The mark that the browser draws before a list item. @param {Element} el @param {TextBuilder} b @param {CSSStyleDeclaration} style */
  function mark(el, b, style) {
    const siblings = [...(el.parentElement?.children ?? [])].filter((child) => child.tagName === el.tagName);
    const first = cs.is.numbered(el.parentElement) ? el.parentElement.start : 1;
    b.settle();
    b.put(/decimal|alpha|roman/.test(style.listStyleType) ? `${siblings.indexOf(el) + first}. ` : "- ");
  }

  /** Never part of a note: controls, menus, our own host. @param {Element} el */
  function ignored(el) {
    return SKIP.has(el.tagName) || SKIP_ROLES.test(el.getAttribute("role") ?? "") || cs.layer?.isHost(el) === true;
  }

  /** @param {Element} el */
  function isEditingHost(el) {
    return cs.is.html(el) && el.isContentEditable && !el.parentElement?.isContentEditable && document.designMode !== "on";
  }

  /**
   * The text of a source.
   * @param {Part[]} parts in the order in which they are read
   * @param {Set<Element>} [skip] subtrees that are not part of it
   * @returns {Generator<void, Model>}
   */
  function* steps(parts, skip = new Set()) {
    const b = new cs.model.Builder();
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
        const editable = cs.is.html(root) && (root.isContentEditable || document.designMode === "on");
        yield* element(root, b, { preserve: false, hidden: false, skip, editable });
      }
      b.line(2);
    }
    if (cs.slices.due()) yield;
    return cs.model.make(b.chunks.join(""), b.runs);
  }

  /** The text of a source, at once. @param {Part[]} parts @param {Set<Element>} [skip] @returns {Model} */
  const build = (parts, skip) => cs.slices.drain(steps(parts, skip));

  cs.text = { steps, build, ignored, isEditingHost, flat };
})();
