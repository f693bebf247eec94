/**
 * One frame at work: finds its notes, asks for suggestions, draws, and tells the panel in the top frame.
 *
 * A result belongs to a source and to the hash of its text; it is dropped when the address changes.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.session) return;

  const KEPT = 12; // results of texts seen before: scrolling back or drawing anew asks nothing

  /** @type {Map<string, Held>} */
  const held = new Map();
  /** @type {Map<string, Result>} by the hash of the text */
  const known = new Map();
  /** @type {WeakMap<object, string>} */
  const names = new WeakMap();
  let [on, count, foreign, hasFrames, seen] = [false, 0, 0, false, false];
  /** Gives up the look that is under way. @type {(() => void) | null} */
  let looking = null;
  let again = false;

  /** @param {object} element */
  function nameOf(element) {
    let name = names.get(element);
    if (!name) names.set(element, (name = `n${++count}`));
    return name;
  }

  function start() {
    if (on) return;
    on = true;
    cs.visible.watch(() => cs.watch.soon());
    cs.caret.start();
    cs.watch.start({ look: scan, moved, framed: cs.telling.framed, stirred });
    cs.hover.start(cs.telling.opened);
    void pointed();
  }

  /** Look again, now that it is known what the coder pointed at on this site. */
  async function pointed() {
    if (!on) return;
    await cs.pointed.load();
    scan();
  }

  /** Look at the whole frame again; a long page takes several turns. */
  function scan() {
    if (!on) return;
    if (!cs.client.alive()) return cs.boot.orphaned();
    if (document.hidden) return cs.watch.soon();
    if (looking) return void (again = true);
    seen = cs.visible.frame();
    if (!seen) return take({ sources: [], roots: [], frames: [] });
    let over = false;
    const end = cs.slices.run(cs.pointed.notes(), (found, spent) => {
      over = true;
      looking = null;
      cs.watch.spent(spent);
      take(found);
      if (again) cs.watch.soon();
      again = false;
    });
    if (!over) looking = end;
  }

  function giveUp() {
    looking?.();
    looking = null;
    again = false;
  }

  /** @param {{sources: Found[], roots: (Document | ShadowRoot)[], frames: HTMLIFrameElement[]}} page */
  function take({ sources, roots, frames }) {
    if (!on) return;
    cs.watch.observe(roots);
    hasFrames = frames.length > 0;
    foreign = frames.filter((each) => !each.contentDocument && cs.visible.shown(each)).length;
    const there = new Set();
    /** @type {Held[]} */
    const changed = [];
    for (const found of cs.lingering.without(sources, () => cs.watch.soon())) {
      const first = found.parts[0];
      const id = nameOf(/** @type {object} */ (first?.field ?? first?.root));
      // An application may have drawn the same text anew, in other elements.
      const same = held.get(id) ?? [...held.values()].find((each) => !there.has(each.id) && each.model.hash === found.model.hash && !each.fixed);
      const source = same ?? add(id, found);
      there.add(source.id);
      if (!same || source.model.hash !== found.model.hash) changed.push(source);
      source.model = found.model;
      source.title = found.title;
    }
    for (const source of [...held.values()]) if (!there.has(source.id) && !source.fixed) remove(source);
    // First the marks, which tell what evidence is gone, then the panel.
    draw();
    report();
    for (const source of changed) void request(source);
  }

  /** @param {string} id @param {Found} found @returns {Held} */
  function add(id, found) {
    /** @type {Held} */
    const source = { id, model: found.model, title: found.title, kind: found.kind, state: "loading", marks: [], result: null, error: null, fixed: false };
    held.set(id, source);
    return source;
  }

  /** @param {Held} source */
  async function request(source) {
    const { id, model } = source;
    source.error = null;
    const before = known.get(model.hash);
    if (before) {
      cs.client.drop(id); // what was asked about the text before
      source.result = before;
      source.state = "ready";
      draw();
      return cs.telling.source(source);
    }
    source.state = "loading";
    cs.telling.source(source);
    const answer = await cs.client.suggest(id, model.text);
    if (held.get(id) !== source || source.model.hash !== model.hash) return;
    if (answer.ok) {
      source.result = cs.evidence.enrich(/** @type {Result} */ (answer.value), source.model.text);
      source.state = "ready";
      known.set(model.hash, source.result);
      if (known.size > KEPT) known.delete([...known.keys()][0] ?? "");
    } else {
      if (answer.error.code === "outdated") return;
      if (answer.error.code === "gone") return cs.boot.orphaned();
      source.result = null;
      source.state = "error";
      source.error = answer.error;
    }
    draw();
    cs.telling.source(source);
  }

  /** Resolve every anchor in the text as it is now, and draw. */
  function draw() {
    for (const source of held.values()) source.marks = cs.evidence.marks(source);
    const all = [...held.values()].filter(({ result }) => !result?.unmarked).flatMap((source) => source.marks);
    cs.highlight.draw(all);
    cs.boxes.draw(all);
  }

  const report = () => cs.telling.frame(held.keys(), foreign);

  /** Say everything again: the panel has just been opened. */
  function announce() {
    if (!on && !held.size) return;
    report();
    for (const source of held.values()) cs.telling.source(source, true);
  }

  /** @param {Held} source */
  function remove(source) {
    held.delete(source.id);
    cs.client.drop(source.id);
  }

  /** Another address, perhaps another patient; frames in here belong to the page before, too. */
  function moved() {
    forget();
    if (cs.client.isTop && hasFrames) cs.client.toAll({ type: "moved" });
  }

  /** Clear at once. */
  function forget() {
    if (!on && !held.size) return;
    giveUp();
    known.clear();
    cs.virtual.forget();
    cs.lingering.leave([...held.values()].map((source) => source.model.text));
    for (const source of [...held.values()]) remove(source);
    draw();
    report();
  }

  function retry() {
    for (const source of held.values()) if (source.state === "error") void request(source);
  }

  /** Ask again for everything, such as after the setting changed. */
  function anew() {
    known.clear();
    for (const source of held.values()) void request(source);
  }

  /** Suggestions for what is selected in this frame. @param {string} said what the browser says is selected */
  function selection(said) {
    const found = cs.selection.read(said);
    if (!found) return;
    for (const source of [...held.values()]) if (source.fixed) remove(source);
    const source = add(`selection${++count}`, found);
    source.fixed = true;
    cs.hover.start(cs.telling.opened);
    report();
    void request(source);
  }

  /** Show a piece of evidence. @param {string} source @param {string} key */
  function reveal(source, key) {
    const mark = held.get(cs.telling.localId(source))?.marks.find((each) => each.key === key);
    const run = mark?.runs[0];
    const target = run?.field ?? run?.node?.parentElement;
    if (mark && !target?.isConnected) cs.virtual.bring(/** @type {Held} */ (held.get(mark.source)).model, mark.start, () => reveal(source, key));
    if (!mark || !target?.isConnected) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    target.scrollIntoView({ block: "center", inline: "nearest", behavior });
    if (run?.field) cs.boxes.reveal(mark);
    else cs.highlight.flash(mark.ranges);
  }

  /** A frame that fades in or is uncovered changes nothing that an observer sees. */
  function pulse() {
    if (on && !document.hidden && cs.visible.frame() !== seen) cs.watch.soon();
  }

  /** Something was shown, hidden or removed; frames in here cannot see that by themselves. */
  function stirred() {
    if ([...held.values()].some(({ model: { runs } }) => lost(runs[0]) || lost(runs.at(-1)))) cs.watch.now();
    if (hasFrames) cs.telling.stirred();
  }

  /** Whether a place in a note went from the page. @param {Run | undefined} run */
  const lost = (run) => run !== undefined && !(run.node ?? run.field)?.isConnected;

  function stop() {
    on = hasFrames = false;
    giveUp();
    known.clear();
    cs.lingering.clear();
    cs.virtual.forget();
    cs.telling.stop();
    cs.watch.stop();
    cs.visible.unwatch();
    cs.hover.stop();
    cs.caret.stop();
    for (const source of [...held.values()]) remove(source);
    cs.highlight.clear();
    cs.boxes.clear();
  }

  cs.session = { notes: () => [...held.values()], start, stop, announce, retry, anew, forget, pointed, selection, reveal, pulse, recheck: () => on && cs.watch.soon() };
})();
