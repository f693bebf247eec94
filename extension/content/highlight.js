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
    ::highlight(cs-d) { background-color: rgb(250 204 21 / .5); text-decoration: underline solid rgb(202 138 4) 2px; text-underline-offset: 3px; }
    /* Chromium paints all of them in Highlight and HighlightText then: there the line alone tells, and it is seen only within the ground. */
    @media (forced-colors: active) {
      ::highlight(cs-a) { background-color: Highlight; color: HighlightText; text-decoration-color: HighlightText; text-underline-offset: 1px; }
      ::highlight(cs-b) { background-color: Mark; color: MarkText; text-decoration-color: MarkText; text-underline-offset: 1px; }
      ::highlight(cs-c) { color: GrayText; text-decoration-color: GrayText; text-underline-offset: 1px; }
      ::highlight(cs-d) { background-color: SelectedItem; color: SelectedItemText; text-decoration: underline overline solid SelectedItemText 3px; text-underline-offset: 0; }
    }`;
  const RULES = 5;
  const NAMES = { affirmed: "cs-a", uncertain: "cs-b", uncoded: "cs-c", flash: "cs-d" };

  /** @type {CSSStyleSheet | null} */
  let sheet = null;
  /** @type {Set<Document | ShadowRoot>} */
  const dressed = new Set();
  /** @type {Mark[]} */
  let drawn = [];

  /** This sheet, or one that an extension left behind when it was reloaded. @param {CSSStyleSheet} each */
  function isOurs(each) {
    return each === sheet || (each.cssRules.length === RULES && /** @type {CSSStyleRule} */ (each.cssRules[0]).selectorText === `::highlight(${NAMES.affirmed})`);
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

  /**
   * The page range of runs that lie in text nodes.
   * @param {Run[]} runs
   * @param {Range[]} [before] ranges that are no more needed as they are: taken again, and moved where they must
   * @returns {Range[]}
   */
  function ranges(runs, before = []) {
    /** @type {{root: Node, first: Run, last: Run}[]} */
    const spans = [];
    for (const run of runs) {
      if (!run.node?.isConnected || run.offset + run.end - run.start > run.node.length) continue;
      const root = run.node.getRootNode();
      const span = spans.at(-1);
      // Runs of one root that follow each other are one range, so that the underline does not break.
      if (span?.root === root) span.last = run;
      else spans.push({ root, first: run, last: run });
    }
    return spans.map(({ first, last }, index) => stretch(before[index] ?? document.createRange(), first, last));
  }

  /** @param {Range} range @param {Run} first @param {Run} last @returns {Range} */
  function stretch(range, { node, offset }, last) {
    const end = last.offset + last.end - last.start;
    const there = range.startContainer === node && range.startOffset === offset && range.endContainer === last.node && range.endOffset === end;
    if (there) return range;
    range.setStart(/** @type {Text} */ (node), offset);
    range.setEnd(/** @type {Text} */ (last.node), end);
    return range;
  }

  /** A mark's name in all notes. @param {Mark} mark */
  const nameOf = ({ source, key }) => `${source} ${key}`;

  /**
   * Draw these and nothing else; what stands where it stood is not touched.
   * @param {Mark[]} marks with the runs they cover; their ranges are filled in
   */
  function draw(marks) {
    const before = new Map(drawn.map((mark) => [nameOf(mark), mark.ranges]));
    /** @type {Record<string, Set<Range>>} */
    const wanted = {};
    const roots = new Set();
    for (const mark of marks) {
      const name = nameOf(mark);
      mark.ranges = ranges(mark.runs, before.get(name));
      before.delete(name); // a range belongs to one mark
      const set = (wanted[mark.kind] ??= new Set());
      for (const range of mark.ranges) {
        set.add(range);
        roots.add(range.startContainer.getRootNode());
      }
    }
    for (const root of dressed) if (!roots.has(root)) undress(root);
    for (const root of roots) dress(/** @type {Document | ShadowRoot} */ (root));
    for (const kind of /** @type {const} */ (["affirmed", "uncertain", "uncoded"])) fill(kind, wanted[kind]);
    drawn = marks;
  }

  // Where spans overlap, what may be coded is drawn over what may not.
  const PRIORITY = { affirmed: 3, uncertain: 2, uncoded: 1 };
  /** What each set holds is noted here too: Firefox does not let a content script read a set. @type {Map<string, {set: Highlight, holds: Set<Range>}>} */
  const sets = new Map();

  /** @param {"affirmed" | "uncertain" | "uncoded"} kind @param {Set<Range> | undefined} wanted */
  function fill(kind, wanted) {
    const name = NAMES[kind];
    if (!wanted) {
      CSS.highlights.delete(name);
      return void sets.delete(name);
    }
    const { set, holds } = sets.get(name) ?? { set: new Highlight(), holds: new Set() };
    for (const range of holds) if (!wanted.has(range)) set.delete(range);
    for (const range of wanted) if (!holds.has(range)) set.add(range);
    set.priority = PRIORITY[kind];
    sets.set(name, { set, holds: wanted });
    if (CSS.highlights.get(name) !== set) CSS.highlights.set(name, set);
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
    sets.clear();
    drawn = [];
  }

  cs.highlight = { draw, flash, clear, ranges, marks: () => drawn };
})();
