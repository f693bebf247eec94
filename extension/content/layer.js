/**
 * Our one element on a page: a host with a closed shadow root, made when needed, removed when empty.
 *
 * Parts (panel, lookup, boxes over textareas, tooltip) share it.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.layer) return;

  // A plain element: a page could define a custom one of our name, and by its internals read the closed root.
  const MARK = "data-chartside-layer";
  const HOST_STYLE =
    "all:initial!important;position:fixed!important;inset:0!important;display:block!important;width:auto!important;height:auto!important;" +
    "pointer-events:none!important;z-index:2147483647!important;contain:layout style!important;color-scheme:light dark!important";
  // A page could draw over the panel by pseudo-elements of the host; said by us to be important, this holds.
  const NO_MORE = ":host::before, :host::after { content: none !important; }";
  // What happens in our layer is no business of the page: its shortcuts and click-outside handlers stay quiet.
  const OURS = "keydown keyup keypress beforeinput input change paste copy cut mousedown mouseup click dblclick pointerdown pointerup contextmenu focusin focusout";

  /** @type {HTMLElement | null} */
  let host = null;
  /** @type {ShadowRoot | null} */
  let root = null;
  /** @type {Map<string, HTMLElement>} */
  const parts = new Map();
  let waiting = 0;
  /** The host's style as we wrote it. */
  let written = "";

  function open() {
    if (root && host?.isConnected) return root;
    if (!root || !host) {
      for (const left of document.querySelectorAll(`div[${MARK}]`)) left.remove();
      host = document.createElement("div");
      host.setAttribute(MARK, "");
      host.style.cssText = HOST_STYLE; // by CSSOM: a page's policy may forbid style attributes
      written = host.style.cssText;
      root = host.attachShadow({ mode: "closed" });
      const sheet = new CSSStyleSheet();
      // On our parts: what stands on the host, a page's rule for the host would override.
      const tokens = cs.theme.tokens.replaceAll(":host, :root", ".part");
      sheet.replaceSync(NO_MORE + tokens + cs.style.layer + cs.styleReview + cs.styleFinish + cs.styleCheck + cs.lookupStyle);
      root.adoptedStyleSheets = [sheet];
      for (const type of OURS.split(" ")) root.addEventListener(type, (event) => event.stopPropagation());
    }
    fit();
    document.documentElement.append(host);
    return root;
  }

  /** A page may zoom itself, document and all; our layer is measured in pixels of the viewport. */
  function fit() {
    if (!host) return;
    const zoom = String(1 / cs.stand.zoom(document.documentElement));
    if ((host.style.getPropertyValue("zoom") || "1") === zoom) return;
    const own = host.style.cssText === written;
    host.style.setProperty("zoom", zoom, "important");
    if (own) written = host.style.cssText;
  }

  /** What is not as we made it: the host's style, or its place as html's last child that is drawn; empty when all is. */
  function wrong() {
    if (!host || !parts.size) return "";
    if (host.style.cssText !== written || !host.hasAttribute(MARK)) return "style";
    if (host.parentNode !== document.documentElement) return "place";
    for (let next = host.nextElementSibling; next; next = next.nextElementSibling) if (getComputedStyle(next).display !== "none") return "place";
    return "";
  }

  /** Put that right; focus and scrolling stay. */
  function mend() {
    if (!host || !root) return;
    host.setAttribute(MARK, "");
    if (host.style.cssText !== written) host.style.cssText = written;
    const html = document.documentElement;
    if (wrong() !== "place") return;
    const scrolled = [...root.querySelectorAll("*")].filter((el) => el.scrollTop).map((el) => /** @type {const} */ ([el, el.scrollTop]));
    const focused = /** @type {HTMLElement | null} */ (root.activeElement);
    // Without an end to its animations, where the browser can.
    if (host.isConnected && "moveBefore" in html) /** @type {any} */ (html).moveBefore(host, null);
    else html.append(host);
    for (const [el, at] of scrolled) el.scrollTop = at;
    if (root.activeElement !== focused) focused?.focus({ preventScroll: true });
  }

  /** Once the page is drawn: asked for sooner, the zoom makes the browser style all of it for us. */
  function fitSoon() {
    if (!host || waiting) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      setTimeout(fit);
    });
  }

  /** The container of one part. @param {string} name @returns {HTMLElement} */
  function part(name) {
    const shadow = open();
    let element = parts.get(name);
    if (!element) {
      element = document.createElement("div");
      element.className = `part ${name}`;
      // Ours, whatever the page's direction and language are; they would be inherited.
      element.dir = cs.client.t("@@bidi_dir") || "ltr";
      element.lang = cs.client.t("language") || "en";
      parts.set(name, element);
      shadow.append(element);
    }
    return element;
  }

  /** @param {string} name */
  function release(name) {
    parts.get(name)?.remove();
    parts.delete(name);
    if (parts.size) return;
    host?.remove();
    host = root = null;
    cancelAnimationFrame(waiting);
    waiting = 0;
  }

  /** @param {Node} node */
  const isHost = (node) => cs.is.element(node) && node.localName === "div" && node.hasAttribute(MARK);
  /** The focused element inside our layer. */
  const active = () => root?.activeElement ?? null;
  /** Put the host back when the page threw it out. */
  const keep = () => void (host && !host.isConnected && parts.size && open());

  cs.layer = { part, release, isHost, active, keep, fit, fitSoon, wrong, mend, OWN: ["style", MARK], has: (name) => parts.has(name), isOpen: () => parts.size > 0 };
})();
