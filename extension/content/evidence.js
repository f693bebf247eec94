/** The evidence of a result: anchored in the text it was found in, and marked where it stands in the text as it is now. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.evidence) return;

  const LEAD = 48; // characters quoted before evidence
  const TAIL = 56; // and after it

  /** Give every piece of evidence an anchor, a key and the words around it. @param {Result} result @param {string} text @returns {Result} */
  function enrich(result, text) {
    const lists = [result.suggestions, result.not_coded];
    lists.forEach((list, which) =>
      list.forEach((item, index) => {
        item.key = `${which ? "x" : "s"}${index}:${item.code}`;
        for (const evidence of item.evidence) {
          const { start, end } = evidence;
          evidence.anchor = cs.anchor.make(text, start, end);
          const lead = text.slice(Math.max(0, start - LEAD), start);
          const tail = text.slice(end, end + TAIL);
          evidence.lead = lead.slice(lead.lastIndexOf("\n") + 1);
          evidence.tail = tail.split("\n", 1)[0] ?? "";
          if (start > LEAD && evidence.lead.length === LEAD) evidence.lead = `…${evidence.lead.replace(/^\S*\s/, "")}`;
          if (evidence.tail.length === TAIL) evidence.tail = evidence.tail.replace(/\s\S*$/, "").replace(/[^.!?]$/, "$&…");
        }
      }),
    );
    return result;
  }

  /** Resolve every anchor of a note in its text as it is now. @param {Held} source @returns {Mark[]} */
  function marks({ id, model, result }) {
    /** @type {Mark[]} */
    const found = [];
    if (!result) return found;
    for (const item of [...result.suggestions, ...result.not_coded]) {
      for (const [index, evidence] of item.evidence.entries()) {
        const at = cs.anchor.resolve(model.text, /** @type {Anchor} */ (evidence.anchor));
        evidence.gone = !at;
        if (!at) continue;
        const reason = /** @type {NotCoded} */ (item).reason;
        found.push({
          key: `${item.key}/${index}`, source: id, code: item.code, description: item.description,
          kind: kindOf(evidence.assertion, reason), reason: reason ? cs.client.t(`reason_${reason}`) : "",
          start: at[0], end: at[1], runs: cs.model.runsOf(model, at[0], at[1]), ranges: [],
        });
      }
    }
    return found;
  }

  /** @param {string} assertion @param {string | undefined} reason @returns {Mark["kind"]} */
  function kindOf(assertion, reason) {
    if (assertion === "uncertain" || reason === "uncertain") return "uncertain";
    return reason || assertion !== "present" ? "uncoded" : "affirmed";
  }

  /** How much of the evidence of a result stands nowhere in the text as it is now. @param {Result | null} result */
  function lost(result) {
    const all = result ? [...result.suggestions, ...result.not_coded].flatMap((item) => item.evidence) : [];
    return all.reduce((sum, evidence) => sum + (evidence.gone ? 1 : 0), 0);
  }

  cs.evidence = { enrich, marks, lost };
})();
