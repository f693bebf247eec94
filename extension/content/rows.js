/** Rows of the panel: what one suggestion, or one finding that is not coded, looks like. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.rows) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  const LEVELS = /** @type {const} */ ([[0.8, "strong"], [0.6, "good"], [0.35, "fair"], [0, "weak"]]);
  const SHOWN_OPTIONS = 12;

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
    if (evidence.some((e) => e.assertion !== "present")) found.push(chip(t("flag_contradiction"), "warn", t("flag_contradiction_title")));
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

  /** @param {string} title @param {(HTMLElement | null)[]} content */
  function part(title, content) {
    const there = content.filter(Boolean);
    return there.length ? h("section", {}, h("h3", { text: title }), ...there) : null;
  }

  /**
   * Instructions of the Tabular List; what a whole chapter says is folded away.
   * @param {string} title @param {string[] | undefined} lines each with its origin in brackets, if it is inherited
   */
  function list(title, lines) {
    if (!lines?.length) return null;
    /** @type {HTMLElement[][]} */
    const [near, far] = [[], []];
    for (const line of lines) {
      const [, text = line, origin = ""] = /^(.*?)\s*\[([^\][]+)\]$/s.exec(line) ?? [];
      (/^\d+$/.test(origin) ? far : near)?.push(h("li", {}, text, origin ? h("span", { class: "from", text: cs.details.from(origin) }) : null));
    }
    const ul = (/** @type {HTMLElement[]} */ items) => (items.length ? h("ul", { class: "list" }, ...items) : null);
    return part(title, [ul(near), far.length ? h("details", { class: "far" }, h("summary", { text: t("from_chapter", far.length) }), ul(far)) : null]);
  }

  /** @param {Guideline | null | undefined} guideline */
  function rule(guideline) {
    if (!guideline) return null;
    const { section, title, summary } = guideline;
    return h("div", { class: "rule" }, h("b", { text: [section, title].filter(Boolean).join("  ") }), h("p", { text: summary ?? "" }));
  }

  /** @param {{axis: string, options: {code: string, label: string}[]}} missing */
  function options({ axis, options: all }) {
    const rest = all.length - SHOWN_OPTIONS;
    return h("div", {}, h("p", { text: t("missing_axis", axisName(axis)) }),
      h("ul", { class: "options" }, ...all.slice(0, SHOWN_OPTIONS).map(({ code, label }) => h("li", {}, h("span", { class: "code", text: code }), h("span", { text: label })))),
      rest > 0 ? h("p", { class: "quiet", text: t("and_more", rest) }) : null);
  }

  /** The drafted question to the provider, folded, and its copy. @param {string} text @param {RowActs} acts */
  function question(text, acts) {
    return h("details", { class: "far query" }, h("summary", { text: t("query") }), h("p", { class: "draft", text }),
      h("div", { class: "acts" }, button("copy", t("copy_query"), () => acts.copy(text))));
  }

  /** What is said about the note as a whole. @param {string} text */
  const notice = (text) => h("p", { class: "note-error", text });

  /** The MS-DRG of the list as it stands. @param {NonNullable<Result["ms_drg"]>} group */
  const grouping = ({ drg, title, version, principal }) =>
    h("p", { class: "grouping" }, h("b", { text: `MS-DRG ${drg}` }), ` ${title}`, h("span", { class: "from", text: t("grouping_basis", version, principal) }));

  /** @param {string} axis */
  const axisName = (axis) => axis.replaceAll("_", " ");

  /**
   * @param {Suggestion} item @param {RowActs} acts
   * @returns {HTMLElement}
   */
  function suggestionBody(item, acts) {
    const { reasoning = [], guidelines = [], instructions = /** @type {any} */ ({}), missing = [], evidence, query } = item;
    const steps = reasoning.map(({ step, text, reference }) =>
      h("li", {}, h("span", { class: "sr", text: `${t(`step_${step}`)}: ` }), text, h("span", { class: "ref", text: [t(`step_${step}`), reference].filter(Boolean).join(" · ") })));
    return h("div", { class: "more" },
      part(t("other_mentions"), evidence.slice(1).map((each, i) => quote(each, "", () => acts.reveal(i + 1)))),
      part(t("why"), steps.length ? [h("ol", { class: "steps" }, ...steps)] : []),
      part(t("missing_detail"), [...missing.map(options), query ? question(query, acts) : null]),
      part(t("guideline"), guidelines.map(rule)),
      list(t("code_first"), instructions.code_first),
      list(t("use_additional"), instructions.use_additional),
      list(t("code_also"), instructions.code_also),
      list(t("excludes1"), instructions.excludes1),
      list(t("excludes2"), instructions.excludes2),
      h("div", { class: "acts" }, button("copy", t("copy_code"), () => acts.copy()), button("search", t("open_in_lookup"), () => acts.look())));
  }

  /** @param {string} glyph @param {string} text @param {() => void} act */
  const button = (glyph, text, act) => h("button", { type: "button", class: "plain small", on: { click: act } }, icon(glyph), text);

  /** @param {NotCoded} item @param {RowActs} acts */
  function uncodedBody(item, acts) {
    const why = t(`why_${item.reason}`);
    return h("div", { class: "more" },
      part(t("other_mentions"), item.evidence.slice(1).map((each, i) => quote(each, item.reason, () => acts.reveal(i + 1)))),
      part(t("why_not"), [why === `why_${item.reason}` ? null : h("p", { text: why }), typeof item.guideline === "string" ? (item.guideline ? h("p", { text: item.guideline }) : null) : rule(item.guideline)]),
      h("div", { class: "acts" }, button("copy", t("copy_code"), () => acts.copy()), button("search", t("open_in_lookup"), () => acts.look())));
  }

  /**
   * @param {Suggestion | NotCoded} item
   * @param {boolean} open
   * @param {RowActs} acts
   * @returns {HTMLElement}
   */
  function row(item, open, acts) {
    const suggestion = "tier" in item ? item : null;
    const reason = suggestion ? "" : /** @type {NotCoded} */ (item).reason;
    const first = item.evidence[0];
    const main = h("button", { type: "button", class: "main", "aria-expanded": String(open), "data-main": "", on: { click: () => acts.toggle() } },
      h("span", { class: "top" }, h("span", { class: "code", text: item.code }), ...(suggestion ? flags(suggestion) : [chip(t(`reason_${reason}`), reason === "uncertain" || reason === "hypothetical" ? "warn" : "")])),
      suggestion ? meter(suggestion.confidence) : h("span"),
      icon("chevron"),
      h("span", { class: "what", text: item.description }));
    const say = h("div", { class: "say" }, first ? quote(first, reason, () => acts.reveal(0), item.evidence.length) : null);
    const body = open ? (suggestion ? suggestionBody(suggestion, acts) : uncodedBody(/** @type {NotCoded} */ (item), acts)) : null;
    return h("li", { class: `row${open ? " open" : ""}`, "data-code": item.code }, main, say, body);
  }

  /** @param {Conflict} conflict */
  function conflict({ codes, kind, text }) {
    return h("li", { class: "conflict" }, h("b", {}, icon("alert"), t(`conflict_${kind}`), ...codes.map((code) => h("span", { class: "code", text: code }))), h("p", { text }));
  }

  /** @param {Suggestion} item @param {() => void} show */
  function missing(item, show) {
    const axes = item.missing.map(({ axis, options: all }) => t("missing_line", axisName(axis), all.length)).join("; ");
    return h("li", { class: "conflict missing" },
      h("b", {}, icon("alert"), h("button", { type: "button", class: "link code", text: item.code, on: { click: show } }), h("span", { text: t("missing_detail") })),
      h("p", { text: axes }));
  }

  cs.rows = { row, conflict, missing, notice, grouping, sectionName };
})();
