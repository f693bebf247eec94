/** How the chart check looks: the codes to confirm, then what the note says of each. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.checkView) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  /** In the order in which they are looked at; with the colour of their mark. @type {Record<string, string>} */
  const VERDICTS = { contradicted: "bad", not_supported: "bad", conflicting: "hcc", more_specific_than_documented: "warn", less_specific: "warn", not_billable: "warn", unknown_code: "", missing: "cc", supported: "good" };
  const ORDER = Object.keys(VERDICTS);

  /** The way to the check, below the rows. @param {() => void} open */
  const entry = (open) =>
    h("button", { type: "button", class: "check-entry", "data-walk": "", "data-key": "check", "aria-keyshortcuts": "V", on: { click: open } },
      icon("claim"), h("span", {}, h("b", { text: t("check_codes") }), h("small", { text: t("check_hint") })), h("kbd", { "aria-hidden": "true", text: "V" }));

  /** The field for more codes: one for all drawings, so that what is typed stays. */
  const field = () =>
    /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "check-field", rows: "1", maxlength: "2000", "data-walk": "", "data-main": "", "data-do": "typed", "aria-label": t("check_type"), "aria-describedby": "check-unknown", placeholder: "E11.9, I10", spellcheck: "false", autocomplete: "off", autocapitalize: "characters" }));

  /** @param {Claim} claim @param {Source} source @param {CheckActs} acts */
  function make(claim, source, acts) {
    const several = cs.sources.all().filter(({ source: each }) => each.kind !== "selection").length > 1;
    const head = h("div", { class: "check-head" },
      h("button", { type: "button", class: "ghost", "data-key": "check:back", "aria-label": t("check_back"), title: `${t("check_back")} (V)`, on: { click: acts.close } }, icon("back")),
      h("h2", { text: t("check_codes") }),
      several && source.title ? h("p", { class: "quiet", text: t("check_against", source.title) }) : null);
    const found = claim.phase === "found";
    return h("div", { class: "check" }, head, ...(found ? findings(claim, source, acts) : [question(claim, acts)]));
  }

  /** @param {Claim} claim @param {CheckActs} acts */
  function question({ found, chosen, typed, unknown, error, phase }, acts) {
    const waiting = phase === "waiting";
    const all = /** @type {HTMLInputElement} */ (box(found.length > 0 && chosen.size === found.length, t("check_all"), (on) => acts.all(on), true));
    all.indeterminate = chosen.size > 0 && chosen.size < found.length;
    const list = found.length
      ? h("fieldset", { class: "check-found" },
          h("legend", {}, t("check_on_page")),
          h("label", { class: "check-all", "data-key": "check:first" }, all, h("span", { text: t("check_all") }), h("span", { class: "n", text: String(found.length) })),
          h("ul", { role: "list" }, ...found.map(({ code, description }) => h("li", {}, candidate(code, description, chosen.has(code), acts)))))
      : h("p", { class: "check-empty", text: t("check_nothing") });
    if (unknown.length) typed.setAttribute("aria-invalid", "true");
    else typed.removeAttribute("aria-invalid");
    return h("div", { class: "check-ask" },
      h("p", { class: "quiet", text: t("check_how") }),
      list,
      h("div", { class: "check-more", "data-key": found.length ? "check:more" : "check:first" }, h("p", { class: "check-label", "aria-hidden": "true", text: t("check_type") }), typed,
        h("p", { class: "check-unknown", id: "check-unknown", text: unknown.length ? t("check_no_code", unknown.join(", ").slice(0, 80)) : "" })),
      error ? h("p", { class: "note-error", role: "alert", text: error }) : null,
      h("div", { class: "check-acts", "data-key": "check:confirm" },
        h("button", { type: "button", class: "solid", "data-walk": "", "data-do": "confirm", "aria-disabled": waiting ? "true" : null, on: { click: acts.confirm } }, icon("claim"), chosen.size ? t("check_confirm_count", chosen.size) : t("check_confirm")),
        h("span", { class: "quiet", text: waiting ? t("check_waiting") : "" })));
  }

  /** @param {boolean} on @param {string} name @param {(on: boolean) => void} act @param {boolean} [first] that gets the focus */
  const box = (on, name, act, first = false) => {
    const input = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", "data-walk": "", "data-do": "box", "data-main": first || null, "aria-label": name }));
    input.checked = on;
    input.addEventListener("change", () => act(input.checked));
    return input;
  };

  /** @param {string} code @param {string} description @param {boolean} on @param {CheckActs} acts */
  const candidate = (code, description, on, acts) =>
    h("label", { class: "check-code", "data-key": `check:code:${code}` }, box(on, [code, description].filter(Boolean).join(" "), (now) => acts.choose(code, now)), h("span", { class: "code", text: code }), h("span", { class: "what", text: description }));

  /** @param {Claim} claim @param {Source} source @param {CheckActs} acts @returns {HTMLElement[]} */
  function findings(claim, source, acts) {
    const all = [...claim.findings].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
    const fine = all.filter(({ verdict }) => verdict === "supported");
    const look = all.filter(({ verdict }) => verdict !== "supported");
    const rows = (/** @type {Finding[]} */ list) => h("ul", { role: "list" }, ...list.map((each) => row(each, all.indexOf(each), claim, acts)));
    const nodes = [];
    if (claim.hash && source.result?.note_hash !== claim.hash) nodes.push(cs.rows.notice(t("check_stale")));
    if (look.length) nodes.push(group("look", t("check_look"), look.length, "warn", rows(look)));
    else nodes.push(h("p", { class: "check-fine" }, icon("check"), h("span", { text: t("check_fine") })));
    if (fine.length) nodes.push(group("fine", t("verdict_supported"), fine.length, "has", rows(fine)));
    return [...nodes, h("div", { class: "check-acts" }, h("button", { type: "button", class: "plain small", "data-walk": "", "data-key": "check:again", on: { click: acts.again } }, icon("swap"), t("check_again")), h("span", { class: "quiet", text: t("coder_decides") }))];
  }

  /** @param {string} name @param {string} title @param {number} count @param {string} kind @param {HTMLElement} list */
  const group = (name, title, count, kind, list) =>
    h("section", { class: `check-group ${name}` }, h("h3", {}, title, h("span", { class: `n ${kind}`, text: String(count) })), list);

  /** @param {Finding} finding @param {number} at @param {Claim} claim @param {CheckActs} acts */
  function row(finding, at, claim, acts) {
    const { code, description, verdict, text, evidence, guideline, others } = finding;
    const key = `check:${at}`;
    const open = claim.opened.has(key);
    const fine = verdict === "supported";
    const quotes = (open ? evidence : evidence.slice(0, 1)).map((each) => cs.rows.quote(each, "", () => acts.reveal(each), open ? 1 : evidence.length));
    const offered = verdict === "missing" ? [code] : ["supported", "conflicting"].includes(verdict) ? [] : others;
    const mine = new Set(cs.decisions.mine().map((each) => each.code));
    return h("li", { class: `row finding ${open ? "open" : ""}`, "data-key": key, "data-code": code, "data-verdict": verdict },
      h("button", { type: "button", class: "main", "data-main": "", "aria-expanded": String(open), on: { click: () => acts.fold(key) } },
        h("span", { class: "top" }, h("span", { class: "code", text: code }), ...(verdict === "conflicting" ? others.map((each) => h("span", { class: "code", text: each })) : []), h("span", { class: `chip ${VERDICTS[verdict] ?? ""}`, text: t(`verdict_${verdict}`) })),
        h("span"), icon("chevron"), description ? h("span", { class: "what", text: description }) : null),
      fine && !open ? null : h("p", { class: "finding-text", text }),
      quotes.length ? h("div", { class: "say" }, ...quotes) : null,
      guideline && (open || !fine) ? h("div", { class: "finding-rule" }, h("b", { text: `${guideline.section} ${guideline.title}` }), open ? h("p", { text: guideline.summary }) : null) : null,
      offered.length ? h("div", { class: "finding-take" }, ...offered.map((each) => takeButton(finding, each, mine.has(each), acts))) : null);
  }

  /** @param {Finding} finding @param {string} code @param {boolean} taken @param {CheckActs} acts */
  const takeButton = (finding, code, taken, acts) =>
    h("button", { type: "button", class: `plain small${taken ? " taken" : ""}`, "data-do": `take-${code}`, "data-take": "", "aria-keyshortcuts": "A", "aria-disabled": taken ? "true" : null, on: { click: () => (taken ? undefined : acts.take(finding, code)) } },
      icon(taken ? "check" : "plus"), t(taken ? "check_taken" : "check_take", code));

  /** The first code that the row of an element offers and that is not on the list yet. @param {Element} active @returns {HTMLElement | null} */
  const offered = (active) => active.closest(".finding")?.querySelector("[data-take]:not([aria-disabled])") ?? null;

  /** @param {Element} active @param {number} step */
  function walk(active, step) {
    const all = /** @type {HTMLElement[]} */ ([...(active.closest(".check")?.querySelectorAll("[data-walk]") ?? [])]);
    const to = all[all.indexOf(/** @type {HTMLElement} */ (active)) + step];
    to?.focus();
    to?.scrollIntoView({ block: "nearest" });
    return true;
  }

  cs.checkView = { entry, field, make, walk, offered };
})();
