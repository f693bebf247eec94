/**
 * A click decides only on a panel that can be seen: a page may lay something over it that lets clicks through, fade it, or
 * move it under a click that was meant for something else.
 *
 * What a page did to our element is put right; what lies over the panel is looked for a few times a second and before each
 * click. Keys are not held back: they go where the focus is, and a page cannot put it into our closed tree.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.guard) return;

  const CALM = 500; // milliseconds for which a place must have been in sight
  const EVERY = 200; // milliseconds between two looks
  const REST = 50; // times as long as a look took
  const AGAIN = 250; // milliseconds between two repairs: the page may have an observer too
  const SHIFT = 20; // pixels that count as moved; a scrollbar is narrower
  const FREE = ".tools, .help, .help-button, .tab, .grip"; // no decision, and a way out
  const PIECE = ".row, [data-key], .mine-list > li, [role=option], .box-lookup"; // what must be seen to know what a click does

  /** @type {HTMLElement | null} */
  let frame = null;
  /** @type {MutationObserver | null} */
  let observer = null;
  let refused = () => {};
  /** Boxes over the panel at the last look. @type {Box[]} */
  let last = [];
  /** Those of the last half second. @type {{box: Box, at: number}[]} */
  let recent = [];
  let [ticking, drawing, mending, mended] = [0, 0, 0, -AGAIN];
  /** Where the panel stood, and what we ourselves had done to its place. */
  let [place, left, top] = ["", 0, 0];
  /** @type {(() => void)[]} */
  let ends = [];

  /** @param {HTMLElement} panel @param {() => void} say that a click was not taken */
  function start(panel, say) {
    stop();
    [frame, refused] = [panel, say];
    const root = /** @type {ShadowRoot} */ (panel.getRootNode());
    observer = new MutationObserver(changed);
    on(root, "click", judge);
    on(root, "pointerdown", look);
    for (const type of ["beforetoggle", "toggle", "fullscreenchange"]) on(document, type, look);
    on(document, "visibilitychange", turn);
    turn();
  }

  /** @param {EventTarget} where @param {string} type @param {(event: any) => void} act */
  function on(where, type, act) {
    where.addEventListener(type, act, { capture: true, passive: type !== "click" });
    ends.push(() => where.removeEventListener(type, act, true));
  }

  /** Html's own children and our element; html itself can be another one. */
  function watch() {
    const host = frame && /** @type {ShadowRoot} */ (frame.getRootNode()).host;
    observer?.observe(document, { childList: true });
    observer?.observe(document.documentElement, { childList: true });
    if (host) observer?.observe(host, { attributes: true, attributeFilter: cs.layer.OWN });
  }

  /** @param {MutationRecord[]} records */
  function changed(records) {
    if (records.some(({ target }) => target === document)) watch();
    // Out and in again: what was scrolled stands elsewhere now.
    if (records.some(({ removedNodes }) => [...removedNodes].some(cs.layer.isHost))) hide(cs.covers.ALL);
    mend();
  }

  /** Put right what the page did to our element; before anything is painted, unless it does so again and again. */
  function mend() {
    const wrong = cs.layer.wrong();
    if (!wrong || mending) return;
    const wait = mended + AGAIN - performance.now();
    if (wrong === "style" || wait > 0) hide(cs.covers.ALL);
    if (wait > 0) {
      mending = Number(setTimeout(mendNow, wait));
      return;
    }
    mendNow();
  }

  function mendNow() {
    mending = 0;
    mended = performance.now();
    if (cs.layer.wrong() === "") return;
    cs.layer.mend();
    observer?.takeRecords(); // our own doing
  }

  /** Nothing there counts as seen now. @param {Box} box */
  function hide(box) {
    recent.push({ box, at: performance.now() });
  }

  function look() {
    if (!frame) return;
    const now = performance.now();
    const boxes = cs.layer.wrong() ? [cs.covers.ALL] : cs.covers.boxes(frame);
    recent = recent.filter(({ at }) => at > now - CALM);
    // What lay there at the last look may have gone this moment.
    for (const box of [...boxes, ...last]) hide(box);
    last = boxes;
    if (moved()) hide(cs.covers.ALL);
  }

  /** Whether the panel stands elsewhere than it did, and not by us. */
  function moved() {
    if (!frame) return false;
    const box = frame.getBoundingClientRect();
    const now = [frame.style.cssText, frame.className, frame.hidden, innerWidth, innerHeight, devicePixelRatio, cs.stand.zoom(document.documentElement), cs.stand.zoom(frame)].join();
    const far = now === place && (Math.abs(box.left - left) > SHIFT || Math.abs(box.top - top) > SHIFT);
    [place, left, top] = [now, box.left, box.top];
    return far;
  }

  /** A hidden tab is neither watched nor looked at. */
  function turn() {
    rest();
    if (!frame || document.hidden) return;
    watch();
    mend();
    wait(0);
  }

  /** The next look, once the page is drawn: asked for sooner, boxes make the browser style and lay out all of it for us. @param {number} time */
  function wait(time) {
    ticking = Number(setTimeout(() => (drawing = requestAnimationFrame(() => (ticking = Number(setTimeout(tick))))), time));
  }

  function tick() {
    const began = performance.now();
    look();
    wait(Math.max(EVERY, REST * (performance.now() - began)));
  }

  function rest() {
    observer?.disconnect();
    clearTimeout(ticking);
    clearTimeout(mending);
    cancelAnimationFrame(drawing);
    [ticking, mending, drawing] = [0, 0, 0];
  }

  /** @param {MouseEvent} event on anything of ours */
  function judge(event) {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    // A click by a key has no place; others than the browser's are our own.
    if (!frame || !event.isTrusted || !event.detail || target.closest(FREE)) return;
    look();
    const piece = (target.closest(PIECE) ?? target).getBoundingClientRect();
    const around = frame.contains(target) ? frame.getBoundingClientRect() : cs.covers.ALL;
    const seen = { left: Math.max(piece.left, around.left), top: Math.max(piece.top, around.top), right: Math.min(piece.right, around.right), bottom: Math.min(piece.bottom, around.bottom) };
    if (!recent.some(({ box }) => box.left < seen.right && box.right > seen.left && box.top < seen.bottom && box.bottom > seen.top)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    refused();
  }

  function stop() {
    for (const end of ends) end();
    ends = [];
    rest();
    cs.covers.forget();
    [frame, observer, refused] = [null, null, () => {}];
    [last, recent] = [[], []];
    [mended, place, left, top] = [-AGAIN, "", 0, 0];
  }

  cs.guard = { start, stop, moved: () => frame && hide(cs.covers.ALL) };
})();
