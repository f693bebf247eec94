/** What tests see of an editor and of the highlights in it; the page's own eyes, the same in every browser. */

const CONTEXT = 24; // characters other than white space
const NAMES = { affirmed: "cs-a", uncertain: "cs-b", uncoded: "cs-c" };

/** White space and what shows nothing aside: editors write both in ways of their own. @param {string} text */
const squeeze = (text) => text.replace(/[\s\u200b\u2060\ufeff]+/g, "");

/** @param {string} name @param {string} before @param {string} quote @param {string} after */
function line(name, before, quote, after) {
  return `${name} ${squeeze(before).slice(-CONTEXT)}[${squeeze(quote)}]${squeeze(after).slice(0, CONTEXT)}`;
}

/**
 * The highlights that a result of the service must lead to: which kind, on which words, between which others.
 * @param {string} text that the service was asked about
 * @param {{suggestions: any[], not_coded: any[]}} result
 */
export function expected(text, result) {
  return [...result.suggestions, ...result.not_coded]
    .flatMap((item) =>
      item.evidence.map((/** @type {any} */ { start, end, assertion }) => {
        const uncertain = assertion === "uncertain" || item.reason === "uncertain";
        const kind = uncertain ? "uncertain" : item.reason || assertion !== "present" ? "uncoded" : "affirmed";
        return line(NAMES[/** @type {keyof typeof NAMES} */ (kind)], text.slice(0, start), text.slice(start, end), text.slice(end));
      }),
    )
    .sort();
}

/** The document of the editor, which may be a frame's. @param {HTMLElement} body */
const viewOf = (body) => /** @type {any} */ (body.ownerDocument.defaultView);

/** @param {HTMLElement} body @returns {Range[]} copies of all highlights of kinds that evidence has */
function ranges(body) {
  return Object.values(NAMES).flatMap((name) => [...(viewOf(body).CSS.highlights.get(name) ?? [])]);
}

/** The highlights in the editor, told as `expected` tells them. @param {HTMLElement} body */
export function marked(body) {
  const found = Object.values(NAMES).flatMap((name) =>
    [...(viewOf(body).CSS.highlights.get(name) ?? [])].map((/** @type {Range} */ range) => {
      const [before, own, after] = [0, 1, 2].map(() => body.ownerDocument.createRange());
      if (!before || !own || !after) return "";
      before.setStart(body, 0);
      before.setEnd(range.startContainer, range.startOffset);
      own.setStart(range.startContainer, range.startOffset);
      own.setEnd(range.endContainer, range.endOffset);
      after.setStart(range.endContainer, range.endOffset);
      after.setEnd(body, body.childNodes.length);
      return line(name, before.toString(), own.toString(), after.toString());
    }),
  );
  return found.sort();
}

/** Where the frame of an editor begins in the page's viewport. @param {HTMLElement} body @returns {[number, number]} */
function origin(body) {
  const frame = viewOf(body).frameElement;
  if (!frame) return [0, 0];
  const box = frame.getBoundingClientRect();
  return [box.left + frame.clientLeft, box.top + frame.clientTop];
}

/** Boxes of the words that are marked and in sight, in the page's viewport. @param {HTMLElement} body */
export function boxes(body) {
  const [x, y] = origin(body);
  const edge = body instanceof HTMLTextAreaElement ? body : (body.closest(".cm-scroller") ?? viewOf(body).document.documentElement);
  const { top, bottom } = edge === viewOf(body).document.documentElement ? { top: 0, bottom: viewOf(body).innerHeight } : edge.getBoundingClientRect();
  return ranges(body)
    .flatMap((range) => [...range.getClientRects()].slice(0, 1))
    .filter((box) => box.width > 4 && box.top > top + 2 && box.bottom < Math.min(bottom, innerHeight - y) - 6)
    .map((box) => ({ x: box.left + x, y: box.top + y, width: box.width, height: box.height }));
}

/** How wide a word is in the editor's font, in CSS pixels. @param {HTMLElement} body @param {string} word */
export function widthOf(body, word) {
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext("2d"));
  pen.font = getComputedStyle(body).font;
  return pen.measureText(word).width;
}

/** A place in the editor's first line, where a person would click. @param {HTMLElement} body @returns {{x: number, y: number}} */
export function firstLine(body) {
  const [x, y] = origin(body);
  body.scrollIntoView({ block: "start" });
  scrollTo(0, 0);
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const first = walker.nextNode();
  if (body instanceof HTMLTextAreaElement || !first) {
    const box = body.getBoundingClientRect();
    return { x: box.left + x + 24, y: box.top + y + 14 };
  }
  const range = body.ownerDocument.createRange();
  range.setStart(first, 0);
  range.setEnd(first, 3);
  const box = range.getBoundingClientRect();
  return { x: box.left + x + 8, y: box.top + y + box.height / 2 };
}

/** Scroll whatever scrolls the editor. @param {HTMLElement} body @param {number} share of the way down */
export function scroll(body, share) {
  for (let at = /** @type {Element | null} */ (body); at; at = at.parentElement) at.scrollTop = share * (at.scrollHeight - at.clientHeight);
  if (viewOf(body) !== window) scrollTo(0, share * document.documentElement.scrollHeight);
}

/** Everything that the page is made of, our one element aside. @param {HTMLElement} body @returns {string} */
export function markup(body) {
  const all = [...new Set([document, body.ownerDocument])].map((each) => {
    const copy = /** @type {HTMLElement} */ (each.documentElement.cloneNode(true));
    for (const own of copy.querySelectorAll(":scope > div[data-chartside-layer]")) own.remove();
    return copy.outerHTML;
  });
  return all.join("\n");
}
