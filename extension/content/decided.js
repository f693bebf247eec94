/** How a decision looks: a mark, words and an edge at the row, and the three buttons that make one. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.decided) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  const GLYPHS = { accept: "check", reject: "close", change: "swap", add: "plus" };
  /** As the record names them; by their number on the keyboard. "other" is with words of the coder. */
  const REASONS = ["not_documented", "not_treated", "uncertain", "history_only", "integral", "less_specific", "wrong_side", "duplicate", "unrelated"];

  /** The words of a reason: of the list, or the coder's own. @param {Decision} decision */
  const reasonOf = ({ reason, reason_text: own }) => (reason === "other" ? own : t(`reject_${reason}`));

  /** What a decision is called on the row of a code. @param {Decision} decision @param {string} code */
  function words(decision, code) {
    const { kind, code: to, from_code } = decision;
    const why = reasonOf(decision);
    if (kind === "reject") return why ? t("state_rejected_why", why) : t("state_rejected");
    if (kind === "change") return from_code === code ? t("state_changed", to) : t("state_listed", from_code);
    return t(kind === "add" ? "state_added" : "state_accepted");
  }

  /** @param {Decision} decision @param {string} code of the row */
  const line = (decision, code) => h("span", { class: `decision ${decision.kind}` }, icon(GLYPHS[decision.kind]), h("span", { text: words(decision, code) }));

  /** What was decided, in a sentence for the live region. @param {Decision} decision */
  function said(decision) {
    const { kind, code, from_code } = decision;
    const why = reasonOf(decision);
    if (kind === "reject") return why ? t("said_rejected_why", code, why) : t("said_rejected", code);
    if (kind === "change") return t("said_changed", from_code, code);
    return t(kind === "add" ? "said_added" : "said_accepted", code);
  }

  /**
   * Accept, reject, change: pressed when that is what holds, and then to be taken back.
   * @param {Decision | null} decision @param {string} code @param {boolean} suggested @param {RowActs} acts
   */
  function tools(decision, code, suggested, acts) {
    const button = (/** @type {string} */ name, /** @type {string} */ glyph, /** @type {string} */ key, /** @type {boolean} */ pressed, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: `tool ${name}`, "data-do": name, "aria-pressed": String(pressed), "aria-label": t(`${name}_code`, code), title: `${t(`${name}_code`, code)} (${key})`, on: { click: act } }, icon(glyph), h("span", { class: "label", text: t(name) }));
    const holds = decision?.kind;
    const taken = holds === "accept" || holds === "add";
    return h("div", { class: "tools-row", role: "group", "aria-label": t("decide_on", code) },
      button("accept", "check", "A", taken, () => (taken ? acts.takeBack() : acts.accept())),
      suggested ? button("reject", "close", "R", holds === "reject", () => (holds === "reject" ? acts.takeBack() : acts.reject())) : null,
      button("change", "swap", "E", holds === "change", acts.change));
  }

  /**
   * Why a code is rejected: one of a short list by its number, or own words.
   * @param {string} code @param {{take: (reason: string, own?: string) => void, cancel: () => void}} acts
   */
  function reasons(code, { take, cancel }) {
    const own = h("input", { type: "text", maxlength: "200", "data-do": "own", "aria-label": t("reject_other"), placeholder: t("reject_other"), autocomplete: "off" });
    return h("div", { class: "reasons", role: "group", "aria-label": t("reject_why", code) },
      h("p", { class: "ask-why", text: t("reject_why", code) }),
      ...REASONS.map((reason, at) =>
        h("button", { type: "button", class: "reason", "data-do": `reason${at + 1}`, "aria-keyshortcuts": String(at + 1), on: { click: () => take(reason) } },
          h("kbd", { "aria-hidden": "true", text: String(at + 1) }), h("span", { text: t(`reject_${reason}`) }))),
      h("div", { class: "own" }, own,
        h("button", { type: "button", class: "plain small", "data-do": "take", text: t("reject"), on: { click: () => take("other", /** @type {HTMLInputElement} */ (own).value) } }),
        h("button", { type: "button", class: "plain small", "data-do": "cancel", text: t("cancel"), on: { click: cancel } })));
  }

  cs.decided = { line, said, tools, reasons };
})();
