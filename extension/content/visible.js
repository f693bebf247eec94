/** What the coder can see, and only that: hidden frames and elements often hold another patient's text. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.visible) return;

  /** Whether the frame met the viewport when last looked at; a frame of another site cannot ask its parent. */
  let met = cs.client.isTop;
  /** @type {IntersectionObserver | null} */
  let observer = null;

  /**
   * Tell when this frame comes into or goes out of sight.
   * @param {() => void} changed
   */
  function watch(changed) {
    if (cs.client.isTop || observer) return;
    observer = new IntersectionObserver((entries) => {
      const now = entries.at(-1)?.isIntersecting ?? false;
      if (now === met) return;
      met = now;
      changed();
    });
    observer.observe(document.documentElement);
  }

  function unwatch() {
    observer?.disconnect();
    observer = null;
    met = cs.client.isTop;
  }

  /** Whether this frame, and every same-origin frame around it, is on screen. */
  function frame() {
    if (cs.client.isTop) return true;
    if (innerWidth < 2 || innerHeight < 2) return false;
    /** @type {Window} */
    let view = window;
    try {
      while (view !== view.top) {
        const element = view.frameElement;
        if (!element) break;
        if (!shown(element)) return false;
        view = view.parent;
      }
    } catch {
      // A parent of another site: the intersection observer answers for the rest.
    }
    return met || document.documentElement === null;
  }

  /** Whether the page around this frame is of another origin. */
  function isCross() {
    try {
      return !cs.client.isTop && window.frameElement === null;
    } catch {
      return true;
    }
  }

  /** @param {Element} element */
  function shown(element) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: false })) return false;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    const view = element.ownerDocument.defaultView ?? window;
    return box.right + view.scrollX > 0 && box.bottom + view.scrollY > 0;
  }

  /**
   * How an element shows: `none` (nothing in it is seen), `self-hidden` (its own text is not) or `shown`.
   * @param {Element} element
   * @param {CSSStyleDeclaration} style its computed style
   * @returns {"none" | "self-hidden" | "shown"}
   */
  function element(element, style) {
    if (style.display === "none" || style.opacity === "0" || style.contentVisibility === "hidden") return "none";
    const out = style.position === "absolute" || style.position === "fixed";
    if (out || (style.overflow !== "visible" && style.display !== "inline")) {
      const box = element.getBoundingClientRect();
      if (style.overflow !== "visible" && (box.width <= 1.5 || box.height <= 1.5)) return "none";
      if (out && (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) && box.width) return "none";
      if (out && /inset\((?:50|100)%|circle\(0/.test(style.clipPath)) return "none";
    }
    return style.visibility === "visible" ? "shown" : "self-hidden";
  }

  cs.visible = { watch, unwatch, frame, isCross, shown, element };
})();
