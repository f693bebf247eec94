/** Style of the quick lookup. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.lookupStyle) return;

  cs.lookupStyle = `
    .veil { position: fixed; inset: 0; pointer-events: auto; display: flex; justify-content: center; align-items: flex-start; padding: min(12vh, 96px) 16px 16px; background: rgb(8 20 19 / .28); animation: fade .12s ease-out; }
    @keyframes fade { from { opacity: 0; } }
    .box-lookup { display: flex; flex-direction: column; width: min(860px, 100%); max-height: min(640px, 82vh); background: var(--bg); border-radius: 16px; box-shadow: var(--shadow); overflow: hidden; }
    .ask { display: flex; align-items: center; gap: 10px; padding: 10px 12px 10px 18px; }
    .ask > .icon { width: 20px; height: 20px; color: var(--accent); }
    .ask input { flex: 1; min-width: 0; height: 36px; border: 0; background: none; font-size: 17px; letter-spacing: -.005em; }
    .ask input::placeholder { color: var(--ink-3); opacity: 1; }
    .ask input:focus-visible { outline: none; }
    .two { display: none; min-height: 0; border-top: 1px solid var(--line); }
    .full .two { display: grid; grid-template-columns: minmax(0, 43%) minmax(0, 1fr); flex: 1; height: 460px; }
    .two > * { overflow: auto; min-height: 0; scrollbar-width: thin; scrollbar-color: var(--line-2) transparent; }
    #results { padding: 6px; border-right: 1px solid var(--line); }
    #results [role=option] { display: grid; grid-template-columns: 76px minmax(0, 1fr) auto; gap: 8px; align-items: baseline; padding: 7px 10px; border-radius: 9px; cursor: pointer; }
    #results [role=option]:hover { background: var(--bg-2); }
    #results [aria-selected=true] { background: var(--accent-soft); box-shadow: inset 3px 0 0 var(--accent); }
    #results .what { font-size: 13.5px; line-height: 1.35; }
    #results small { display: block; font-size: 12px; color: var(--ink-3); }
    #results [aria-selected=true] small { color: var(--ink-2); }
    .ring { position: relative; align-self: center; width: 10px; height: 10px; border-radius: 50%; box-shadow: inset 0 0 0 1.5px var(--line-2); }
    .ring.full { background: var(--accent); box-shadow: none; }
    .wide { padding: 8px; }
    .none { padding: 28px 16px; color: var(--ink-3); text-align: center; }
    .side { position: relative; background: var(--bg-2); }
    .side > .back { display: none; }
    .details { padding: 14px 18px 16px; font-size: 13.5px; }
    .details:focus-visible { outline: none; box-shadow: inset 3px 0 0 var(--accent); }
    .trail { display: flex; flex-wrap: wrap; gap: 2px; margin: 0 0 6px -6px; font-size: 12px; color: var(--ink-3); }
    .trail button { padding: 1px 6px; border-radius: 6px; font: 500 12px/1.6 var(--mono); color: var(--ink-2); }
    .trail button:hover { background: var(--bg-3); color: var(--ink); }
    .trail button:not(:last-child)::after { content: "›"; margin-left: 8px; margin-right: -8px; color: var(--ink-3); }
    .details h2 { display: flex; align-items: center; gap: 10px; }
    .code.big { font-size: 20px; letter-spacing: -.02em; }
    .details .title { margin-top: 2px; font-size: 15px; line-height: 1.4; }
    .details h3 { margin: 16px 0 4px; font-size: 12px; font-weight: 650; color: var(--ink-2); }
    .details .hint { font-size: 12px; margin: -2px 0 4px; }
    .details .list li { line-height: 1.45; color: var(--ink-2); }
    .ref-code { margin-left: 6px; padding: 0 5px; border-radius: 5px; font: 600 12px/1.5 var(--mono); color: var(--accent); background: var(--accent-soft); }
    .ref-code:hover { text-decoration: underline; }
    .tree { margin: 0 -8px; }
    .go { display: grid; grid-template-columns: 76px minmax(0, 1fr) auto; gap: 8px; align-items: baseline; width: 100%; padding: 4px 8px; line-height: 1.4; }
    .go:hover { background: var(--bg-3); }
    .go .code { font-size: 13px; color: var(--accent); }
    .seventh { display: grid; grid-template-columns: 24px 1fr; gap: 2px 8px; color: var(--ink-2); }
    .source-line { margin-top: 18px; font-size: 11.5px; }
    .box-lookup footer { display: none; justify-content: space-between; flex-wrap: wrap; gap: 2px 12px; padding: 8px 18px; border-top: 1px solid var(--line); font-size: 12px; color: var(--ink-3); }
    .box-lookup.full footer { display: flex; }
    .keys { display: inline-flex; align-items: center; gap: 5px; }
    .keys kbd:not(:first-child) { margin-left: 8px; }
    @media (max-width: 639px) {
      .veil { padding: 8px; }
      .box-lookup { max-height: calc(100vh - 16px); }
      .full .two { grid-template-columns: 1fr; height: auto; }
      #results { border-right: 0; max-height: 70vh; }
      .side { display: none; max-height: 74vh; }
      .detail #results { display: none; }
      .detail .side { display: block; }
      .side > .back { display: inline-grid; margin: 8px 0 -6px 10px; }
      .keys { display: none; }
    }`;
})();
