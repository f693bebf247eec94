/** Rows of the panel: what one suggestion, or one finding that is not coded, looks like. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.rows) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  const LEVELS = /** @type {const} */ ([[0.8, "strong"], [0.6, "good"], [0.35, "fair"], [0, "weak"]]);

  /** @param {string} category of a section, such as `assessment_plan` */
  function sectionName(category) {
    const known = t(`section_${category.replace(/\W/g, "_")}`);
    if (known !== `section_${category.replace(/\W/g, "_")}`) return known;
    return (category.charAt(0).toUpperCase() + category.slice(1)).replaceAll("_", " ");
  }

  /** @param {string} text @param {string} kind @param {string} [title] */
  const chip = (text, kind = "", title = "") => h("span", { class: `chip ${kind}`, text, title: title || null });

  /** @param {number} value from 0 to 1 */
  function meter(value) {
    const level = (LEVELS.find(([least]) => value >= least) ?? LEVELS[3])[1];
    const fill = h("i");
    fill.style.width = `${Math.round(Math.max(0.06, Math.min(1, value)) * 100)}%`;
    return h("span", { class: `meter ${level}`, title: t("confidence_title", value.toFixed(2)) },
      h("span", { class: "bar", "aria-hidden": "true" }, fill), h("span", { class: "sr", text: `${t("confidence")} ` }), t(`level_${level}`));
  }

  /** @param {Suggestion} item */
  function flags({ flags: f, evidence, missing, poa }) {
    const found = [];
    if (f?.hcc_v28) found.push(chip(`HCC ${f.hcc_v28}`, "hcc", [t("flag_hcc", f.hcc_v28), f.hcc_v28_label].filter(Boolean).join(": ")));
    if (f?.cc_mcc) found.push(chip(f.cc_mcc, "cc", t(f.cc_mcc === "MCC" ? "flag_mcc" : "flag_cc")));
    if (f?.billable === false) found.push(chip(t("flag_header"), "bad", t("flag_header_title")));
    if (f?.unspecified || missing?.length) found.push(chip(t(f?.unspecified ? "flag_unspecified" : "flag_detail"), "warn", t("flag_unspecified_title")));
    if (poa) found.push(chip(poa === "exempt" ? t("poa_exempt") : `POA ${poa}`, "", t(`poa_${poa.toLowerCase()}_title`)));
    const affirmed = evidence.filter((e) => e.assertion === "present").length;
    if (affirmed && affirmed < evidence.length) found.push(chip(t("flag_contradiction"), "warn", t("flag_contradiction_title")));
    return found;
  }

  /**
   * A quotation; a click shows it in the page.
   * @param {Evidence} evidence @param {string} reason why it is not coded, if so @param {() => void} show @param {number} [mentions]
   */
  function quote(evidence, reason, show, mentions = 1) {
    const kind = evidence.assertion === "uncertain" || reason === "uncertain" ? "uncertain" : reason || evidence.assertion !== "present" ? "uncoded" : "affirmed";
    const where = [evidence.section && sectionName(evidence.section)];
    if (evidence.assertion !== "present" && !reason) where.push(t(`reason_${evidence.assertion}`));
    const cues = [...new Set((evidence.cues ?? []).map((cue) => `“${cue.text}”`))].join(", ");
    if (cues && evidence.assertion !== "present") where.push(t("because", cues));
    if (mentions > 1) where.push(t("mentions", mentions));
    if (evidence.gone) where.push(t("evidence_gone"));
    return h("button", { type: "button", class: `quote ${kind}${evidence.gone ? " gone" : ""}`, title: evidence.gone ? null : t("show_in_page"), "aria-disabled": evidence.gone ? "true" : null, on: { click: show } },
      h("span", {}, h("span", { text: evidence.lead ?? "" }), h("mark", { text: evidence.text }), h("span", { text: evidence.tail ?? "" })),
      where.some(Boolean) ? h("span", { class: "where", text: where.filter(Boolean).join(" · ") }) : null);
  }

  /** What is said about the note as a whole. @param {string} text */
  const notice = (text) => {
    const line = cs.dom.said(text);
    line.className = "note-error";
    return line;
  };

  /** The MS-DRG of the list as it stands. @param {NonNullable<Result["ms_drg"]>} group */
  const grouping = ({ drg, title, version, principal }) =>
    h("p", { class: "grouping" }, h("b", { text: `MS-DRG ${drg}` }), ` ${title}`, h("span", { class: "from", text: t("grouping_basis", version, principal) }));

  /** @param {string} axis */
  const axisName = (axis) => axis.replaceAll("_", " ");

  /**
   * @param {Suggestion | NotCoded} item
   * @param {Decision | null} decision that holds for it
   * @param {boolean} open
   * @param {RowActs} acts
   * @returns {HTMLElement}
   */
  function row(item, decision, open, acts) {
    const { code } = item;
    const suggestion = "tier" in item ? item : null;
    const reason = suggestion ? "" : /** @type {NotCoded} */ (item).reason;
    const first = item.evidence[0];
    const main = h("button", { type: "button", class: "main", "aria-expanded": String(open), "aria-keyshortcuts": suggestion ? "A R E" : "A E", "data-main": "", on: { click: () => acts.toggle() } },
      h("span", { class: "top" }, h("span", { class: "code", text: code }),
        decision?.kind === "change" && decision.from_code === code ? h("span", { class: "code to" }, icon("arrow"), decision.code) : null,
        ...(suggestion ? flags(suggestion) : [chip(t(`reason_${reason}`), reason === "uncertain" || reason === "hypothetical" ? "warn" : "")])),
      suggestion && !decision ? meter(suggestion.confidence) : h("span"),
      icon("chevron"),
      h("span", { class: "what", text: item.description }),
      decision ? cs.decided.line(decision, code) : null);
    // A row that is decided is short: what is left to decide stands out.
    const say = decision && !open ? null : h("div", { class: "say" }, first ? quote(first, reason, () => acts.reveal(0), item.evidence.length) : null);
    const body = open ? (suggestion ? cs.rowBody.suggested(suggestion, acts) : cs.rowBody.uncoded(/** @type {NotCoded} */ (item), acts)) : null;
    return h("li", { class: `row${open ? " open" : ""}${decision ? ` decided ${decision.kind}` : ""}`, "data-code": code, "data-decided": decision?.kind },
      main, say, cs.decided.tools(decision, code, Boolean(suggestion), acts), body);
  }

  /** @param {Conflict} conflict */
  function conflict({ codes, kind, text }) {
    return h("li", { class: "conflict" }, h("b", {}, icon("alert"), t(`conflict_${kind}`), ...codes.map((code) => h("span", { class: "code", text: code }))), h("p", { text }));
  }

  /** @param {Suggestion} item @param {() => void} show */
  function missing(item, show) {
    const axes = item.missing.map(({ axis, options: all }) => t(all.length === 1 ? "missing_line_one" : "missing_line", axisName(axis), all.length)).join("; ");
    return h("li", { class: "conflict missing", "data-key": `missing:${item.key}` },
      icon("alert"), h("button", { type: "button", class: "link code", text: item.code, on: { click: show } }), h("p", { text: t("missing_said", axes) }));
  }

  cs.rows = { row, conflict, missing, notice, grouping, quote, axisName, sectionName };
})();
