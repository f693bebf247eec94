/** The colours of the panel for our own pages; classic script, so that it stands before the first picture. */
"use strict";
(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(globalThis.__chartside.theme.tokens);
  document.adoptedStyleSheets = [sheet];
})();
