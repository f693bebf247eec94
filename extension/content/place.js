/** Where the panel stands: docked right or left, free, or a sheet on narrow screens; moved, resized, remembered. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.place) return;
  const { h } = cs.dom;
  const t = cs.client.t;

  const MIN_WIDTH = 288;
  const MIN_HEIGHT = 220;
  const EDGE = 10; // pixels between panel and window
  const SNAP = 28;
  const NARROW = 560;
  const STEP = 24;

  /** @type {PanelPlace} */
  let place = {};
  /** @type {HTMLElement | null} */
  let frame = null;
  /** A side taken for a while so that the caret stays in sight. @type {"left" | "right" | null} */
  let aside = null;

  const clamp = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) => Math.max(least, Math.min(value, Math.max(least, most)));

  function apply() {
    if (!frame) return;
    const narrow = innerWidth < NARROW;
    frame.classList.toggle("sheet", narrow);
    const style = frame.style;
    style.inset = "auto";
    if (narrow) {
      const height = clamp(place.height ?? innerHeight * 0.55, Math.min(MIN_HEIGHT, innerHeight), innerHeight - 24);
      Object.assign(style, { left: "0", right: "0", bottom: "0", width: "auto", height: `${height}px` });
      return tellGrips(innerWidth);
    }
    const width = clamp(place.width ?? 384, MIN_WIDTH, innerWidth - 2 * EDGE);
    const dock = aside ?? place.dock ?? "right";
    style.width = `${width}px`;
    if (dock === "free") {
      const height = clamp(place.height ?? innerHeight * 0.7, MIN_HEIGHT, innerHeight - 2 * EDGE);
      style.height = `${height}px`;
      style.left = `${clamp(place.x ?? innerWidth - width - 40, EDGE, innerWidth - width - EDGE)}px`;
      style.top = `${clamp(place.y ?? 40, EDGE, innerHeight - height - EDGE)}px`;
    } else {
      style.height = `${innerHeight - 2 * EDGE}px`;
      style.top = `${EDGE}px`;
      style[dock] = `${EDGE}px`;
    }
    tellGrips(width);
  }

  /** The sizes for screen readers, in pixels. @param {number} width */
  function tellGrips(width) {
    for (const each of frame?.querySelectorAll(".grip") ?? []) {
      const [now, least, most] = each.matches(".s") ? [frame?.offsetHeight ?? 0, MIN_HEIGHT, innerHeight] : [width, MIN_WIDTH, innerWidth];
      for (const [name, value] of Object.entries({ now, min: Math.min(least, now), max: Math.max(most, now) })) each.setAttribute(`aria-value${name}`, String(Math.round(value)));
    }
  }

  function keep() {
    apply();
    void cs.client.prefs({ panel: place });
  }

  /**
   * Follow the pointer until it is let go.
   * @param {PointerEvent} event @param {(dx: number, dy: number) => void} move
   */
  function drag(event, move) {
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    const [x, y] = [event.clientX, event.clientY];
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const moved = (/** @type {PointerEvent} */ at) => move(at.clientX - x, at.clientY - y);
    const done = () => {
      handle.removeEventListener("pointermove", moved);
      frame?.classList.remove("moving");
      keep();
    };
    handle.addEventListener("pointermove", moved);
    handle.addEventListener("lostpointercapture", done, { once: true });
  }

  /** @param {PointerEvent} event on the header */
  function startMove(event) {
    if (event.button !== 0 || !frame || /** @type {Element} */ (event.target).closest("button") || innerWidth < NARROW) return;
    const box = frame.getBoundingClientRect();
    frame.classList.add("moving");
    drag(event, (dx, dy) => {
      if (Math.abs(dx) + Math.abs(dy) < 4) return;
      aside = null;
      const x = box.left + dx;
      const dock = x < SNAP - EDGE ? "left" : x + box.width > innerWidth - SNAP + EDGE ? "right" : "free";
      place = { ...place, dock, x, y: box.top + dy };
      if (dock === "free" && place.height === undefined) place.height = Math.round(innerHeight * 0.7);
      apply();
    });
  }

  /** @param {"w" | "e" | "s"} side */
  function grip(side) {
    const label = t(side === "s" ? "resize_height" : "resize_width");
    return h("div", {
      class: `grip ${side}`, role: "separator", tabindex: "0", "aria-label": label, "aria-orientation": side === "s" ? "horizontal" : "vertical",
      on: {
        pointerdown: (/** @type {PointerEvent} */ event) => {
          const box = frame?.getBoundingClientRect();
          if (box) drag(event, (dx, dy) => by(side, side === "s" ? dy : dx, box));
        },
      },
    });
  }

  /** @param {string} side @param {number} amount pixels @param {DOMRect} box of the panel */
  function by(side, amount, box) {
    if (side === "s") place.height = clamp(innerWidth < NARROW ? box.height - amount : box.height + amount, MIN_HEIGHT, innerHeight);
    else {
      const width = clamp(side === "w" ? box.width - amount : box.width + amount, MIN_WIDTH, innerWidth - 2 * EDGE);
      // The edge that is not held stays where it is.
      if (side === "w" && place.dock === "free") place.x = box.right - width;
      place.width = width;
    }
    apply();
  }

  /** A handle by the arrow keys. @param {Element} handle @param {string} key */
  function nudge(handle, key) {
    const side = ["w", "e", "s"].find((each) => handle.classList.contains(each)) ?? "s";
    const across = key === "ArrowLeft" || key === "ArrowRight";
    const box = frame?.getBoundingClientRect();
    if (!box || across === (side === "s")) return true;
    by(side, key === "ArrowLeft" || key === "ArrowUp" ? -STEP : STEP, box);
    keep();
    return true;
  }

  /** The panel itself by the arrow keys: away from its edge, and docked where it meets one. @param {string} key */
  function shift(key) {
    const box = frame?.getBoundingClientRect();
    if (!box || innerWidth < NARROW) return true;
    const dx = { ArrowLeft: -STEP, ArrowRight: STEP }[key] ?? 0;
    const dy = { ArrowUp: -STEP, ArrowDown: STEP }[key] ?? 0;
    aside = null;
    const x = box.left + dx;
    const docked = (place.dock ?? "right") !== "free";
    const dock = dx < 0 && x < EDGE ? "left" : dx > 0 && x + box.width > innerWidth - EDGE ? "right" : "free";
    place = { ...place, dock, x, y: box.top + dy };
    if (docked && dock === "free") place.height = Math.min(place.height ?? innerHeight, Math.round(innerHeight * 0.7));
    keep();
    return true;
  }

  /** Wider or narrower; higher or lower where it is a sheet. @param {number} step */
  function size(step) {
    const box = frame?.getBoundingClientRect();
    if (!box) return;
    const narrow = innerWidth < NARROW;
    const left = !narrow && frame?.style.left !== "auto" && place.dock === "left";
    by(narrow ? "s" : left ? "e" : "w", (narrow || !left ? -STEP : STEP) * step, box);
    keep();
  }

  /** Dock at the other side. */
  function swap() {
    aside = null;
    place = { ...place, dock: place.dock === "left" ? "right" : "left" };
    keep();
  }

  /** Never cover the caret: step aside while it is under the panel. @param {{left: number, top: number, right: number, bottom: number}} caret */
  function avoid(caret) {
    if (!frame || innerWidth < NARROW || place.dock === "free") return;
    const box = frame.getBoundingClientRect();
    if (caret.right < box.left || caret.left > box.right || caret.bottom < box.top || caret.top > box.bottom) return;
    const now = aside ?? place.dock ?? "right";
    aside = now === "right" ? "left" : "right";
    apply();
    cs.guard.moved(); // a page can put the caret there
  }

  /** @param {HTMLElement} element @param {PanelPlace} kept */
  function start(element, kept) {
    frame = element;
    place = { ...kept };
    aside = null;
    window.addEventListener("resize", apply, { passive: true });
    apply();
  }

  function stop() {
    frame = null;
    window.removeEventListener("resize", apply);
  }

  cs.place = {
    start, stop, grip, nudge, shift, size, startMove, swap, avoid,
    isCollapsed: () => place.collapsed === true,
    side: () => (aside ?? place.dock) === "left" ? "left" : "right",
    collapse: (collapsed) => {
      place = { ...place, collapsed };
      keep();
    },
  };
})();
