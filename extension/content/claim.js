/** A frame's part of the chart check: the codes that it shows, its note held against confirmed ones, its quotations shown. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.claim) return;

  /** @param {string} id of a note in all frames */
  const heldAs = (id) => cs.session.notes().find((each) => cs.telling.globalId(each.id) === id);

  /** @param {{ask: number, source: string}} asked which question of the panel this answers, and the note that the claim is held against */
  function look({ ask, source }) {
    if (!cs.visible.frame()) return;
    cs.slices.run(cs.claimed.read(cs.session.notes(), heldAs(source)), (codes) => cs.client.toTop({ type: "claim-found", ask, codes }));
  }

  /** @param {{source: string, codes: string[], ask: number}} asked */
  async function check({ source, codes, ask }) {
    const model = heldAs(source)?.model;
    if (!model) return;
    const answer = await cs.client.check(cs.claimed.without(model), codes);
    if (!answer.ok) return cs.client.toTop({ type: "claim-checked", ask, error: answer.error });
    const { findings, code_set } = /** @type {{findings: Finding[], code_set: string}} */ (answer.value);
    // Findings quote as suggestions do: an anchor in the text, and the words around it.
    cs.evidence.enrich(/** @type {any} */ ({ suggestions: [], not_coded: findings }), model.text);
    cs.client.toTop({ type: "claim-checked", ask, findings, code_set });
  }

  /** @param {string} source @param {Anchor} anchor */
  function reveal(source, anchor) {
    const held = heldAs(source);
    const at = held && cs.anchor.resolve(held.model.text, anchor);
    if (!held || !at) return;
    // What is marked already is shown as for a suggestion, in fields too.
    const mark = held.marks.find(({ start, end }) => start <= at[0] && at[1] <= end);
    if (mark) return cs.session.reveal(source, mark.key);
    const runs = cs.model.runsOf(held.model, at[0], at[1]);
    const target = runs[0]?.field ?? runs[0]?.node?.parentElement;
    if (!target?.isConnected) return cs.virtual.bring(held.model, at[0], () => reveal(source, anchor));
    target.scrollIntoView({ block: "center", inline: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    cs.highlight.flash(cs.highlight.ranges(runs));
  }

  cs.client.listen((message) => {
    switch (message?.type) {
      case "claim-look":
        return void look(message);
      case "claim-check":
        return void check(message);
      case "claim-reveal":
        return void reveal(message.source, message.anchor);
      case "claim-found":
        return void cs.check.found(message);
      case "claim-checked":
        return void cs.check.checked(message);
      case "stop":
        return void cs.claimed.clear();
    }
    return undefined;
  });

  cs.claim = { look };
})();
