/** What stands in the panel's body for the notes that were found: sections in order, or a state. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.view) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  /** Errors of a service that may be there again by itself. */
  const AWAY = new Set(["unreachable", "away", "unpermitted", "unpaired", "foreign", "unproved", "old_service"]);
  /** Errors that concern the service, not one note. */
  const GENERAL = new Set([...AWAY, "refused", "internal"]);

  /** @typedef {{source: Source, frameId: number}} Entry */
  /** @typedef {{settled: boolean, opened: Set<string>, folds: Map<string, boolean>, act: any, unread: number}} Context */

  /**
   * @param {Entry[]} all
   * @param {Context} context
   * @returns {{content: Node[], message: string, trouble: string}} `message` is for screen readers, `trouble` for the button
   */
  function body(all, context) {
    const error = all.map(({ source }) => source.error).find((each) => each && GENERAL.has(each.code));
    if (error) {
      const content = [cs.state.trouble(error, { retry: context.act.retry, options: context.act.options })];
      return { content, message: error.message, trouble: error.message };
    }
    if (!all.length) {
      if (!context.settled) return { content: [cs.state.searching()], message: "", trouble: "" };
      return { content: [cs.state.noNote(context.unread > 0)], message: t("no_note_title"), trouble: "" };
    }
    const done = all.filter(({ source }) => source.result);
    const waiting = all.some(({ source }) => source.state === "loading");
    if (!done.length && waiting) return { content: [cs.state.loading()], message: "", trouble: "" };
    const empty = done.length && done.every(({ source }) => isEmpty(source));
    if (empty && !waiting && done.length === all.length) {
      const words = all.reduce((sum, { source }) => sum + source.words, 0);
      const said = done.flatMap(({ source }) => [...partly(source), ...(source.result?.notices ?? [])]);
      return { content: [cs.state.nothing(words, said)], message: [t("nothing_title", words), ...said].join(" "), trouble: "" };
    }
    const silent = all.filter(({ source }) => source.result && !source.error && isEmpty(source));
    const telling = all.filter((entry) => !silent.includes(entry) && !entry.source.result?.hidden);
    const content = cs.first.view(all.map(({ source }) => source));
    content.push(...telling.flatMap((entry) => group(entry, telling.length > 1, context)));
    if (silent.length) content.push(h("p", { class: "also-read", text: t("also_read", silent.map(nameOf).join(", ")) }));
    return { content, message: waiting ? "" : summary(done), trouble: "" };
  }

  /** @param {Source} source */
  const isEmpty = ({ result }) => !result?.hidden && !result?.suggestions.length && !result?.not_coded.length && !result?.conflicts.length;

  /** What is to be said of a note that was not read to its end. @param {Source} source @returns {string[]} */
  const partly = ({ share }) => (share < 1 ? [t("partly_read", Math.round(100 * share))] : []);

  /** @param {{source: Source}} entry */
  const nameOf = ({ source }) => source.title || t("note");

  /** @param {Entry[]} done */
  function summary(done) {
    const of = (/** @type {(result: Result) => number} */ count) => done.reduce((sum, { source }) => sum + (source.result ? count(source.result) : 0), 0);
    const hidden = done.map(({ source }) => source.result?.hidden).find(Boolean);
    return hidden ? `${t(`${hidden}_title`)}. ${t("first_text")}` : t("announce", of((r) => r.suggestions.filter((s) => s.tier === "suggested").length), of((r) => r.suggestions.filter((s) => s.tier === "possible").length), of((r) => r.not_coded.length));
  }

  /** @param {Entry} entry @param {boolean} titled @param {Context} context @returns {Node[]} */
  function group({ source }, titled, context) {
    /** @type {Node[]} */
    const nodes = [];
    // A note alone on the page is named for screen readers only: its rows' headings stand below this one.
    nodes.push(h("div", { class: titled ? "source" : "sr" }, h("h2", { text: nameOf({ source }) }), titled ? h("span", { text: t("words", source.words) }) : null));
    if (source.error) nodes.push(h("p", { class: "note-error", text: source.error.message }));
    const { result } = source;
    if (!result) return source.state === "loading" ? [...nodes, cs.state.loading()] : nodes;
    nodes.push(...[...partly(source), ...(result.notices ?? [])].map(cs.rows.notice));
    const suggested = result.suggestions.filter((each) => each.tier === "suggested");
    const possible = result.suggestions.filter((each) => each.tier !== "suggested");
    const lacking = result.suggestions.filter((each) => each.missing?.length);
    const row = (/** @type {Suggestion | NotCoded} */ item) => makeRow(source, item, context);
    const id = source.id;
    const note = cs.decisions.notes().find(({ thread }) => thread === cs.sources.homeOf(source));
    if (note && note.mode !== "assisted" && note.revealed) nodes.push(section(`${id}/differences`, t("differences"), cs.first.differences(note), true, "warn", context, t("no_differences")));
    nodes.push(section(`${id}/suggested`, t("suggested"), suggested.map(row), true, "has", context, t("none_suggested")));
    if (result.ms_drg) nodes.push(cs.rows.grouping(result.ms_drg));
    if (possible.length) nodes.push(section(`${id}/possible`, t("possible"), possible.map(row), false, "", context));
    if (result.not_coded.length) nodes.push(section(`${id}/not`, t("not_coded"), result.not_coded.map(row), false, "", context));
    const notes = [
      ...result.conflicts.map((each) => cs.rows.conflict(each)),
      ...lacking.map((item) => cs.rows.missing(item, () => cs.panel.openRow(id, `${item.key}/0`))),
    ];
    if (notes.length) nodes.push(section(`${id}/conflicts`, t("conflicts"), notes, result.conflicts.length > 0, "warn", context));
    return nodes;
  }

  /** @param {Source} source @param {Suggestion | NotCoded} item @param {Context} context */
  function makeRow(source, item, { opened, act }) {
    const key = `${source.id}/${item.key}`;
    const { review } = cs;
    const asking = review.asking();
    const element = cs.rows.row(item, cs.decisions.of(cs.sources.homeOf(source), item.code), opened.has(key), {
      toggle() {
        if (!opened.delete(key)) opened.add(key);
        act.redraw();
      },
      reveal: (index) => act.reveal(source.id, item.key, index),
      copy: (text) => void act.copy(text ?? item.code, text !== undefined),
      look: () => act.look(item.code, key),
      accept: () => review.accept(key),
      reject: () => review.reject(key),
      change: () => review.change(key),
      takeBack: () => review.takeBackRow(key),
    });
    element.setAttribute("data-key", key);
    element.classList.toggle("locked", cs.decisions.locked(cs.sources.homeOf(source)));
    if (asking?.key === key) {
      element.classList.add("asking");
      element.append(asking.element);
    }
    return element;
  }

  /**
   * @param {string} name @param {string} title @param {HTMLElement[]} items @param {boolean} unfolded
   * @param {string} kind @param {Context} context @param {string} [empty]
   */
  function section(name, title, items, unfolded, kind, { folds }, empty = "") {
    const fold = name.slice(name.lastIndexOf("/") + 1);
    const details = /** @type {HTMLDetailsElement} */ (
      h("details", { class: "section", "data-fold": fold },
        h("summary", { "data-key": `fold:${name}` }, icon("chevron"), h("span", { class: "name", text: title }), h("span", { class: `n ${items.length ? kind : ""}`, text: String(items.length) })),
        items.length ? h("ul", { role: "list" }, ...items) : h("p", { class: "empty", text: empty })));
    details.open = folds.get(fold) ?? unfolded;
    details.addEventListener("toggle", () => folds.set(fold, details.open));
    return details;
  }

  cs.view = { body, AWAY };
})();
