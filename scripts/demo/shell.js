/** Tabs of open charts. A hidden chart stays loaded, as it does in real systems of this kind. */
"use strict";

const tabs = [...document.querySelectorAll("[role=tab]")];

/** @param {Element} chosen */
function show(chosen) {
  for (const tab of tabs) {
    const here = tab === chosen;
    tab.setAttribute("aria-selected", String(here));
    tab.setAttribute("tabindex", here ? "0" : "-1");
    const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !here;
  }
}

for (const [at, tab] of tabs.entries()) {
  tab.addEventListener("click", () => show(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[/** @type {KeyboardEvent} */ (event).key];
    const next = step && tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    show(next);
    /** @type {HTMLElement} */ (next).focus();
  });
}
