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

  const PAUSE = 80; // milliseconds without a key before the service is asked

  /** @type {{box: HTMLElement, input: HTMLInputElement, list: HTMLElement, side: HTMLElement, foot: HTMLElement, live: HTMLElement} | null} */
  let ui = null;
  /** @type {{code: string, description: string, billable: boolean, matched: string}[]} */
  let results = [];
  /** @type {{frameId: number, label: string} | null} */
  let target = null;
  let [chosen, timer, asked, shown] = [-1, 0, 0, ""];
  /** @type {string[]} */
  let trail = [];

  /** @param {string} [words] @param {{frameId: number, label: string} | null} [into] */
  function open(words = "", into = null) {
    if (!cs.client.isTop) return;
    if (!ui) build();
    if (!ui) return;
    target = into ?? target;
    ui.input.value = words;
    ui.input.focus();
    ui.input.select();
    if (words) ask();
    else welcome();
  }

  function build() {
    const input = /** @type {HTMLInputElement} */ (
      h("input", { type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "results", "aria-autocomplete": "list", "aria-label": t("lookup_label"), placeholder: t("lookup_placeholder"), autocomplete: "off", autocapitalize: "off", spellcheck: "false", on: { input: typed } }));
    const list = h("ul", { id: "results", role: "listbox", "aria-label": t("lookup_results") });
    const side = h("div", { class: "side" });
    const foot = h("span");
    const live = h("div", { class: "sr", role: "status", "aria-live": "polite" });
    const hints = h("span", { class: "keys", "aria-hidden": "true" }, h("kbd", { text: "↑↓" }), t("hint_choose"), h("kbd", { text: "Enter" }), t("hint_open"), h("kbd", { text: "Esc" }), t("close"));
    const box = h("div", { class: "box-lookup", role: "dialog", "aria-modal": "true", "aria-label": t("lookup_label"), on: { keydown: key } },
      h("div", { class: "ask" }, icon("search"), input, iconButton("close", t("close"), close)),
      h("div", { class: "two" }, list, side), h("footer", {}, foot, hints), live);
    const veil = h("div", { class: "veil", on: { mousedown: (/** @type {Event} */ event) => event.target === event.currentTarget && close() } }, box);
    const part = cs.layer.part("lookup");
    part.replaceChildren(veil);
    ui = { box, input, list, side, foot, live };
  }

  function close() {
    if (!ui) return;
    clearTimeout(timer);
    ui = null;
    results = [];
    trail = [];
    shown = "";
    asked++;
    cs.layer.release("lookup");
    const back = target;
    target = null;
    if (back && back.frameId !== 0) cs.client.toFrame(back.frameId, { type: "refocus" });
    else cs.fields.giveBack();
  }

  function typed() {
    clearTimeout(timer);
    timer = Number(setTimeout(ask, PAUSE));
  }

  async function ask() {
    if (!ui) return;
    const words = ui.input.value.trim().slice(0, 200);
    const turn = ++asked;
    if (!words) return welcome();
    const answer = await cs.client.lookup(words);
    if (!ui || turn !== asked) return;
    if (!answer.ok) return answer.error.code === "outdated" ? undefined : trouble(answer.error);
    const value = /** @type {any} */ (answer.value);
    results = value.results ?? [];
    ui.foot.textContent = value.code_set ?? "";
    drawList(words);
    ui.live.textContent = t("results_count", results.length);
  }

  function welcome() {
    results = [];
    chosen = -1;
    shown = "";
    ui?.list.replaceChildren();
    ui?.input.setAttribute("aria-expanded", "false");
    ui?.box.classList.remove("full", "detail");
    ui?.side.replaceChildren();
  }

  /** @param {{code: string, message: string}} error */
  function trouble(error) {
    welcome();
    ui?.box.classList.add("full");
    ui?.list.replaceChildren(h("li", { class: "wide" }, cs.state.trouble(error, { retry: ask, options: () => cs.client.say("open-options") })));
  }

  /** @param {string} words */
  function drawList(words) {
    if (!ui) return;
    ui.box.classList.add("full");
    ui.input.setAttribute("aria-expanded", String(results.length > 0));
    if (!results.length) {
      chosen = -1;
      shown = "";
      ui.side.replaceChildren();
      ui.list.replaceChildren(h("li", { class: "wide" }, h("p", { class: "none", text: t("no_results", words) })));
      return;
    }
    ui.list.replaceChildren(...results.map((hit, index) =>
      h("li", { role: "option", id: `r${index}`, "aria-selected": "false", on: { click: () => pick(index, true) } },
        h("span", { class: "code", text: hit.code }), h("span", { class: "what" }, hit.description, extra(hit)),
        cs.details.dot(hit.billable))));
    pick(0, false);
  }

  /** The term that was found, where the title does not say it. @param {{matched: string, description: string}} hit */
  function extra({ matched, description }) {
    return matched && !["title", "code"].includes(matched) && matched.toLowerCase() !== description.toLowerCase() && matched.includes(" ") ? h("small", { text: matched }) : null;
  }

  /** @param {number} index @param {boolean} wide show the code alone where there is no room for both */
  function pick(index, wide) {
    if (!ui || !results.length) return;
    chosen = (index + results.length) % results.length;
    [...ui.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
    ui.list.children[chosen]?.scrollIntoView({ block: "nearest" });
    ui.input.setAttribute("aria-activedescendant", `r${chosen}`);
    trail = [];
    void show(results[chosen]?.code ?? "", wide);
  }

  /** @param {string} code @param {boolean} [wide] */
  async function show(code, wide = false) {
    if (!ui) return;
    if (wide) ui.box.classList.add("detail");
    if (code === shown && ui.side.childElementCount) return;
    shown = code;
    const answer = await cs.client.code(code);
    if (!ui || shown !== code) return;
    if (!answer.ok) return ui.side.replaceChildren(h("p", { class: "none", text: answer.error.message }));
    const details = cs.details.view(/** @type {CodeDetails} */ (answer.value), { open: follow, copy, insert: target ? insert : null, target: target?.label ?? "" });
    ui.side.replaceChildren(iconButton("back", t("back"), back, "ghost back"), details);
    ui.side.scrollTop = 0;
  }

  /** A parent, child or code named in an instruction. @param {string} code */
  function follow(code) {
    trail.push(shown);
    void show(code, true).then(() => /** @type {HTMLElement | null} */ (ui?.side.querySelector(".details"))?.focus());
  }

  function back() {
    const before = trail.pop();
    if (before) void show(before, true);
    else {
      ui?.box.classList.remove("detail");
      ui?.input.focus();
    }
  }

  /** @param {string} code */
  async function copy(code) {
    const done = await cs.dom.copy(code);
    if (!ui) return;
    ui.foot.textContent = ui.live.textContent = done ? t("copied", code) : t("copy_failed");
  }

  /** @param {string} code */
  function insert(code) {
    const into = target;
    if (!into) return;
    close();
    cs.client.toFrame(into.frameId, { type: "insert", text: code });
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (!ui) return;
    const typing = cs.layer.active() === ui.input;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      if (trail.length || (ui.box.classList.contains("detail") && !typing && innerWidth < 640)) back();
      else close();
    } else if (step && typing) {
      event.preventDefault();
      pick(chosen + step, false);
    } else if (event.key === "Enter" && typing && chosen >= 0) {
      event.preventDefault();
      void show(results[chosen]?.code ?? "", true).then(() => /** @type {HTMLElement | null} */ (ui?.side.querySelector(".details"))?.focus());
    } else if (event.key === "c" && (event.ctrlKey || event.metaKey) && shown && nothingSelected()) {
      event.preventDefault();
      void copy(shown);
    } else if (event.key === "Tab") trap(event);
  }

  function nothingSelected() {
    return !ui || cs.layer.active() !== ui.input || ui.input.selectionStart === ui.input.selectionEnd;
  }

  /** The focus stays in the dialog while it is open. @param {KeyboardEvent} event */
  function trap(event) {
    const all = /** @type {HTMLElement[]} */ ([...(ui?.box.querySelectorAll("input, button") ?? [])]).filter((each) => each.checkVisibility());
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (cs.layer.active() !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  }

  cs.lookup = { open, close };
})();
