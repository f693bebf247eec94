/**
 * Tells when the page may have changed, seldom enough that nobody notices: one observer, batched, with a
 * budget that grows with what a look costs, asleep in hidden tabs.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.watch) return;

  const QUIET = 250; // milliseconds without a change before we look
  const AT_ONCE = 200; // milliseconds between two looks at a note that was drawn anew
  const PATIENCE = 1000; // but look after so long at the latest
  const SHARE = 12; // rest this many times as long as a look took
  const AHEAD = 3000; // milliseconds between two words to the background that something is being typed
  const MAX_RECORDS = 300; // beyond it a batch is taken as "much has changed"
  const ATTRIBUTES = ["class", "style", "hidden", "open", "contenteditable", "aria-expanded", "aria-hidden", "aria-selected"];
  const WHAT = { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ATTRIBUTES };

  /** @type {{look: () => void, moved: () => void, framed: () => void, stirred: () => void} | null} */
  let told = null;
  /** @type {MutationObserver | null} */
  let observer = null;
  /** @type {Set<Node>} */
  const roots = new Set();
  let [timer, first, last, rest, href] = [0, 0, 0, 0, ""];
  let [urgent, typing] = [false, -AHEAD];

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
    return nodes.some((node) => !cs.layer.isHost(node) && node.nodeType !== Node.COMMENT_NODE && !cs.is.named(node, "script"));
  }

  function soon() {
    // A hidden tab looks when it is shown again.
    if (!told || document.hidden) return;
    const now = performance.now();
    first ||= now;
    clearTimeout(timer);
    const quiet = urgent ? Math.max(last + AT_ONCE - now, 0) : QUIET;
    const wait = Math.max(Math.min(quiet, first + PATIENCE - now), rest - now, 0);
    timer = Number(setTimeout(look, wait));
  }

  /** Until we look, the background can make sure of the service. */
  function typed() {
    if (performance.now() >= typing + AHEAD) {
      typing = performance.now();
      cs.client.say("stay");
    }
    soon();
  }

  /** What was found is gone from the page: drawn anew, or another patient's by now. */
  function now() {
    urgent = true;
    soon();
  }

  function look() {
    first = timer = 0;
    urgent = false;
    if (!told || document.hidden) return;
    last = performance.now();
    told.look();
    spent(performance.now() - last);
  }

  /** A look took so long; the next one waits in proportion. @param {number} milliseconds */
  function spent(milliseconds) {
    rest = Math.max(rest, performance.now() + SHARE * milliseconds);
  }

  /** A single-page application went to another address: what was found belongs to the page before. */
  function address() {
    if (location.href === href) return;
    const [before, now] = [new URL(href), new URL(location.href)];
    href = location.href;
    const jump = `${before.origin}${before.pathname}${before.search}` === `${now.origin}${now.pathname}${now.search}`;
    // A jump to another place of the same document shows the same note.
    if (!(jump && now.hash && document.getElementById(decoded(now.hash.slice(1))))) told?.moved();
    soon();
  }

  /** @param {string} text */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** A hidden tab does nothing; when it is shown again, it is looked at as if it were new. */
  function woke() {
    observer?.disconnect();
    clearTimeout(timer);
    first = 0;
    if (document.hidden) return;
    address();
    for (const root of roots) observer?.observe(root, WHAT);
    soon();
  }

  /** Something has faded or slid in. */
  function shown() {
    told?.stirred();
    soon();
  }

  /** @param {Event} event a frame or style sheet that was loaded; its `load` does not bubble but can be caught */
  function loaded(event) {
    if (cs.is.frame(event.target)) told?.framed();
    else if (cs.is.named(event.target, "link")) soon();
  }

  /** @param {boolean} on */
  function listen(on) {
    const act = on ? "addEventListener" : "removeEventListener";
    document[act]("input", typed, { capture: true, passive: true });
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
      if (!document.hidden) observer?.observe(root, WHAT);
    }
  }

  function stop() {
    if (!told) return;
    told = null;
    observer?.disconnect();
    observer = null;
    roots.clear();
    clearTimeout(timer);
    [timer, first, last, rest] = [0, 0, 0, 0];
    urgent = false;
    listen(false);
  }

  cs.watch = { start, stop, observe, soon, now, spent };
})();
