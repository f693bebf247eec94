/** One code, whole: what it is, where it stands, what completes it, and what the Tabular List says about it. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.details) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  /**
   * @param {CodeDetails} code @param {CodeDetails[]} above the codes above it, nearest first
   * @param {CodeActs} acts
   * @returns {HTMLElement}
   */
  function view(code, above, acts) {
    const tell = (/** @type {string} */ title, /** @type {(string | Told)[] | undefined} */ list, /** @type {any} */ how = {}) => cs.told.view(title, list, code, acts.open, how);
    const { open } = cs.axes.steps(code, above);
    const builder = cs.builder.view(code, above, acts.walk);
    return h("article", { class: "details", tabindex: "-1", "aria-label": `${code.code} ${code.description}`, "data-code-shown": code.code },
      head(code, acts),
      h("div", { class: "body" },
        chips(code.flags),
        cs.tree.view(code, above, acts.walk),
        builder,
        tell(t("inclusion_terms"), code.inclusion_terms),
        tell(t("includes"), code.includes),
        tell(t("code_first"), code.code_first),
        tell(t("use_additional"), code.use_additional),
        tell(t("code_also"), code.code_also),
        tell(t("excludes1"), code.excludes1, { hint: t("excludes1_hint") }),
        tell(t("excludes2"), code.excludes2, { hint: t("excludes2_hint") }),
        // The builder lists them with their codes once nothing else is open.
        open?.kind === "seventh" || code.billable ? null : seventh(code),
        tell(t("notes"), code.notes, { folded: true }),
        h("p", { class: "source-line quiet", text: [code.chapter ? t("chapter", code.chapter.number, code.chapter.description) : "", code.code_set].filter(Boolean).join(" · ") })));
  }

  /** What stays in sight while the rest scrolls: the code, whether it may be reported, and what to do with it. @param {CodeDetails} code @param {CodeActs} acts */
  function head(code, { copy, insert, target, take }) {
    const button = (/** @type {string} */ glyph, /** @type {string} */ text, /** @type {() => void} */ act, /** @type {string} */ kind, title = "") =>
      h("button", { type: "button", class: `${kind} small`, title: title || null, on: { click: act } }, icon(glyph), h("span", { text }));
    return h("header", { class: "head" },
      h("div", { class: "line" },
        h("h2", {}, h("span", { class: "code big", text: code.code }), h("span", { class: `chip ${code.billable ? "good" : "warn"}`, text: t(code.billable ? "billable" : "not_billable") })),
        h("div", { class: "acts" },
          take && code.billable && take.first ? button("check", take.label, () => take.act(code), "solid") : null,
          insert && code.billable ? button("insert", t("insert"), () => insert(code), take?.first ? "plain" : "solid", t("insert_into", target)) : null,
          take && code.billable && !take.first ? button("plus", take.label, () => take.act(code), insert ? "plain" : "solid") : null,
          button("copy", t("copy"), () => copy(code.code), "plain", t("copy_code")))),
      h("p", { class: "title", text: code.description }));
  }

  /** Risk groups, severity and statistics group of the code; what they are called is said once. @param {CodeFlags | undefined} flags */
  function chips(flags) {
    if (!flags) return null;
    const said = new Set();
    const chip = (/** @type {string} */ kind, /** @type {string} */ name, /** @type {string} */ label, title = label) => {
      const fresh = label && !said.has(label);
      said.add(label);
      return h("span", { class: `flag ${kind}`, title: title || null }, h("b", { text: name }), fresh ? h("span", { text: label }) : null);
    };
    const group = (/** @type {string} */ name, /** @type {Group | undefined} */ each, kind = "hcc") => (each ? chip(kind, `${name} ${each.number}`, each.label) : null);
    const drg = flags.cc_mcc_version ? `MS-DRG ${flags.cc_mcc_version}` : "";
    const found = [
      group("HCC V28", flags.hcc_v28), group("HCC V24", flags.hcc_v24), group("RxHCC", flags.rxhcc),
      flags.cc_mcc ? chip("cc", flags.cc_mcc, drg, `${t(flags.cc_mcc === "MCC" ? "flag_mcc" : "flag_cc")}, ${drg}`) : null,
      group("CCSR", flags.ccsr, ""),
    ].filter(Boolean);
    return found.length ? h("div", { class: "flags", role: "group", "aria-label": t("flags"), title: flags.sources?.join(", ") || null }, ...found) : null;
  }

  /** @param {CodeDetails} code */
  function seventh({ seventh_characters: all }) {
    if (!all.length) return null;
    return cs.told.section(t("seventh"), t("seventh_hint"), [
      h("dl", { class: "seventh" }, ...all.flatMap(({ character, meaning }) => [h("dt", { class: "code", text: character }), h("dd", { text: meaning })]))]);
  }

  cs.details = { view, from: cs.told.from };
})();
