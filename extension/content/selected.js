/** The text that is selected in the page, in whichever frame, and where it stands in a note: the evidence of an added code. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.selected) return;

  const WAIT = 200; // milliseconds for the frames to answer
  const LONGEST = 200; // characters

  /** @type {((picked: Picked | null) => void) | null} */
  let asked = null;
  let timer = 0;
  /** A page has one selection: a field of ours that takes the focus takes it, too. @type {Picked | null} */
  let kept = null;

  /** What is selected in this frame. @returns {Picked | null} */
  function read() {
    const here = inField() ?? inText();
    const text = here?.text.replace(/\s+/g, " ").trim() ?? "";
    return here && text.length > 1 ? { ...here, text: text.slice(0, LONGEST) } : null;
  }

  /** The field that has the focus, or had it before the panel took it. @returns {Picked | null} */
  function inField() {
    const now = cs.fields.focused();
    const field = now && cs.layer.isHost(now) ? cs.fields.remembered()?.element : now;
    if (!field || !cs.fields.holdsText(field) || field.selectionStart === field.selectionEnd) return null;
    const [from, to] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
    for (const { id, model } of cs.session.notes()) {
      const run = model.runs.find((each) => each.field === field && from >= each.offset && from <= each.offset + each.end - each.start);
      if (run) return { text: field.value.slice(from, to), source: cs.telling.globalId(id), start: run.start + from - run.offset, end: run.start + to - run.offset };
    }
    return { text: field.value.slice(from, to), source: "", start: 0, end: 0 };
  }

  /** @returns {Picked | null} */
  function inText() {
    const selection = getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const text = selection.toString();
    for (const { id, model, kind } of cs.session.notes()) {
      if (kind === "selection" || !model.runs.some(({ node }) => node && range.intersectsNode(node))) continue;
      const [start, end] = [cs.model.offsetOf(model, range.startContainer, range.startOffset), cs.model.offsetOf(model, range.endContainer, range.endOffset)];
      return { text, source: cs.telling.globalId(id), start, end };
    }
    return { text, source: "", start: 0, end: 0 };
  }

  /** Ask all frames; the first selection is taken, or none after a moment. @param {(picked: Picked | null) => void} then */
  function gather(then) {
    const here = read() ?? kept;
    kept = null;
    if (here) return then(here);
    asked = then;
    clearTimeout(timer);
    timer = Number(setTimeout(() => take(null), WAIT));
    cs.client.toAll({ type: "tell-selected" });
  }

  /** @param {Picked | null} picked */
  function take(picked) {
    clearTimeout(timer);
    const then = asked;
    asked = null;
    then?.(picked);
  }

  cs.client.listen((message) => {
    if (message?.type === "selected" && cs.client.isTop) take(message.picked);
    if (message?.type !== "tell-selected" || cs.client.isTop) return;
    const picked = read();
    if (picked) cs.client.toTop({ type: "selected", picked });
  });

  cs.selected = { gather, remember: () => void (kept = read()) };
})();
