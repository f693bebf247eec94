/**
 * "This is the note": the coder points at an element, by pointer or by keys, and nothing of the page hears of it.
 *
 * Every frame runs its own picker; the one in which an element is chosen ends them all.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.pick) return;
  const { h } = cs.dom;
  const t = cs.client.t;

  const HELD_BACK = "pointerdown pointerup mousedown mouseup click dblclick auxclick contextmenu touchstart touchend".split(" ");
  const QUOTED = 60; // characters

  /** @type {Element | null} */
  let current = null;
  /** The way that was walked up, to walk down again. @type {Element[]} */
  let trail = [];
  let [on, frame, said] = [false, 0, ""];

  /** Every frame draws its own box; the top frame says what to do. */
  function start() {
    if (on) return;
    on = true;
    listen(true);
    if (cs.client.isTop) {
      cs.layer.part("pick").append(
        h("div", { class: "pick-bar" },
          h("p", { class: "at", role: "status", text: t("pick_hint") }),
          h("p", { class: "how", text: t("pick_keys") }),
          h("button", { type: "button", class: "plain", text: t("cancel"), on: { click: cancel } })));
    }
    point(first());
  }

  /** Where the keys begin: at what has the focus, else at what stands in the middle of the window. */
  function first() {
    const active = cs.fields.focused();
    if (!document.hasFocus() || active?.tagName === "IFRAME") return null;
    return active && active !== document.body ? active : document.elementFromPoint(innerWidth / 3, innerHeight / 2);
  }

  function stop() {
    if (!on) return;
    on = false;
    listen(false);
    cancelAnimationFrame(frame);
    [frame, said, current, trail] = [0, "", null, []];
    cs.layer.release("pick");
  }

  const cancel = () => cs.client.toAll({ type: "pick-end" });

  /** @param {boolean} start */
  function listen(start) {
    const act = start ? "addEventListener" : "removeEventListener";
    for (const type of HELD_BACK) window[act](type, /** @type {any} */ (hold), { capture: true, passive: false });
    window[act]("mousemove", /** @type {any} */ (moved), { capture: true, passive: true });
    window[act]("keydown", /** @type {any} */ (pressed), { capture: true });
    window[act]("scroll", later, { capture: true, passive: true });
    window[act]("resize", later, { passive: true });
    document.documentElement[act]("mouseleave", left, { passive: true });
  }

  /** The innermost element that may be a note: a field, or what is no control. @param {Element | null | undefined} el */
  function fit(el) {
    let at = el ?? null;
    while (at && !cs.fields.holdsText(at) && cs.text.ignored(at)) at = up(at);
    return at === document.documentElement ? document.body : at;
  }

  /** @param {Element} el @returns {Element | null} */
  const up = (el) => el.parentElement ?? /** @type {ShadowRoot} */ (el.getRootNode()).host ?? null;

  /** @param {Element | null | undefined} el */
  function point(el) {
    const to = el && (cs.layer.isHost(el) || el.tagName === "IFRAME") ? null : fit(el);
    if (to === current) return;
    current = to;
    later();
    if (current) cs.client.toTop({ type: "pick-at", words: cs.clinical.words(textOf(current)), text: textOf(current).slice(0, QUOTED) });
  }

  /** @param {Element} el */
  const textOf = (el) => (cs.fields.holdsText(el) ? el.value : ((el.shadowRoot ?? el).textContent ?? "")).replace(/\s+/g, " ").trim();

  function later() {
    frame ||= requestAnimationFrame(draw);
  }

  function draw() {
    frame = 0;
    const part = cs.layer.part("pick");
    let box = /** @type {HTMLElement | null} */ (part.querySelector(".pick-box"));
    if (!box) part.prepend((box = h("div", { class: "pick-box", "aria-hidden": "true" })));
    box.hidden = !current;
    if (!current) return;
    const at = current.getBoundingClientRect();
    const [left, top] = [Math.max(at.left, 2), Math.max(at.top, 2)];
    Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${Math.min(at.right, innerWidth - 2) - left}px`, height: `${Math.min(at.bottom, innerHeight - 2) - top}px` });
  }

  /** The top frame says what is pointed at. @param {{words: unknown, text: unknown}} at */
  function tell({ words, text }) {
    const line = on && cs.layer.has("pick") ? cs.layer.part("pick").querySelector(".at") : null;
    const now = t("pick_at", Number(words) || 0, String(text).slice(0, QUOTED));
    if (line && now !== said) line.textContent = said = now;
  }

  /** @param {MouseEvent} event */
  function moved(event) {
    trail = [];
    point(/** @type {Element} */ (event.composedPath()[0]));
  }

  /** The pointer is in another frame now. */
  function left() {
    if (!document.hasFocus() || cs.fields.focused()?.tagName === "IFRAME") point(null);
  }

  /** What the pointer does is for us alone. @param {Event} event */
  function hold(event) {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (cs.layer.isHost(target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "click" && event.isTrusted) choose(target);
  }

  /** @param {Element | null} el */
  function choose(el) {
    point(el);
    if (!current) return;
    cs.pointed.choose(current);
    cancel();
  }

  /** Where an arrow leads from an element. @type {Record<string, (el: Element) => Element | null | undefined>} */
  const STEPS = {
    ArrowUp: (el) => {
      trail.push(el);
      return up(el);
    },
    ArrowDown: (el) => trail.pop() ?? [...(el.shadowRoot ?? el).children].find(holds),
    ArrowLeft: (el) => beside(el, "previousElementSibling"),
    ArrowRight: (el) => beside(el, "nextElementSibling"),
  };

  /** @param {Element} el @param {"previousElementSibling" | "nextElementSibling"} side */
  function beside(el, side) {
    trail = [];
    let at = el[side];
    while (at && !holds(at)) at = at[side];
    return at;
  }

  /** @param {Element} el */
  const holds = (el) => (cs.fields.holdsText(el) || !cs.text.ignored(el)) && cs.visible.shown(el) && textOf(el) !== "";

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.key !== "Escape" && (cs.layer.isHost(/** @type {Element} */ (event.target)) || event.ctrlKey || event.metaKey || event.altKey)) return;
    const step = STEPS[event.key];
    if (!step && event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Escape") return cancel();
    if (event.key === "Enter") return choose(current);
    const to = current ? step?.(current) : first();
    if (!to) return;
    point(to);
    current?.scrollIntoView({ block: "nearest" });
  }

  cs.pick = { start, stop, tell };
})();
