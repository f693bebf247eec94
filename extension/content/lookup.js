/**
 * Quick lookup over any page: words or a code in, results while typing, the whole code beside them.
 *
 * It is opened by the coder and takes the focus; closing gives the focus back to where it was.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.lookup) return;
  const { h, icon, iconButton } = cs.dom;
  const t = cs.client.t;

  const SETTLE = 120; // milliseconds without a key before the best result is shown whole
  const CONTROL = /Mac/.test(navigator.platform) ? "⌘" : "Ctrl";
  const NARROW = 640; // CSS pixels: below, list and code take turns

  /** @type {ReturnType<typeof build> | null} */
  let ui = null;
  /** @type {FoundCode[]} */
  let hits = [];
  /** @type {{frameId: number, label: string} | null} */
  let target = null;
  /** @type {"codes" | "index"} */
  let view = "codes";
  let [settling, asked] = [0, ""];

  const questions = {
    codes: cs.ask.latest((words) => cs.client.lookup(words), (answer, words) => answered("codes", answer, words)),
    index: cs.ask.latest((words) => cs.client.index(words), (answer, words) => answered("index", answer, words)),
  };

  /** @param {string} [words] @param {{frameId: number, label: string} | null} [into] @param {Purpose} [why] */
  function open(words = "", into = null, why = {}) {
    if (!cs.client.isTop) return;
    cs.purpose.set(why);
    ui ??= build();
    target = into ?? target;
    ui.input.value = words;
    ui.input.focus();
    ui.input.select();
    ask();
  }

  function build() {
    const input = /** @type {HTMLInputElement} */ (
      h("input", { type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "results", "aria-autocomplete": "list", "aria-label": t("lookup_label"), "aria-describedby": "purpose", placeholder: t("lookup_placeholder"), autocomplete: "off", autocapitalize: "off", spellcheck: "false" }));
    const results = cs.results.make((index) => pick(index, true));
    const side = cs.side.make({ leave, say, codeActs: () => ({ copy: (code) => void copy(code), insert: target ? insert : null, target: target?.label ?? "", take: cs.purpose.taking(take) }) });
    const [foot, hints] = [h("span"), h("span", { class: "keys", "aria-hidden": "true" })];
    const live = h("div", { class: "sr", role: "status", "aria-live": "polite" });
    const tab = (/** @type {"codes" | "index"} */ name) =>
      h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === view), "aria-controls": "found", tabindex: name === view ? "0" : "-1", title: name === "index" ? `${t("tab_index")} (${CONTROL} I)` : null, text: t(`tab_${name}`), on: { click: () => turn(name) } });
    const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": t("tabs") }, tab("codes"), tab("index"));
    const box = h("div", { class: "box-lookup", role: "dialog", "aria-modal": "true", "aria-label": t("lookup_label"), on: { focusin: hint } }, // one that moves inside our root is seen only there
      h("div", { class: "ask" }, icon("search"), input, cs.purpose.chip(), tabs, iconButton("close", t("close"), close)),
      h("div", { class: "two", id: "found", role: "tabpanel", "aria-labelledby": `tab-${view}` }, results.list, side.element), h("footer", {}, foot, hints), live);
    cs.layer.part("lookup").replaceChildren(h("div", { class: "veil", on: { mousedown: (/** @type {Event} */ event) => event.target === event.currentTarget && close() } }, box));
    cs.lookupKeys.listen({
      box, input, side: side.element, focused: hint, typed: ask, choose, enter, escape, otherView: () => turn(view === "codes" ? "index" : "codes"),
      walk: side.walk, option: side.option, back: side.back,
      copy: () => withCode(({ code }) => void copy(code)), insert: () => withCode(cs.purpose.isSet() || !target ? take : insert), take: () => withCode(take), chosen: () => cs.purpose.isSet() && withCode(take),
    });
    return { box, input, results, side, foot, hints, live, tabs };
  }

  function close() {
    if (!ui) return;
    empty();
    questions.codes.drop();
    questions.index.drop();
    cs.lookupKeys.listen(null);
    cs.ask.forget();
    cs.client.hangUp();
    ui = null;
    cs.layer.release("lookup");
    const back = target;
    target = null;
    if (cs.purpose.closed()) return;
    if (back && back.frameId !== 0) cs.client.toFrame(back.frameId, { type: "refocus" });
    else cs.fields.giveBack();
  }

  function ask() {
    if (!ui) return;
    const words = ui.input.value.trim().slice(0, 200);
    if (!words) return welcome();
    if (words === asked) return;
    clearTimeout(settling);
    asked = words;
    questions[view].ask(words);
  }

  /** The other view, for the same words. @param {"codes" | "index"} name */
  function turn(name) {
    if (!ui) return false;
    questions[view].drop();
    view = name;
    for (const each of ui.tabs.children) {
      const on = each.id === `tab-${name}`;
      each.setAttribute("aria-selected", String(on));
      each.setAttribute("tabindex", on ? "0" : "-1");
    }
    ui.box.querySelector("#found")?.setAttribute("aria-labelledby", `tab-${name}`);
    empty();
    ui.input.focus();
    ask();
    return true;
  }

  function welcome() {
    questions[view].drop();
    empty();
    ui?.results.clear();
    ui?.box.classList.remove("full");
  }

  function empty() {
    clearTimeout(settling);
    asked = "";
    hits = [];
    ui?.side.clear();
    ui?.box.classList.remove("detail");
    ui?.input.setAttribute("aria-expanded", "false");
    ui?.input.removeAttribute("aria-activedescendant");
  }

  /** @param {"codes" | "index"} from @param {Answer} answer @param {string} words */
  function answered(from, answer, words) {
    if (!ui || from !== view) return;
    if (!answer.ok && answer.error.code === "outdated") return;
    ui.box.classList.add("full");
    const value = answer.ok ? /** @type {any} */ (answer.value) : {};
    hits = !answer.ok ? [] : view === "codes" ? (value.results ?? []).map(ofCode) : cs.entries.found(value);
    ui.results.list.classList.toggle("of-index", view === "index");
    if (hits.length) {
      ui.input.setAttribute("aria-expanded", "true");
      ui.results.draw(hits, words);
      ui.foot.textContent = [value.code_set, ...noticesOf(value)].filter(Boolean).join(" · ");
      ui.input.setAttribute("aria-activedescendant", "r0");
      ui.live.textContent = t(view === "codes" ? "results_count" : "entries_count", hits.length);
      if (cs.purpose.goesIn()) pick(0, true);
      else settling = Number(setTimeout(() => pick(0, false), SETTLE));
      return;
    }
    const notice = answer.ok ? (noticesOf(value)[0] ?? t("no_results", words)) : answer.error.message;
    const trouble = !answer.ok && ["unpaired", "unreachable", "refused"].includes(answer.error.code);
    empty();
    ui.live.textContent = notice;
    ui.results.say(trouble && !answer.ok ? cs.state.trouble(answer.error, { retry: ask, options: () => cs.client.say("open-options"), waits: false }) : h("div", { class: "none" }, cs.dom.said(notice)), words);
  }

  /** What the service wants the coder to know, such as that another release is in force. @param {any} value @returns {string[]} */
  const noticesOf = ({ notice, notices = notice ? [notice] : [] }) => notices;

  /** The term that was found stands below where the title does not say it. @param {{code: string, description: string, billable: boolean, matched: string}} hit @returns {FoundCode} */
  function ofCode({ code, description, billable, matched = "" }) {
    const says = !matched.includes(" ") || ["title", "code"].includes(matched) || matched.toLowerCase() === description.toLowerCase();
    return { code, what: description, extra: says ? "" : matched, billable, place: { kind: "code", id: code } };
  }

  /** @param {number} step */
  function choose(step) {
    if (!hits.length || !ui) return true;
    const last = hits.length - 1;
    const next = ui.results.chosen() + step;
    const wraps = Math.abs(step) === 1;
    pick(next < 0 ? (wraps ? last : 0) : next > last ? (wraps ? 0 : last) : next, false);
    return true;
  }

  /** @param {number} index @param {boolean} wide go into it, and show it alone where there is no room for both */
  function pick(index, wide) {
    clearTimeout(settling);
    const place = hits[index]?.place;
    if (!ui || !place) return;
    if (ui.results.chosen() !== index) ui.results.choose(index);
    ui.input.setAttribute("aria-activedescendant", `r${index}`);
    if (!wide && innerWidth < NARROW) return;
    if (wide) ui.box.classList.add("detail");
    ui.side.result(place, wide);
  }

  function enter() {
    if (ui && hits.length) pick(Math.max(ui.results.chosen(), 0), true);
    return true;
  }

  /** From the code back to the list. */
  function leave() {
    ui?.box.classList.remove("detail");
    ui?.input.focus();
  }

  function escape() {
    if (ui?.side.zone()) ui.side.back();
    else close();
    return true;
  }

  /** With the code that the keys mean: the chosen result, or what stands at the right. @param {(code: Chosen) => void} act */
  function withCode(act) {
    const hit = ui?.side.zone() ? null : hits[ui?.results.chosen() ?? -1];
    const code = hit?.place.kind === "code" ? { code: hit.place.id, billable: hit.billable === true, description: hit.what } : ui?.side.code();
    if (code) act(code);
    return Boolean(code);
  }

  /** @param {Chosen} chosen */
  function take(chosen) {
    cs.purpose.take(chosen, { tell, close });
  }

  /** @param {string} text */
  function say(text) {
    if (ui) ui.live.textContent = text;
  }

  /** @param {string} text */
  function tell(text) {
    if (ui) ui.foot.textContent = ui.live.textContent = text;
  }

  /** @param {string} code */
  async function copy(code) {
    const done = await cs.dom.copy(code);
    tell(done ? t("copied", code) : t("copy_failed"));
  }

  /** @param {{code: string, billable: boolean}} chosen */
  function insert({ code, billable }) {
    const into = target;
    if (!into) return tell(t("no_field"));
    if (!billable) return tell(t("insert_header", code));
    close();
    cs.client.toFrame(into.frameId, { type: "insert", text: code });
  }

  const keysOfCode = () => [["1–9 A–Z", "hint_build"], [`${CONTROL} C`, "hint_copy"], ...cs.purpose.hints(CONTROL, target !== null)];

  /** Which keys work where the focus is. */
  function hint() {
    if (!ui) return;
    const inside = ui.side.zone();
    const keys = inside ? [["←↑↓→", "hint_walk"], ...(ui.side.code() ? keysOfCode() : [["↵", "hint_open"]]), ["Esc", "hint_back"]]
      : [["↑↓", "hint_choose"], ["↵", "hint_open"], [`${CONTROL} I`, view === "codes" ? "hint_index" : "hint_codes"], ["Esc", "hint_close"]];
    ui.hints.replaceChildren(...keys.map(([key = "", name = ""]) => h("span", {}, h("kbd", { text: key }), t(name))));
  }

  cs.lookup = { open, close, tell };
})();
