/**
 * Tells when the page may have changed, seldom enough that nobody notices: one observer, batched, with a
 * budget that grows with what a look costs, asleep in hidden tabs.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.watch) return;

  const QUIET = 250; // milliseconds without a change before we look
  const PATIENCE = 1000; // but look after so long at the latest
  const SHARE = 12; // rest this many times as long as a look took
  const MAX_RECORDS = 300; // beyond it a batch is taken as "much has changed"
  const ATTRIBUTES = ["class", "style", "hidden", "open", "contenteditable", "aria-expanded", "aria-hidden", "aria-selected"];
  const WHAT = { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ATTRIBUTES };

  /** @type {{look: () => void, moved: () => void, framed: () => void, stirred: () => void} | null} */
  let told = null;
  /** @type {MutationObserver | null} */
  let observer = null;
  /** @type {Set<Node>} */
  const roots = new Set();
  let [timer, first, rest, href] = [0, 0, 0, ""];
  let dirty = false;

  /** @param {MutationRecord[]} records */
  function mutated(records) {
    cs.layer.keep();
    if (records.length <= MAX_RECORDS && !records.some(matters)) return;
    if (records.some((record) => record.type === "attributes" || record.removedNodes.length)) told?.stirred();
    soon();
  }

  /** @param {MutationRecord} record */
  function matters(record) {
    if (cs.layer.isHost(record.target)) return false;
    if (record.type !== "childList") return true;
    const nodes = [...record.addedNodes, ...record.removedNodes];
    return nodes.some((node) => !cs.layer.isHost(node) && node.nodeType !== Node.COMMENT_NODE && !(node instanceof HTMLScriptElement));
  }

  function soon() {
    if (document.hidden) return void (dirty = true);
    const now = performance.now();
    first ||= now;
    clearTimeout(timer);
    const wait = Math.max(Math.min(QUIET, first + PATIENCE - now), rest - now, 0);
    timer = Number(setTimeout(look, wait));
  }

  function look() {
    first = 0;
    dirty = false;
    if (!told) return;
    if (document.hidden) return void (dirty = true);
    const begun = performance.now();
    told.look();
    const end = performance.now();
    rest = end + SHARE * (end - begun);
  }

  /** A single-page application went to another address: what was found belongs to the page before. */
  function address() {
    if (location.href === href) return;
    href = location.href;
    told?.moved();
    soon();
  }

  function woke() {
    if (!document.hidden && dirty) soon();
  }

  /** Something has faded or slid in. */
  function shown() {
    told?.stirred();
    soon();
  }

  /** @param {Event} event a frame that was loaded; its `load` does not bubble but can be caught */
  function loaded(event) {
    if (event.target instanceof HTMLIFrameElement || /** @type {any} */ (event.target)?.tagName === "FRAME") told?.framed();
  }

  /** @param {boolean} on */
  function listen(on) {
    const act = on ? "addEventListener" : "removeEventListener";
    document[act]("input", soon, { capture: true, passive: true });
    document[act]("change", soon, { capture: true, passive: true });
    document[act]("toggle", soon, { capture: true, passive: true });
    document[act]("transitionend", shown, { capture: true, passive: true });
    document[act]("animationend", shown, { capture: true, passive: true });
    document[act]("load", loaded, { capture: true, passive: true });
    document[act]("visibilitychange", woke);
    window[act]("resize", soon, { passive: true });
    window[act]("hashchange", address);
    window[act]("popstate", address);
    /** @type {any} */ (globalThis).navigation?.[act]("currententrychange", address);
  }

  /** @param {{look: () => void, moved: () => void, framed: () => void, stirred: () => void}} ears */
  function start(ears) {
    if (told) return;
    told = ears;
    href = location.href;
    observer = new MutationObserver(mutated);
    observe([document]);
    listen(true);
  }

  /** Watch these roots too; those that are watched already stay so. @param {Node[]} more */
  function observe(more) {
    address();
    for (const root of more) {
      if (roots.has(root)) continue;
      roots.add(root);
      observer?.observe(root, WHAT);
    }
  }

  function stop() {
    if (!told) return;
    told = null;
    observer?.disconnect();
    observer = null;
    roots.clear();
    clearTimeout(timer);
    [timer, first, rest] = [0, 0, 0];
    dirty = false;
    listen(false);
  }

  cs.watch = { start, stop, observe, soon };
})();
