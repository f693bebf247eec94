/**
 * Highlights in the page by the CSS Custom Highlight API: not one node of the page is touched.
 *
 * The page can read names and ranges of highlights, so the names say nothing. The style sheet is adopted
 * by every root in which something is highlighted: Firefox does not reach into shadow roots from outside.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.highlight) return;

  const CSS_TEXT = `
    ::highlight(cs-a) { background-color: rgb(13 148 136 / .15); text-decoration: underline solid rgb(13 148 136) 2px; text-underline-offset: 3px; }
    ::highlight(cs-b) { background-color: rgb(217 119 6 / .14); text-decoration: underline dashed rgb(204 108 0) 2px; text-underline-offset: 3px; }
    ::highlight(cs-c) { text-decoration: underline dotted rgb(120 132 148) 2px; text-underline-offset: 3px; }
    ::highlight(cs-d) { background-color: rgb(250 204 21 / .5); text-decoration: underline solid rgb(202 138 4) 2px; text-underline-offset: 3px; }`;
  const NAMES = { affirmed: "cs-a", uncertain: "cs-b", uncoded: "cs-c", flash: "cs-d" };

  /** @type {CSSStyleSheet | null} */
  let sheet = null;
  /** @type {Set<Document | ShadowRoot>} */
  const dressed = new Set();
  /** @type {Mark[]} */
  let drawn = [];

  /** This sheet, or one that an extension left behind when it was reloaded. @param {CSSStyleSheet} each */
  function isOurs(each) {
    return each === sheet || (each.cssRules.length === 4 && /** @type {CSSStyleRule} */ (each.cssRules[0]).selectorText === `::highlight(${NAMES.affirmed})`);
  }

  /** @param {Document | ShadowRoot} root */
  function dress(root) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS_TEXT);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) {
      undress(root);
      root.adoptedStyleSheets.push(sheet);
    }
    dressed.add(root);
  }

  /** @param {Document | ShadowRoot} root */
  function undress(root) {
    if (root.adoptedStyleSheets.some(isOurs)) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => !isOurs(each));
    dressed.delete(root);
  }

  /** The page range of runs that lie in text nodes. @param {Run[]} runs @returns {Range[]} */
  function ranges(runs) {
    /** @type {Range[]} */
    const found = [];
    let previous = null;
    for (const run of runs) {
      if (!run.node?.isConnected || run.offset + run.end - run.start > run.node.length) continue;
      const root = run.node.getRootNode();
      // Runs of one root that follow each other are one range, so that the underline does not break.
      if (previous && previous.root === root) previous.range.setEnd(run.node, run.offset + run.end - run.start);
      else {
        const range = document.createRange();
        range.setStart(run.node, run.offset);
        range.setEnd(run.node, run.offset + run.end - run.start);
        previous = { root, range };
        found.push(range);
      }
    }
    return found;
  }

  /**
   * Draw these and nothing else.
   * @param {Mark[]} marks with the runs they cover; their ranges are filled in
   */
  function draw(marks) {
    /** @type {Record<string, Highlight>} */
    const sets = {};
    const roots = new Set();
    for (const mark of marks) {
      mark.ranges = ranges(mark.runs);
      const set = (sets[NAMES[mark.kind]] ??= new Highlight());
      for (const range of mark.ranges) {
        set.add(range);
        roots.add(range.startContainer.getRootNode());
      }
    }
    for (const root of dressed) if (!roots.has(root)) undress(root);
    for (const root of roots) dress(/** @type {Document | ShadowRoot} */ (root));
    for (const kind of /** @type {const} */ (["affirmed", "uncertain", "uncoded"])) {
      const name = NAMES[kind];
      const set = sets[name];
      if (set) {
        // Where spans overlap, what may be coded is drawn over what may not.
        set.priority = { affirmed: 3, uncertain: 2, uncoded: 1 }[kind];
        CSS.highlights.set(name, set);
      } else CSS.highlights.delete(name);
    }
    drawn = marks;
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let ending;
  /** Make spans stand out for a moment. @param {Range[]} list @param {number} [milliseconds] */
  function flash(list, milliseconds = 1600) {
    clearTimeout(ending);
    const set = new Highlight(...list);
    set.priority = 9;
    CSS.highlights.set(NAMES.flash, set);
    ending = setTimeout(() => CSS.highlights.delete(NAMES.flash), milliseconds);
  }

  /** Leave nothing behind. */
  function clear() {
    clearTimeout(ending);
    for (const name of Object.values(NAMES)) CSS.highlights.delete(name);
    for (const root of [document, ...dressed]) undress(root);
    drawn = [];
  }

  cs.highlight = { draw, flash, clear, ranges, marks: () => drawn };
})();
