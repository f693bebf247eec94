/**
 * The panel of the top frame: what all frames found, one group for each note.
 *
 * It never takes the focus by itself. Rows are drawn anew on each change; what was open stays open.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.panel) return;
  const { h, iconButton } = cs.dom;
  const t = cs.client.t;

  const RETRY = 3000; // milliseconds between two looks for a service that is away
  const GRACE = 700; // milliseconds for late frames before "no note" is said

  /** @type {{frame: HTMLElement, subtitle: HTMLElement, body: HTMLElement, live: HTMLElement, foot: HTMLElement} | null} */
  let ui = null;
  /** `lost` is the number of quotations that were drawn as gone. @type {Map<string, {source: Source, frameId: number, lost: number}>} */
  const sources = new Map();
  /** @type {Map<string, {frameId: number, ids: string[], foreign: number, cross: boolean}>} */
  const frames = new Map();
  /** @type {Set<string>} */
  const opened = new Set();
  /** Sections folded otherwise than at first. @type {Map<string, boolean>} */
  const folds = new Map();
  /** @type {Prefs} */
  let prefs = { setting: "outpatient", date: "", panel: {} };
  let [retrying, drawing, settled, said, checking, badged] = [0, 0, false, "", 0, ""];

  /** What waits for its moment; nothing of it is left when the panel closes. @type {Set<number>} */
  const timers = new Set();

  const isOpen = () => ui !== null;

  /** @param {() => void} act @param {number} milliseconds */
  function later(act, milliseconds) {
    const timer = Number(
      setTimeout(() => {
        timers.delete(timer);
        act();
      }, milliseconds),
    );
    timers.add(timer);
  }

  function open() {
    if (ui) return;
    const logo = cs.dom.mark();
    const subtitle = h("p");
    const body = h("div", { class: "scroll", tabindex: "-1" });
    const live = h("div", { class: "sr", role: "status", "aria-live": "polite" });
    const foot = h("span");
    const header = h("header", {}, logo, h("div", { class: "titles" }, h("h1", { text: "Chartside" }), subtitle),
      h("div", { class: "tools" },
        iconButton("search", t("open_lookup"), () => cs.client.say("open-lookup")),
        iconButton("dock", t("swap_side"), () => cs.place.swap(), "ghost swap"),
        iconButton("collapse", t("collapse"), () => collapse(true)),
        iconButton("close", t("switch_off"), () => cs.client.say("off"))));
    const footer = h("footer", {}, foot, h("span", { "aria-hidden": "true" }, h("kbd", { text: "J" }), h("kbd", { text: "K" }), t("hint_move"), h("kbd", { text: "C" }), t("hint_copy")));
    const frame = h("aside", { class: "frame", "aria-label": t("panel_label"), on: { keydown: (/** @type {KeyboardEvent} */ event) => cs.keys.handle(event, body, act.copy) } }, header, body, footer, live, cs.place.grip("w"), cs.place.grip("e"), cs.place.grip("s"));
    header.addEventListener("pointerdown", cs.place.startMove);
    ui = { frame, subtitle, body, live, foot };
    cs.layer.part("panel").append(frame);
    cs.place.start(frame, prefs.panel);
    settled = false;
    later(() => {
      settled = true;
      draw();
    }, GRACE);
    document.addEventListener("visibilitychange", poll);
    draw();
    void prefsChanged();
  }

  function close() {
    if (!ui) return;
    document.removeEventListener("visibilitychange", poll);
    clearTimeout(retrying);
    clearTimeout(checking);
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    cancelAnimationFrame(drawing);
    retrying = checking = drawing = 0;
    cs.place.stop();
    cs.layer.release("panel");
    ui = null;
    said = "";
    sources.clear();
    frames.clear();
    opened.clear();
    badged = "";
    cs.client.say("badge", { on: false, count: 0, trouble: "" });
  }

  async function prefsChanged() {
    const answer = await cs.client.prefs();
    if (!answer.ok || !ui) return;
    prefs = /** @type {Prefs} */ (answer.value);
    cs.place.start(ui.frame, prefs.panel);
    draw();
  }

  /** The panel as a small tab at the edge. @param {boolean} small */
  function collapse(small) {
    const inside = Boolean(ui?.frame.contains(cs.layer.active()));
    cs.place.collapse(small);
    drawNow();
    const part = cs.layer.part("panel");
    if (small && inside) /** @type {HTMLElement | null} */ (part.querySelector(".tab"))?.focus();
    if (!small) /** @type {HTMLElement | null} */ (ui?.frame.querySelector("button"))?.focus();
  }

  /** @param {{source: Source, instance: string}} message @param {Sender} from */
  function source({ source: said }, { frameId }) {
    if (!ui) return;
    const { source: before, lost = 0 } = sources.get(said.id) ?? {};
    // While a changed note is read again, its last rows stay, marked where their evidence is gone.
    if (said.state === "loading" && before?.result && said.result === null) said.result = before.result;
    sources.set(said.id, { source: said, frameId, lost });
    const same = said.state === "loading" && said.result && said.result === before?.result && said.title === before.title;
    // Then its rows stand as they are, and so they stay: while somebody types, each draw is felt.
    if (same && !said.error && !before.error && lost === cs.evidence.lost(said.result) && ui.body.querySelector("[data-code]")) head();
    else draw();
  }

  /** What one frame holds now; anything else of it is dropped. @param {{instance: string, ids: string[], foreign: number, cross: boolean}} message @param {Sender} from */
  function frame({ instance, ids, foreign, cross }, { frameId }) {
    if (!ui) return;
    // A frame that was loaded anew has another instance: what the old one said is gone.
    const shown = frames.size + sources.size;
    for (const [other, each] of frames) if (each.frameId === frameId && other !== instance) frames.delete(other);
    const same = JSON.stringify(frames.get(instance)) === JSON.stringify({ frameId, ids, foreign, cross });
    frames.set(instance, { frameId, ids, foreign, cross });
    for (const [id, each] of sources) {
      const owner = frames.get(id.slice(0, id.lastIndexOf(":")));
      if (each.frameId === frameId && !owner?.ids.includes(id)) sources.delete(id);
    }
    clearTimeout(checking);
    checking = Number(setTimeout(() => void rollCall(), 400));
    if (!same || shown !== frames.size + sources.size) draw();
  }

  /** Frames that went without a word are found by asking each of them. */
  async function rollCall() {
    const asked = [...new Set([...frames.values()].map((each) => each.frameId))].filter((id) => id !== 0);
    if (!asked.length) return;
    const answer = await cs.client.alivesOf(asked);
    if (!answer.ok || !ui) return;
    const alive = /** @type {Record<string, string>} */ (answer.value);
    let gone = false;
    for (const [instance, { frameId }] of frames) {
      if (frameId === 0 || !asked.includes(frameId) || alive[frameId] === instance) continue;
      frames.delete(instance);
      for (const id of [...sources.keys()]) if (id.startsWith(`${instance}:`)) sources.delete(id);
      gone = true;
    }
    if (gone) draw();
  }

  /** Frames of other sites that are on screen and not open to us: their own scripts would have reported. */
  function unread() {
    const all = [...frames.values()];
    return all.reduce((sum, each) => sum + each.foreign - (each.cross ? 1 : 0), 0);
  }

  /** Draw once for all that comes in before the next picture. */
  function draw() {
    if (!drawing) drawing = requestAnimationFrame(drawNow);
  }

  function drawNow() {
    cancelAnimationFrame(drawing);
    drawing = 0;
    if (!ui) return;
    const all = [...sources.values()].sort((a, b) => a.frameId - b.frameId);
    const count = all.reduce((sum, { source: s }) => sum + (s.result?.suggestions.filter((x) => x.tier === "suggested").length ?? 0), 0);
    drawTab(count);
    const focus = cs.keys.mark();
    const top = ui.body.scrollTop;
    const { content, message, trouble } = cs.view.body(all, { settled, opened, folds, act, unread: unread() });
    ui.body.replaceChildren(...content);
    if (top) ui.body.scrollTop = top;
    for (const each of all) each.lost = cs.evidence.lost(each.source.result);
    head();
    cs.keys.restore(ui.body, focus);
    ui.foot.textContent = all.find(({ source: s }) => s.result)?.source.result?.code_set ?? t("coder_decides");
    if (message && message !== said) ui.live.textContent = said = message;
    badge(count, trouble);
    if (trouble) poll();
  }

  /** What stands over the rows, and whether they are being read anew. */
  function head() {
    if (!ui) return;
    const all = [...sources.values()].map((each) => each.source);
    ui.body.setAttribute("aria-busy", String(all.some(({ state }) => state === "loading")));
    const words = all.reduce((sum, each) => sum + each.words, 0);
    const when = prefs.date ? new Date(`${prefs.date}T12:00`).toLocaleDateString(undefined, { dateStyle: "medium" }) : "";
    ui.subtitle.textContent = [t(prefs.setting), when, words ? t("words_read", words) : ""].filter(Boolean).join(" · ");
  }

  /** @param {number} count @param {string} trouble */
  function badge(count, trouble) {
    const now = `${count} ${trouble}`;
    if (now !== badged) cs.client.say("badge", { on: true, count, trouble });
    badged = now;
  }

  /** @param {number} count */
  function drawTab(count) {
    if (!ui) return;
    const part = cs.layer.part("panel");
    part.querySelector(".tab")?.remove();
    ui.frame.hidden = cs.place.isCollapsed();
    if (!ui.frame.hidden) return;
    part.append(h("button", { type: "button", class: `tab ${cs.place.side()}`, "aria-label": t("expand_panel", count), title: t("expand_panel", count), on: { click: () => collapse(false) } }, cs.dom.mark(), h("span", { class: "n", text: String(count) })));
  }

  /** While the service is away and the page is looked at, look for it. */
  function poll() {
    if (retrying || document.hidden || !ui) return;
    retrying = Number(
      setTimeout(async () => {
        const waiting = [...sources.values()].some(({ source: s }) => s.error && ["unreachable", "unpaired"].includes(s.error.code));
        const answer = waiting && !document.hidden ? await cs.client.status() : null;
        retrying = 0;
        if (answer?.ok && /** @type {any} */ (answer.value).state === "ready") retry();
        else if (waiting) poll();
      }, RETRY),
    );
  }

  const retry = () => cs.client.toAll({ type: "retry" });

  /** What rows may do. */
  const act = {
    retry,
    options: () => cs.client.say("open-options"),
    redraw: () => drawNow(),
    /** @param {string} id @param {string} rowKey @param {number} index */
    reveal(id, rowKey, index) {
      const at = sources.get(id);
      if (at) cs.client.toFrame(at.frameId, { type: "reveal", source: id, key: `${rowKey}/${index}` });
    },
    /** @param {string} text a code, or a drafted question @param {boolean} [question] */
    async copy(text, question = false) {
      toast((await cs.dom.copy(text)) ? (question ? t("copied_query") : t("copied", text)) : t("copy_failed"));
    },
    /** @param {string} code */
    look: (code) => cs.lookup.open(code, null),
  };

  /** @param {string} text */
  function toast(text) {
    if (!ui) return;
    ui.frame.querySelector(".toast")?.remove();
    const note = h("div", { class: "toast", text });
    ui.frame.append(note);
    ui.live.textContent = text;
    later(() => note.remove(), 1800);
  }

  /** The keyboard's way into the panel, and back. */
  function focus() {
    if (!ui) return;
    if (cs.place.isCollapsed()) collapse(false);
    if (ui.frame.contains(cs.layer.active())) return void cs.fields.giveBack();
    cs.fields.rememberFocus();
    /** @type {HTMLElement | null} */ (ui.body.querySelector("[data-main]") ?? ui.frame.querySelector("button"))?.focus();
  }

  /** A highlight was clicked. @param {string} id @param {string} markKey */
  function openRow(id, markKey) {
    if (!ui) return;
    const rowKey = `${id}/${markKey.slice(0, markKey.lastIndexOf("/"))}`;
    if (cs.place.isCollapsed()) cs.place.collapse(false);
    opened.add(rowKey);
    drawNow();
    const row = ui.body.querySelector(`[data-key="${CSS.escape(rowKey)}"]`);
    const section = row?.closest("details");
    if (section) {
      section.open = true;
      folds.set(section.dataset["fold"] ?? "", true);
    }
    row?.scrollIntoView({ block: "center" });
    row?.classList.add("lit");
    later(() => row?.classList.remove("lit"), 1400);
  }

  function orphaned() {
    if (!ui) return;
    ui.body.replaceChildren(cs.state.orphaned(close));
    ui.subtitle.textContent = "";
    ui.live.textContent = ui.body.innerText;
  }

  cs.panel = { open, close, isOpen, source, frame, openRow, focus, prefsChanged, orphaned };
})();
