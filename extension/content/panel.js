/**
 * The panel of the top frame: what all frames found, one group for each note, and the coder's own list below.
 *
 * It never takes the focus by itself. Rows are drawn anew on each change; what was open stays open.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.panel) return;
  const t = cs.client.t;

  const RETRY = 3000; // milliseconds between two looks for a service that is away
  const GRACE = 700; // milliseconds for late frames before "no note" is said

  /** @type {Shell | null} */
  let ui = null;
  /** @type {Set<string>} */
  const opened = new Set();
  /** Sections folded otherwise than at first. @type {Map<string, boolean>} */
  const folds = new Map();
  /** @type {Prefs} */
  let prefs = { setting: "outpatient", mode: "assisted", date: "", panel: {} };
  let [retrying, drawing, settled, said, badged, unfolded] = [0, 0, false, "", "", false];
  /** What had the focus before the help. @type {FocusMark | null} */
  let before = null;

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
    ui = cs.shell.build({ lookup: () => cs.client.say("open-lookup"), collapse: () => collapse(true), off: () => cs.client.say("off"), help, later });
    const { frame } = ui;
    cs.layer.part("panel").append(frame);
    cs.place.start(frame, prefs.panel);
    cs.guard.start(frame, covered);
    cs.sources.start({ draw, head: () => (ui?.body.querySelector("[data-code]") ? head() : draw()) });
    cs.decisions.start(draw);
    cs.review.start({ draw: drawNow, say: ui.say, toast: ui.toast, focusRow });
    cs.keys.listen({ frame, copy: (code) => code && act.copy(code), lookup: () => act.look("", ""), help, helping: () => Boolean(frame.querySelector(".help")), leave });
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
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    cancelAnimationFrame(drawing);
    retrying = drawing = 0;
    cs.keys.listen(null);
    cs.review.start(null);
    cs.place.stop();
    cs.guard.stop();
    cs.layer.release("panel");
    ui = before = null;
    said = badged = "";
    cs.sources.clear();
    cs.decisions.clear();
    opened.clear();
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

  /** Draw once for all that comes in before the next picture. */
  function draw() {
    if (ui && !drawing) drawing = requestAnimationFrame(drawNow);
  }

  function drawNow() {
    cancelAnimationFrame(drawing);
    drawing = 0;
    if (!ui) return;
    const all = cs.sources.all();
    const count = all.reduce((sum, { source: s }) => sum + (s.result?.suggestions.filter((x) => x.tier === "suggested").length ?? 0), 0);
    ui.tab(count, cs.place.isCollapsed(), () => collapse(false));
    const focus = cs.keys.mark();
    const top = ui.body.scrollTop;
    const { content, message, trouble } = cs.check.body(cs.view.body(all, { settled, opened, folds, act, unread: cs.sources.unread() }));
    ui.body.replaceChildren(...content);
    ui.hint();
    if (top) ui.body.scrollTop = top;
    for (const each of all) each.lost = cs.evidence.lost(each.source.result);
    head();
    ui.mine.replaceChildren(...cs.mine.view({ open: unfolded, toggle, undo: cs.review.undo, copy: () => void cs.review.copyList(), takeBack: cs.review.takeBack }));
    cs.keys.restore(ui.frame, focus);
    ui.foot.textContent = all.find(({ source: s }) => s.result)?.source.result?.code_set || t("coder_decides");
    if (message && message !== said) ui.say((said = message));
    badge(count, trouble);
    if (trouble) poll();
  }

  /** What stands over the rows, and whether they are being read anew. */
  function head() {
    if (!ui) return;
    const all = cs.sources.all().map((each) => each.source);
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

  /** While the service is away and the page is looked at, look for it. */
  function poll() {
    if (retrying || document.hidden || !ui) return;
    retrying = Number(
      setTimeout(async () => {
        const waiting = cs.sources.all().some(({ source: s }) => s.error && cs.view.AWAY.has(s.error.code));
        const answer = waiting && !document.hidden ? await cs.client.status() : null;
        retrying = 0;
        if (answer?.ok && /** @type {any} */ (answer.value).state === "ready") act.retry();
        else if (waiting) poll();
      }, RETRY),
    );
  }

  /** What rows may do. */
  const act = {
    retry: () => cs.client.toAll({ type: "retry" }),
    options: () => cs.client.say("open-options"),
    redraw: () => drawNow(),
    /** @param {string} id @param {string} rowKey @param {number} index */
    reveal(id, rowKey, index) {
      const at = cs.sources.get(id);
      if (at) cs.client.toFrame(at.frameId, { type: "reveal", source: id, key: `${rowKey}/${index}` });
    },
    /** @param {string} text a code, or a drafted question @param {boolean} [question] */
    async copy(text, question = false) {
      const done = await cs.dom.copy(text);
      ui?.toast(done ? (question ? t("copied_query") : t("copied", text)) : t("copy_failed"));
    },
    /** @param {string} code @param {string} key of the row that gets the focus back */
    look: (code, key) => cs.lookup.open(code, null, { closed: () => focusRow(key || cs.keys.last()) }),
  };

  function toggle() {
    unfolded = !unfolded;
    drawNow();
  }

  /** A click was not taken. */
  const covered = () => (ui?.toast(t("covered")), cs.lookup.tell(t("covered")));

  /** The keys, over the panel; again to close. */
  function help() {
    if (!ui) return;
    const now = cs.keys.mark();
    if (ui.help(help)) before = now;
    else cs.keys.restore(ui.frame, before ?? { key: "", code: "", name: "", at: 0 });
  }

  /** Back to where the coder was in the page. */
  function leave() {
    if (!cs.fields.giveBack()) /** @type {HTMLElement | null} */ (cs.layer.active())?.blur();
  }

  /** The keyboard's way into the panel, and back. */
  function focus() {
    if (!ui) return;
    if (ui.frame.contains(cs.layer.active())) return leave();
    cs.fields.rememberFocus();
    cs.selected.remember();
    if (cs.place.isCollapsed()) collapse(false);
    focusRow(cs.keys.last());
  }

  /** The row, else the first that is not decided yet. @param {string} key */
  function focusRow(key) {
    if (!ui) return;
    const row = key && ui.frame.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const found = (row && (row.querySelector("[data-main]") ?? row.querySelector("button") ?? row)) || ui.body.querySelector(".row:not([data-decided]) [data-main]") || ui.frame.querySelector("[data-main], button");
    /** @type {HTMLElement | null} */ (found)?.focus();
    found?.closest(".row")?.scrollIntoView({ block: "nearest" });
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
    cs.keys.listen(null);
    ui.body.replaceChildren(cs.state.orphaned(close));
    ui.mine.replaceChildren();
    ui.subtitle.textContent = "";
    ui.live.textContent = ui.body.innerText;
  }

  cs.panel = { open, close, isOpen, openRow, focus, prefsChanged, orphaned, source: (message, from) => void (ui && cs.sources.take(message, from)), frame: (message, from) => void (ui && cs.sources.frame(message, from)) };
})();
