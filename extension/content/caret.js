/** Tells where the caret of a field is, so that the panel never covers it. Only what this frame can know. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.caret) return;

  const PAUSE = 120; // milliseconds
  let [on, timer, due] = [false, 0, 0];

  /** Each key comes with several events: one timer for all, which waits on when it rings too early. */
  function later() {
    due = performance.now() + PAUSE;
    timer ||= Number(setTimeout(ring, PAUSE));
  }

  function ring() {
    const rest = due - performance.now();
    timer = rest > 1 ? Number(setTimeout(ring, rest)) : 0;
    if (!timer) tell();
  }

  function tell() {
    const box = where();
    const shift = box && offset();
    if (!box || !shift) return;
    const [dx, dy] = shift;
    cs.client.toTop({ type: "caret", rect: { left: box.left + dx, right: box.right + dx, top: box.top + dy, bottom: box.bottom + dy } });
  }

  /** The caret's box in this frame's viewport. @returns {DOMRect | null} */
  function where() {
    const active = cs.fields.focused();
    if (!cs.is.html(active) || cs.layer.isHost(active)) return null;
    if (cs.is.textarea(active)) return cs.boxes.caret(active);
    if (cs.fields.holdsText(active)) return active.getBoundingClientRect();
    const selection = active.isContentEditable || document.designMode === "on" ? getSelection() : null;
    if (!selection?.rangeCount) return null;
    const range = selection.getRangeAt(0).cloneRange();
    range.collapse(false);
    return range.getClientRects()[0] ?? null;
  }

  /** This frame's place in the top window, where every frame around it is of the same origin. @returns {[number, number] | null} */
  function offset() {
    let [x, y] = [0, 0];
    try {
      for (let view = /** @type {Window} */ (window); view !== view.top; view = view.parent) {
        const element = /** @type {HTMLElement | null} */ (view.frameElement);
        if (!element) return null;
        const box = element.getBoundingClientRect();
        x += box.left + element.clientLeft;
        y += box.top + element.clientTop;
      }
    } catch {
      return null;
    }
    return [x, y];
  }

  /** @param {boolean} listen */
  function toggle(listen) {
    if (on === listen) return;
    on = listen;
    clearTimeout(timer);
    timer = 0;
    const act = on ? "addEventListener" : "removeEventListener";
    for (const type of ["input", "focusin", "selectionchange"]) document[act](type, later, { capture: true, passive: true });
  }

  cs.caret = { start: () => toggle(true), stop: () => toggle(false) };
})();
