/** Small helpers to build our own elements; text is only ever set as text. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.dom) return;

  const SVG = "http://www.w3.org/2000/svg";
  /** Line icons on a 20-unit grid. @type {Record<string, string>} */
  const ICONS = {
    search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l4 4",
    close: "M5 5l10 10M15 5L5 15",
    collapse: "M4 10h12",
    expand: "M4 12l6-6 6 6",
    chevron: "M7 4.5L12.5 10 7 15.5",
    copy: "M7.5 7.5h8v9h-8zM12.5 7.5v-4h-8v9h3",
    check: "M4 10.5l4 4 8-9",
    quote: "M4 5.5h12M4 10h12M4 14.5h7",
    alert: "M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.1",
    link: "M8 12l4-4M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9",
    dock: "M3.5 4h13v12h-13zM12 4v12",
    insert: "M10 3v9M6 8.5l4 4 4-4M4 16.5h12",
    back: "M12 4l-6 6 6 6",
    none: "M10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM5.5 5.5l9 9",
    note: "M5 3h7l4 4v10H5zM12 3v4h4M8 11h5M8 14h3",
    swap: "M4 7.5h11M12 4l3.5 3.5L12 11M16 13H5M8 9.5L4.5 13 8 16.5",
    claim: "M7 4.5H5v12h10v-12h-2M7 3h6v3H7zM7.5 11.5l2 2 3.5-4",
    plus: "M10 4v12M4 10h12",
    undo: "M7.5 4.5L4 8l3.5 3.5M4.5 8H12a4 4 0 0 1 0 8H8",
    arrow: "M4 10h11M11 6l4 4-4 4",
    lock: "M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9",
    power: "M10 3v6M6 5.5a6 6 0 1 0 8 0",
  };

  /**
   * An element. `class`, `text`, `on` (listeners), ARIA and plain attributes; `null` and `false` are left out.
   * @param {string} tag
   * @param {Record<string, any>} [props]
   * @param {...(Node | string | null | undefined | false)} children
   * @returns {HTMLElement}
   */
  function h(tag, props = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") element.textContent = String(value);
      else if (name === "on") for (const [type, f] of Object.entries(value)) element.addEventListener(type, /** @type {any} */ (f));
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children) if (child) element.append(child);
    return element;
  }

  /** @param {string} name @returns {SVGElement} */
  function icon(name) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", `icon icon-${name}`);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", ICONS[name] ?? "");
    svg.append(path);
    return svg;
  }

  /**
   * A button with an icon and a name.
   * @param {string} glyph @param {string} label @param {() => void} act @param {string} [kind]
   */
  function iconButton(glyph, label, act, kind = "ghost") {
    return h("button", { type: "button", class: kind, "aria-label": label, title: label, on: { click: act } }, icon(glyph));
  }

  /** A sentence of the service; what it marks as a command is one to the eye too. @param {string} text @returns {HTMLElement} */
  const said = (text) => h("p", {}, ...text.split("`").map((part, at) => (at % 2 ? h("code", { text: part }) : part)));

  /** Copies text; the second way is for pages without https, which have no clipboard of their own. @param {string} text @returns {Promise<boolean>} */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const before = /** @type {HTMLElement | null} */ (cs.layer.active());
      const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "sr", "aria-hidden": "true", tabindex: "-1" }));
      area.value = text;
      cs.layer.part("clip").append(area);
      area.select();
      const done = document.execCommand("copy");
      cs.layer.release("clip");
      before?.focus();
      return done;
    }
  }

  /** Our mark, in the colours of the theme. */
  function mark() {
    const svg = icon("none");
    svg.setAttribute("class", "logo");
    svg.setAttribute("viewBox", "0 0 128 128");
    svg.replaceChildren();
    const path = (/** @type {Record<string, string>} */ attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", "path");
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      svg.append(element);
    };
    path({ d: "M24 4h64a20 20 0 0 1 20 20v80a20 20 0 0 1-20 20H24A20 20 0 0 1 4 104V24A20 20 0 0 1 24 4z", fill: "currentColor" });
    path({ d: "M108 26h8a8 8 0 0 1 8 8v12a8 8 0 0 1-8 8h-8zM108 62h8a8 8 0 0 1 8 8v12a8 8 0 0 1-8 8h-8z", fill: "currentColor", opacity: ".5" });
    path({ d: "M32 84l19 19 40-44", fill: "none", stroke: "var(--bg)", "stroke-width": "14", "stroke-linecap": "round", "stroke-linejoin": "round" });
    path({ d: "M28 36h48M28 57h26", fill: "none", stroke: "var(--bg)", "stroke-width": "10", "stroke-linecap": "round", opacity: ".6" });
    return svg;
  }

  cs.dom = { h, icon, iconButton, said, copy, mark };
})();
