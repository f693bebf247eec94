/**
 * One frame at work: finds its notes, asks for suggestions, draws, and tells the panel in the top frame.
 *
 * A result belongs to a source and to the hash of its text; it is dropped when the address changes.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.session) return;

  /** @type {Map<string, Held>} */
  const held = new Map();
  /** @type {WeakMap<object, string>} */
  const names = new WeakMap();
  let [on, count, foreign, hasFrames, seen] = [false, 0, 0, false, false];
  let [stirring, framing] = [0, 0];

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
    cs.watch.start({ look: scan, moved: forget, framed, stirred });
    cs.hover.start((mark) => cs.client.toTop({ type: "open-row", key: mark.key, source: globalId(mark.source) }));
    scan();
  }

  /** Look at the whole frame again. */
  function scan() {
    if (!on) return;
    if (!cs.client.alive()) return cs.boot.orphaned();
    if (document.hidden) return cs.watch.soon();
    seen = cs.visible.frame();
    const { sources, roots, frames } = seen ? cs.find.sources() : { sources: [], roots: [], frames: [] };
    cs.watch.observe(roots);
    hasFrames = frames.length > 0;
    foreign = frames.filter((each) => !each.contentDocument && cs.visible.shown(each)).length;
    const there = new Set();
    for (const found of sources) {
      const first = found.parts[0];
      const id = nameOf(/** @type {object} */ (first?.field ?? first?.root));
      // An application may have drawn the same text anew, in other elements.
      const same = held.get(id) ?? [...held.values()].find((each) => !there.has(each.id) && each.model.hash === found.model.hash && !each.fixed);
      const source = same ?? add(id, found);
      there.add(source.id);
      update(source, found, !same);
    }
    for (const source of [...held.values()]) if (!there.has(source.id) && !source.fixed) remove(source);
    draw();
    report();
  }

  /** @param {string} id @param {Found} found @returns {Held} */
  function add(id, found) {
    /** @type {Held} */
    const source = { id, model: found.model, title: found.title, kind: found.kind, state: "loading", marks: [], result: null, error: null, fixed: false };
    held.set(id, source);
    return source;
  }

  /** @param {Held} source @param {Found} found @param {boolean} fresh */
  function update(source, found, fresh) {
    const changed = fresh || source.model.hash !== found.model.hash;
    source.model = found.model;
    source.title = found.title;
    if (!changed) return;
    void request(source);
  }

  /** @param {Held} source */
  async function request(source) {
    const { id, model } = source;
    source.state = "loading";
    source.error = null;
    tell(source);
    const answer = await cs.client.suggest(id, model.text);
    if (held.get(id) !== source || source.model.hash !== model.hash) return;
    if (answer.ok) {
      source.result = enrich(/** @type {Result} */ (answer.value), source.model.text);
      source.state = "ready";
    } else {
      if (answer.error.code === "outdated") return;
      if (answer.error.code === "gone") return cs.boot.orphaned();
      source.result = null;
      source.state = "error";
      source.error = answer.error;
    }
    draw();
    tell(source);
  }

  /** Give every piece of evidence an anchor, a key and the words around it. @param {Result} result @param {string} text @returns {Result} */
  function enrich(result, text) {
    const lists = [result.suggestions, result.not_coded];
    lists.forEach((list, which) =>
      list.forEach((item, index) => {
        item.key = `${which ? "x" : "s"}${index}:${item.code}`;
        for (const evidence of item.evidence) {
          const { start, end } = evidence;
          evidence.anchor = cs.anchor.make(text, start, end);
          const lead = text.slice(Math.max(0, start - 48), start);
          const tail = text.slice(end, end + 56);
          evidence.lead = lead.slice(lead.lastIndexOf("\n") + 1);
          evidence.tail = tail.split("\n", 1)[0] ?? "";
          if (start > 48 && evidence.lead.length === 48) evidence.lead = `…${evidence.lead.replace(/^\S*\s/, "")}`;
          if (evidence.tail.length === 56) evidence.tail = `${evidence.tail.replace(/\s\S*$/, "")}…`;
        }
      }),
    );
    return result;
  }

  /** Resolve every anchor in the text as it is now, and draw. */
  function draw() {
    /** @type {Mark[]} */
    const all = [];
    for (const source of held.values()) {
      source.marks = [];
      if (!source.result) continue;
      const { suggestions, not_coded } = source.result;
      for (const item of [...suggestions, ...not_coded]) {
        for (const [index, evidence] of item.evidence.entries()) {
          const at = cs.anchor.resolve(source.model.text, /** @type {Anchor} */ (evidence.anchor));
          evidence.gone = !at;
          if (!at) continue;
          const reason = /** @type {NotCoded} */ (item).reason;
          source.marks.push({
            key: `${item.key}/${index}`, source: source.id, code: item.code, description: item.description,
            kind: kindOf(evidence.assertion, reason), reason: reason ? cs.client.t(`reason_${reason}`) : "",
            start: at[0], end: at[1], runs: cs.text.runsOf(source.model, at[0], at[1]), ranges: [],
          });
        }
      }
      all.push(...source.marks);
    }
    cs.highlight.draw(all);
    cs.boxes.draw(all);
  }

  /** @param {string} assertion @param {string | undefined} reason @returns {Mark["kind"]} */
  function kindOf(assertion, reason) {
    if (assertion === "uncertain" || reason === "uncertain") return "uncertain";
    return reason || assertion !== "present" ? "uncoded" : "affirmed";
  }

  /** @param {string} id */
  const globalId = (id) => `${cs.client.instance}:${id}`;

  /** @param {Held} source */
  function tell(source) {
    const { id, title, kind, state, error, result, model } = source;
    const words = cs.clinical.words(model.text);
    cs.client.toTop({ type: "source", instance: cs.client.instance, source: { id: globalId(id), title, kind, state, error, result, words, page: location.host } });
  }

  function report() {
    const ids = [...held.keys()].map(globalId);
    cs.client.toTop({ type: "frame", instance: cs.client.instance, ids, foreign, cross: cs.visible.isCross() });
  }

  /** Say everything again: the panel has just been opened. */
  function announce() {
    if (!on && !held.size) return;
    report();
    for (const source of held.values()) tell(source);
  }

  /** @param {Held} source */
  function remove(source) {
    held.delete(source.id);
    cs.client.drop(source.id);
  }

  /** Another page, perhaps another patient: clear at once. */
  function forget() {
    for (const source of [...held.values()]) remove(source);
    draw();
    report();
  }

  function retry() {
    for (const source of held.values()) if (source.state === "error") void request(source);
  }

  /** Ask again for everything, such as after the setting changed. */
  function again() {
    for (const source of held.values()) void request(source);
  }

  /** Suggestions for what is selected in this frame. @param {string} said what the browser says is selected */
  function selection(said) {
    const found = cs.selection.read(said);
    if (!found) return;
    for (const source of [...held.values()]) if (source.fixed) remove(source);
    const source = add(`selection${++count}`, found);
    source.fixed = true;
    cs.hover.start((mark) => cs.client.toTop({ type: "open-row", key: mark.key, source: globalId(mark.source) }));
    report();
    void request(source);
  }

  /** Show a piece of evidence. @param {string} source @param {string} key */
  function reveal(source, key) {
    const mark = held.get(source.slice(cs.client.instance.length + 1))?.marks.find((each) => each.key === key);
    const run = mark?.runs[0];
    const target = run?.field ?? run?.node?.parentElement;
    if (!mark || !target) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    target.scrollIntoView({ block: "center", inline: "nearest", behavior });
    if (run?.field) cs.boxes.reveal(mark);
    else cs.highlight.flash(mark.ranges);
  }

  /** Frames came: the background puts our scripts into them. */
  function framed() {
    clearTimeout(framing);
    framing = Number(setTimeout(() => cs.client.say("frames"), 100));
  }

  /** A frame that fades in or is uncovered changes nothing that an observer sees. */
  function pulse() {
    if (on && !document.hidden && cs.visible.frame() !== seen) cs.watch.soon();
  }

  /** Something was shown, hidden or removed; frames in here cannot see that by themselves. */
  function stirred() {
    if (!hasFrames || stirring) return;
    stirring = Number(
      setTimeout(() => {
        stirring = 0;
        cs.client.toAll({ type: "recheck" });
      }, 300),
    );
  }

  function stop() {
    on = hasFrames = false;
    clearTimeout(stirring);
    clearTimeout(framing);
    stirring = framing = 0;
    cs.watch.stop();
    cs.visible.unwatch();
    cs.hover.stop();
    cs.caret.stop();
    for (const source of [...held.values()]) remove(source);
    cs.highlight.clear();
    cs.boxes.clear();
  }

  cs.session = { start, stop, announce, retry, again, selection, reveal, pulse, recheck: () => on && cs.watch.soon() };
})();
