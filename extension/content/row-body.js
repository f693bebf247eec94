/** What stands in an opened row: other mentions, the reasoning, what is missing, the guideline, the Tabular's instructions. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.rowBody) return;
  const { h, icon } = cs.dom;
  const { quote, axisName } = cs.rows;
  const t = cs.client.t;

  const SHOWN_OPTIONS = 12;

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

  /**
   * @param {Suggestion} item @param {RowActs} acts
   * @returns {HTMLElement}
   */
  function suggested(item, acts) {
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
  function uncoded(item, acts) {
    const why = t(`why_${item.reason}`);
    return h("div", { class: "more" },
      part(t("other_mentions"), item.evidence.slice(1).map((each, i) => quote(each, item.reason, () => acts.reveal(i + 1)))),
      part(t("why_not"), [why === `why_${item.reason}` ? null : h("p", { text: why }), typeof item.guideline === "string" ? (item.guideline ? h("p", { text: item.guideline }) : null) : rule(item.guideline)]),
      h("div", { class: "acts" }, button("copy", t("copy_code"), () => acts.copy()), button("search", t("open_in_lookup"), () => acts.look())));
  }

  cs.rowBody = { suggested, uncoded };
})();
