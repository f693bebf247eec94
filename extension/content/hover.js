/** The pointer over a highlight: a tip names the code, a click opens its row. The page's own events go on as ever. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.hover) return;

  /** @type {((mark: Mark) => void) | null} */
  let opened = null;
  /** @type {Mark | null} */
  let current = null;
  let [x, y, frame] = [0, 0, 0];

  /** The text position under a point, in open shadow roots too. */
  function caret() {
    const roots = new Set(cs.highlight.marks().flatMap((mark) => (mark.ranges ?? []).map((range) => range.startContainer.getRootNode())));
    const shadowRoots = [...roots].filter((root) => cs.is.shadow(root));
    return document.caretPositionFromPoint?.(x, y, { shadowRoots }) ?? null;
  }

  /** @returns {Mark | null} */
  function under() {
    const inField = cs.boxes.hit(x, y);
    if (inField) return inField;
    const at = caret();
    if (!at || at.offsetNode.nodeType !== Node.TEXT_NODE) return null;
    const fits = cs.highlight.marks().filter((mark) => mark.ranges?.some((range) => within(range, at.offsetNode, at.offset)));
    // What may be coded first, then the shortest.
    const rank = { affirmed: 0, uncertain: 1, uncoded: 2 };
    return fits.sort((a, b) => rank[a.kind] - rank[b.kind] || a.end - a.start - (b.end - b.start))[0] ?? null;
  }

  /** @param {Range} range @param {Node} node @param {number} offset */
  function within(range, node, offset) {
    if (range.startContainer.getRootNode() !== node.getRootNode() || !range.isPointInRange(node, offset)) return false;
    return [...range.getClientRects()].some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
  }

  function look() {
    frame = 0;
    const mark = under();
    if (mark === current) return mark && place();
    current = mark;
    if (mark) show(mark);
    else hide();
  }

  /** @param {Mark} mark */
  function show(mark) {
    const { h } = cs.dom;
    const tip = cs.layer.part("tip");
    const same = cs.highlight.marks().filter((each) => each.source === mark.source && each.start < mark.end && each.end > mark.start);
    const codes = new Map(same.map((each) => [each.code, each]));
    tip.replaceChildren(
      h("div", { class: "bubble", role: "tooltip" },
        ...[...codes.values()].slice(0, 4).map((each) =>
          h("div", { class: "line" },
            h("span", { class: `dot ${each.kind}` }),
            h("b", { text: each.code }),
            h("span", { class: "what", text: each.description }),
            each.reason ? h("em", { text: each.reason }) : null,
          ),
        ),
      ),
    );
    place();
  }

  function place() {
    const bubble = /** @type {HTMLElement | null} */ (cs.layer.part("tip").firstElementChild);
    if (!bubble) return;
    const box = bubble.getBoundingClientRect();
    const below = y + 20 + box.height < innerHeight;
    bubble.style.left = `${Math.max(8, Math.min(x - 16, innerWidth - box.width - 8))}px`;
    bubble.style.top = `${below ? y + 18 : Math.max(8, y - box.height - 12)}px`;
  }

  function hide() {
    current = null;
    if (cs.layer.has("tip")) cs.layer.release("tip");
  }

  /** @param {MouseEvent} event */
  function moved(event) {
    [x, y] = [event.clientX, event.clientY];
    if (cs.layer.isHost(/** @type {Node} */ (event.target))) return hide();
    frame ||= requestAnimationFrame(look);
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    if (event.button !== 0 || !event.isTrusted || cs.layer.isHost(/** @type {Node} */ (event.target))) return;
    [x, y] = [event.clientX, event.clientY];
    // A person who selects text means the text, not the code.
    if (getSelection()?.type === "Range") return;
    const mark = under();
    if (mark) opened?.(mark);
  }

  /** @param {boolean} on */
  function listen(on) {
    const act = on ? "addEventListener" : "removeEventListener";
    document[act]("mousemove", /** @type {any} */ (moved), { capture: true, passive: true });
    document[act]("click", /** @type {any} */ (clicked), { capture: true, passive: true });
    document[act]("scroll", hide, { capture: true, passive: true });
    document.documentElement[act]("mouseleave", hide, { passive: true });
  }

  /** @param {(mark: Mark) => void} open */
  function start(open) {
    if (!opened) listen(true);
    opened = open;
  }

  function stop() {
    if (opened) listen(false);
    opened = null;
    if (frame) cancelAnimationFrame(frame);
    frame = 0;
    hide();
  }

  cs.hover = { start, stop };
})();
