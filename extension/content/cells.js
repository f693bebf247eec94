/** Rows of cells as lines of text: "Label: value" where one cell names the other, "a | b | c" otherwise. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.cells) return;

  const LABEL_CLASS = /label|name|key|bold/i;
  const LONGEST_LABEL = 40; // characters

  /**
   * Whether the children of an element stand side by side as cells.
   * @param {Element} el @param {CSSStyleDeclaration} style
   * @returns {"" | "row" | "pair"}
   */
  function kindOf(el, style) {
    if (el.tagName === "TR" || style.display === "table-row") return "row";
    if (el.childElementCount !== 2 || !/^(?:inline-)?(?:flex|grid)$/.test(style.display)) return "";
    const beside = style.display.endsWith("flex") ? style.flexDirection === "row" : style.gridTemplateColumns.split(" ").length === 2;
    return beside && isLabel(el.children[0]?.textContent ?? "") ? "pair" : "";
  }

  /** @param {string} text */
  function isLabel(text) {
    const trimmed = text.trim();
    return trimmed.length > 1 && trimmed.length <= LONGEST_LABEL && !/[.;]\s|\n\s*\S/.test(trimmed);
  }

  /** @param {Element | undefined} cell */
  const looksLikeLabel = (cell) => cell?.tagName === "TH" || LABEL_CLASS.test(cell?.className ?? "");

  /**
   * @param {Element} row
   * @param {{length: number, last: string, lines: number, gap: string, line(count?: number): void, between(text: string): void}} b the text so far
   * @param {string} kind
   * @param {(cell: Element) => Generator<void, void>} walk adds one cell's text
   * @returns {Generator<void, void>}
   */
  function* put(row, b, kind, walk) {
    const list = [...row.children].filter((cell) => cell.textContent?.trim());
    const pairs = list.length % 2 === 0;
    for (const [index, cell] of list.entries()) {
      const first = pairs && index % 2 === 0;
      const label = first && isLabel(cell.textContent ?? "") && (kind === "pair" || list.length === 2 || looksLikeLabel(cell));
      const before = b.length;
      yield* walk(cell);
      if (b.length === before) continue;
      b.lines = 0;
      b.gap = "";
      if (index === list.length - 1) b.line();
      else if (label) b.between(/[:?]/.test(b.last) ? " " : ": ");
      else if (pairs && !first && looksLikeLabel(list[index - 1])) b.line();
      else b.between(" | ");
    }
    b.line();
  }

  cs.cells = { kindOf, put };
})();
