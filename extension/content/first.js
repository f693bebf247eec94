/**
 * Own codes first: a note's suggestions are not even asked for until the coder says so; then both lists are laid side by
 * side, each difference with what is suggested for it and its guideline. Training is the same, and nothing is learned from it.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.first) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  /** @type {ReviewHost | null} */
  let host = null;
  let [busy, trouble] = [false, ""];

  /** @param {ReviewHost | null} panel null when it closes */
  function start(panel) {
    host = panel;
    [busy, trouble] = [false, ""];
  }

  const waiting = () => cs.decisions.notes().filter(({ mode, revealed }) => mode !== "assisted" && !revealed);

  /** Whether a note of the page waits for own codes. */
  const waits = () => waiting().length > 0;

  /** Own codes are in. All notes of the page are shown, since their codes are one list. */
  async function show() {
    if (busy) return;
    busy = true;
    host?.draw();
    trouble = "";
    for (const note of waiting()) {
      await note.ready;
      const answer = await cs.client.finish("reveal", note.id);
      if (answer.ok) Object.assign(note, { revealed: true, differences: /** @type {any} */ (answer.value).differences });
      else trouble ||= answer.error.message;
    }
    busy = false;
    host?.draw();
    if (trouble) return host?.say(trouble);
    cs.client.toAll({ type: "prefs" }); // every frame asks for its notes anew
  }

  /** What stands in place of the rows of all notes that wait. @param {Source[]} sources @returns {Node[]} */
  function view(sources) {
    const mode = sources.map(({ result }) => result?.hidden).find(Boolean);
    if (!mode) return [];
    const has = cs.decisions.mine().length;
    const acts = h("div", { class: "acts" },
      h("button", { type: "button", class: has ? "plain" : "solid", "data-walk": "", "data-do": "first-add", on: { click: () => cs.review.add() } }, icon("plus"), t("add_a_code")),
      h("button", { type: "button", class: has ? "solid" : "plain", "data-walk": "", "data-do": "reveal", disabled: busy || null, on: { click: () => void show() } }, t("show_suggestions")));
    return [h("div", { class: "state first", "data-key": "first" }, h("div", { class: "disc" }, icon("note")), h("h2", { text: t(`${mode}_title`) }),
      h("p", { text: t("first_text") }), mode === "training" ? h("p", { text: t("training_text") }) : null, acts,
      trouble ? h("p", { class: "finish-trouble", role: "alert", text: trouble }) : null)];
  }

  /** Only mine, only suggested, both; a code of the same category with other detail stands with its neighbour. @param {Difference} one @param {Difference[]} all */
  function kindOf(one, all) {
    if (one.mine && one.suggested) return "both";
    const near = all.some((other) => other !== one && other.code.slice(0, 3) === one.code.slice(0, 3) && other.mine !== one.mine && !(other.mine && other.suggested));
    return near ? "near" : one.mine ? "mine" : "suggested";
  }

  /** @param {ReviewedNote | undefined} note @returns {HTMLElement[]} */
  function differences(note) {
    const all = note?.differences ?? [];
    const order = ["near", "mine", "suggested", "both"];
    return order.flatMap((kind) => all.filter((each) => kindOf(each, all) === kind).map((each) => item(each, kind)));
  }

  /** @param {Difference} one @param {string} kind */
  function item({ code, mine, text, guideline }, kind) {
    const rule = typeof guideline === "string" ? { section: guideline, title: "", summary: "" } : guideline;
    const word = t(kind === "near" ? (mine ? "difference_near_mine" : "difference_near_suggested") : `difference_${kind}`);
    return h("li", { class: `difference ${kind}`, "data-code": code },
      h("p", { class: "top" }, h("span", { class: "code", text: code }), h("span", { class: `chip ${kind === "both" ? "good" : kind === "mine" ? "hcc" : kind === "near" ? "warn" : "cc"}`, text: word })),
      text ? h("p", { text }) : null,
      rule?.section ? h("p", { class: "ref" }, h("b", { text: [t("guideline_section", rule.section), rule.title].filter(Boolean).join(", ") }), rule.summary ? h("span", { text: ` ${rule.summary}` }) : null) : null);
  }

  cs.first = { start, waits, show, view, differences };
})();
