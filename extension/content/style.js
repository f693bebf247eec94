/** Style of our layer: shared controls, panel, rows, boxes, tip. The lookup has its own. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.style) return;

  const base = `
    * { box-sizing: border-box; }
    .part { font: 400 14px/1.45 var(--sans); color: var(--ink); letter-spacing: normal; text-align: start; -webkit-font-smoothing: antialiased; }
    [hidden] { display: none !important; }
    h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; font: inherit; }
    ul, ol { list-style: none; }
    button, input { font: inherit; color: inherit; letter-spacing: inherit; }
    button { background: none; border: 0; padding: 0; margin: 0; text-align: inherit; cursor: pointer; border-radius: 8px; }
    :focus { outline: none; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .icon { width: 18px; height: 18px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
    .ghost { display: inline-grid; place-items: center; width: 30px; height: 30px; color: var(--ink-3); }
    .ghost:hover { background: var(--bg-3); color: var(--ink); }
    .solid, .plain { display: inline-flex; align-items: center; gap: 6px; min-height: 32px; padding: 4px 14px; font-weight: 600; }
    .solid { background: var(--accent); color: var(--on-accent); }
    .solid:hover { background: var(--accent-2); }
    .plain { box-shadow: inset 0 0 0 1px var(--line-2); color: var(--ink); font-weight: 500; }
    .plain:hover { background: var(--bg-3); }
    .small { min-height: 28px; padding: 2px 10px; font-size: 12.5px; }
    .small .icon { width: 15px; height: 15px; }
    .code { font: 600 14px/1.4 var(--mono); font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
    .chip { display: inline-flex; align-items: center; padding: 0 7px; min-height: 19px; border-radius: 6px; font-size: 11.5px; font-weight: 600; line-height: 19px; background: var(--slate-soft); color: var(--slate); white-space: nowrap; }
    .chip.hcc { background: var(--violet-soft); color: var(--violet); }
    .chip.cc { background: var(--blue-soft); color: var(--blue); }
    .chip.warn { background: var(--amber-soft); color: var(--amber); }
    .chip.bad { background: var(--red-soft); color: var(--red); }
    .chip.good { background: var(--accent-soft); color: var(--accent); }
    kbd { font: 600 11px/1 var(--mono); padding: 2px 5px; border-radius: 4px; background: var(--bg-3); box-shadow: inset 0 -1px 0 var(--line-2); color: var(--ink-2); }
    /* A page can search for text with window.find, closed root or not; what is found so must not be readable as a selection. */
    * { user-select: none; -webkit-user-select: none; }
    input, textarea { user-select: text; -webkit-user-select: text; }
    .quiet { color: var(--ink-3); }
    .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @keyframes appear { from { opacity: 0; transform: translateY(4px); } }
    @keyframes breathe { 50% { opacity: .45; } }
    @media (prefers-reduced-motion: reduce) { * { animation-duration: .01ms !important; animation-iteration-count: 1 !important; transition: none !important; scroll-behavior: auto !important; } }`;

  const panel = `
    .frame { position: fixed; display: flex; flex-direction: column; pointer-events: auto; background: var(--bg); border-radius: 14px; box-shadow: var(--shadow); overflow: hidden; animation: appear .16s ease-out; }
    .frame > header { display: flex; align-items: center; gap: 10px; padding-block: 10px; padding-inline: 14px 8px; border-bottom: 1px solid var(--line); cursor: grab; user-select: none; touch-action: none; }
    .frame.moving > header { cursor: grabbing; }
    .logo { width: 24px; height: 24px; flex: none; color: var(--accent); }
    .titles { flex: 1; min-width: 0; }
    .titles h1 { font-size: 14px; font-weight: 650; line-height: 1.25; letter-spacing: -.005em; }
    .titles p { font-size: 12px; line-height: 1.35; color: var(--ink-3); overflow-wrap: anywhere; }
    .tools { display: flex; gap: 2px; }
    .scroll { flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; padding: 4px 0 12px; scrollbar-width: thin; scrollbar-color: var(--line-2) transparent; }
    .frame > footer { display: flex; align-items: center; gap: 4px 12px; padding-block: 5px 6px; padding-inline: 14px 8px; border-top: 1px solid var(--line); font-size: 11.5px; color: var(--ink-3); background: var(--bg-2); }
    .frame > footer > span:first-child { flex: 1; min-width: 0; white-space: nowrap; } .frame > footer .hints { gap: 10px; } .frame > footer span { display: inline-flex; gap: 4px; align-items: center; }
    .grip { position: absolute; inset-block: 0; width: 8px; cursor: ew-resize; touch-action: none; }
    .grip.w { left: 0; } .grip.e { right: 0; }
    .grip.s { inset-block: auto 0; inset-inline: 24px; width: auto; height: 8px; cursor: ns-resize; }
    .grip:hover, .grip:focus-visible { background: linear-gradient(var(--accent), var(--accent)) center / 2px 40px no-repeat; outline: none; }
    .grip.s:hover, .grip.s:focus-visible { background-size: 40px 2px; }
    .tab { position: fixed; right: 0; top: 120px; pointer-events: auto; display: flex; flex-direction: column; align-items: center; gap: 6px; padding: 10px 8px; background: var(--bg); border-radius: 12px 0 0 12px; box-shadow: var(--shadow); color: var(--accent); font-weight: 700; }
    .tab.left { right: auto; left: 0; border-radius: 0 12px 12px 0; }
    .tab .n { font-size: 13px; font-variant-numeric: tabular-nums; color: var(--ink); }
    .sheet { border-radius: 16px 16px 0 0; }
    .sheet .grip:not(.s), .sheet .swap, .sheet .hints { display: none; }
    .sheet .grip.s { inset-block: 0 auto; }`;

  const rows = `
    .source { display: flex; align-items: baseline; gap: 8px; margin: 12px 14px 0; padding-bottom: 6px; border-bottom: 2px solid var(--line); }
    .source h2 { flex: 1; min-width: 0; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .source span { font-size: 12px; color: var(--ink-3); white-space: nowrap; }
    details.section + details.section { border-top: 1px solid var(--line); margin-top: 5px; padding-top: 1px; }
    details.section > summary { display: flex; align-items: center; gap: 8px; margin: 4px 6px 0; padding: 7px 8px; border-radius: 8px; font-size: 13px; font-weight: 650; color: var(--ink); cursor: pointer; list-style: none; user-select: none; }
    details.section > summary::-webkit-details-marker { display: none; }
    details.section > summary:hover { background: var(--bg-2); }
    summary .icon-chevron { width: 14px; height: 14px; flex: none; color: var(--ink-3); transition: transform .12s; }
    details[open] > summary > .icon-chevron { transform: rotate(90deg); }
    summary .n { margin-inline-start: auto; min-width: 22px; padding: 0 6px; border-radius: 10px; background: var(--bg-3); color: var(--ink-2); font-size: 12px; line-height: 20px; text-align: center; font-variant-numeric: tabular-nums; }
    summary .n.has { background: var(--accent-soft); color: var(--accent); }
    summary .n.warn { background: var(--amber-soft); color: var(--amber); }
    .row { position: relative; margin: 2px 6px; border-radius: 10px; }
    .row + .row::before { content: ""; position: absolute; inset: -1.5px 8px auto; border-top: 1px solid var(--line); }
    .row:hover, .row.open { background: var(--bg-2); }
    .row.lit { background: var(--accent-soft); transition: background .3s; }
    .main { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 2px 10px; width: 100%; padding: 9px 8px 3px; border-radius: 10px; align-items: center; }
    .main:focus-visible { outline-offset: -2px; }
    .top { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 7px; }
    .main .icon-chevron { width: 15px; height: 15px; color: var(--ink-3); align-self: center; transition: transform .12s; }
    .row.open .main .icon-chevron { transform: rotate(90deg); }
    .main .what { grid-column: 1 / -1; line-height: 1.38; color: var(--ink); }
    .meter { display: inline-flex; align-items: center; gap: 6px; font-size: 12px; color: var(--ink-2); white-space: nowrap; }
    .bar { width: 36px; height: 5px; border-radius: 3px; background: var(--track); overflow: hidden; }
    .bar i { display: block; height: 100%; border-radius: 3px; background: var(--accent); }
    .strong .bar i, .good .bar i { background: var(--accent); } .fair .bar i { background: #c77d12; } .weak .bar i { background: var(--slate); }
    .say { padding: 1px 8px 9px; }
    .quote { display: block; width: calc(100% + 4px); margin-block-start: 2px; margin-inline-end: -4px; padding-block: 2px; padding-inline: 10px 6px; border-inline-start: 3px solid var(--accent-line); border-start-end-radius: 6px; border-end-end-radius: 6px; font-size: 13px; line-height: 1.42; color: var(--ink-2); overflow-wrap: anywhere; }
    .quote:hover { background: var(--bg-3); }
    .quote > span:first-child { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
    .open .quote > span:first-child { display: inline; }
    .quote mark { background: var(--accent-soft); color: var(--ink); padding: 0 1px; font-weight: 600; text-decoration: underline 2px var(--accent-line); text-underline-offset: 3px; }
    .quote.uncertain mark { background: var(--amber-soft); text-decoration: underline dashed 2px var(--amber-line); }
    .quote.uncoded mark { background: none; text-decoration: underline dotted 2px var(--line-2); }
    .quote.uncertain { border-inline-start-style: dashed; border-color: var(--amber-line); }
    .quote.uncoded { border-inline-start-style: dotted; border-color: var(--line-2); }
    .quote .where { display: block; font-size: 11.5px; color: var(--ink-3); }
    .quote.gone { cursor: default; color: var(--ink-3); }
    .quote.gone mark { text-decoration: line-through; background: none; color: inherit; }
    .more { padding: 0 10px 12px; font-size: 13px; animation: appear .12s ease-out; }
    .more h3 { margin: 12px 0 4px; font-size: 12px; font-weight: 650; color: var(--ink-3); }
    .more p, .more li { color: var(--ink-2); overflow-wrap: anywhere; }
    .steps { counter-reset: step; }
    .steps li { position: relative; padding-block-end: 7px; padding-inline-start: 26px; }
    .steps li::before { counter-increment: step; content: counter(step); position: absolute; inset-inline-start: 0; top: 1px; width: 17px; height: 17px; border-radius: 50%; background: var(--bg-3); color: var(--ink-2); font-size: 10.5px; font-weight: 700; line-height: 17px; text-align: center; }
    .steps li:not(:last-child)::after { content: ""; position: absolute; inset-inline-start: 8px; top: 20px; bottom: 1px; width: 1px; background: var(--line-2); }
    .ref { display: block; font-size: 11.5px; color: var(--ink-3); }
    .rule { padding: 8px 10px; border-radius: 8px; background: var(--bg); box-shadow: inset 0 0 0 1px var(--line); }
    .rule + .rule { margin-top: 6px; }
    .rule b { font-weight: 650; color: var(--ink); }
    .list li { padding-block: 2px; padding-inline-start: 12px; position: relative; }
    .list li::before { content: ""; position: absolute; inset-inline-start: 1px; top: .72em; width: 4px; height: 4px; border-radius: 50%; background: var(--line-2); }
    .from { margin-inline-start: 6px; font-size: 11.5px; color: var(--ink-3); white-space: nowrap; }
    .far summary { width: fit-content; padding: 2px 4px; border-radius: 5px; color: var(--ink-2); cursor: pointer; }
    .options { display: flex; flex-direction: column; gap: 2px; }
    .options li { display: grid; grid-template-columns: 84px 1fr; gap: 8px; align-items: baseline; }
    .options .code { font-size: 12.5px; color: var(--ink); }
    .acts { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 12px; }
    .conflict { margin: 4px 14px; padding: 9px 11px; border-radius: 10px; background: var(--red-soft); font-size: 13px; }
    .conflict.missing { display: grid; grid-template-columns: auto auto minmax(0, 1fr); gap: 6px; align-items: baseline; padding-block: 6px; background: var(--amber-soft); } .conflict.missing .icon { align-self: start; margin-top: 2px; }
    .conflict b { display: flex; flex-wrap: wrap; gap: 4px 6px; align-items: center; font-weight: 650; }
    .conflict .icon { width: 16px; height: 16px; color: var(--red); } .conflict.missing .icon { color: var(--amber); }
    .conflict p { color: var(--ink-2); }
    .conflict .link { color: var(--ink); text-decoration: underline; text-decoration-color: var(--line-2); text-underline-offset: 3px; border-radius: 3px; }
    .draft { white-space: pre-line; padding: 8px 10px; border-radius: 8px; background: var(--bg); box-shadow: inset 0 0 0 1px var(--line); user-select: text; }
    .grouping { margin: 2px 14px 8px; padding: 8px 11px; border-radius: 10px; background: var(--bg-3); font-size: 13px; color: var(--ink-2); }
    .grouping b { font-weight: 650; color: var(--ink); } .grouping .from { display: block; margin: 0; white-space: normal; }
    .also-read { padding: 12px 16px 16px; font-size: 12px; color: var(--ink-3); }
    .empty { padding-block: 2px 8px; padding-inline: 36px 16px; font-size: 13px; color: var(--ink-3); }
    .state { display: flex; flex-direction: column; align-items: center; gap: 8px; padding: 44px 28px 36px; text-align: center; }
    .state .disc { display: grid; place-items: center; width: 48px; height: 48px; border-radius: 50%; background: var(--accent-soft); color: var(--accent); margin-bottom: 4px; }
    .state .disc .icon { width: 24px; height: 24px; }
    .state.warn .disc { background: var(--amber-soft); color: var(--amber); }
    .state h2 { font-size: 15px; font-weight: 650; text-wrap: balance; }
    .state p { color: var(--ink-2); font-size: 13px; max-width: 34ch; text-wrap: pretty; }
    .state code { display: inline-block; padding: 4px 9px; border-radius: 7px; background: var(--bg-3); font: 500 12.5px/1.4 var(--mono); color: var(--ink); user-select: all; }
    .state .acts { justify-content: center; margin-top: 8px; }
    .note-error { margin: 8px 14px; padding: 9px 11px; border-radius: 10px; background: var(--amber-soft); color: var(--amber); font-size: 13px; }
    .note-error code { padding: 0 4px; border-radius: 4px; background: var(--bg); font: 500 12px/1.4 var(--mono); }
    .skeleton { padding: 12px 14px; display: flex; flex-direction: column; gap: 8px; }
    .skeleton i { display: block; height: 11px; border-radius: 5px; background: var(--bg-3); animation: breathe 1.4s ease-in-out infinite; }
    .toast { position: absolute; inset-inline: 14px; bottom: 44px; width: fit-content; max-width: calc(100% - 28px); margin-inline: auto; padding: 6px 12px; border-radius: 8px; background: var(--ink); color: var(--bg); font-size: 12.5px; font-weight: 600; text-align: center; overflow-wrap: anywhere; animation: appear .12s ease-out; }`;

  const page = `
    .boxes .clip { position: fixed; overflow: hidden; pointer-events: none; }
    .boxes .inner { position: absolute; left: 0; top: 0; will-change: transform; }
    .probe { position: absolute; white-space: pre; width: max-content; }
    .mirror > div { unicode-bidi: inherit; }
    .mirror > div + div { text-indent: 0; }
    .mirror { position: fixed; left: 0; top: 0; visibility: hidden; height: auto; border: 0; }
    .box { position: absolute; border-bottom: 2px solid rgb(13 148 136); background: rgb(13 148 136 / .13); border-radius: 2px 2px 0 0; }
    .box.uncertain { border-bottom: 2px dashed rgb(204 108 0); background: rgb(217 119 6 / .12); }
    .box.uncoded { border-bottom: 2px dotted rgb(120 132 148); background: none; }
    .bubble { position: fixed; max-width: min(360px, calc(100vw - 16px)); padding: 7px 10px; border-radius: 9px; background: var(--bg); box-shadow: var(--shadow); font-size: 13px; pointer-events: none; }
    .bubble .line { display: flex; align-items: baseline; gap: 7px; }
    .bubble b { font: 600 13px/1.5 var(--mono); }
    .bubble .what { flex: 1; color: var(--ink-2); }
    .bubble em { font-style: normal; font-size: 11.5px; color: var(--ink-3); white-space: nowrap; }
    .pick-box { position: fixed; z-index: -1; border: 2px solid rgb(13 148 136); outline: 1px solid rgb(255 255 255 / .85); border-radius: 4px; background: rgb(13 148 136 / .1); pointer-events: none; }
    .pick-bar { position: fixed; left: 50%; top: 12px; translate: -50% 0; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 14px; width: max-content; max-width: min(720px, calc(100vw - 24px)); padding: 9px 14px; border-radius: 12px; background: var(--bg); color: var(--ink); box-shadow: var(--shadow); font-size: 13px; pointer-events: auto; }
    .pick-bar .at { flex: 1 1 200px; font-weight: 600; overflow-wrap: anywhere; } .pick-bar .how { color: var(--ink-2); }
    .dot { align-self: center; width: 14px; height: 0; border-bottom: 3px solid rgb(13 148 136); }
    .dot.uncertain { border-bottom: 3px dashed rgb(204 108 0); } .dot.uncoded { border-bottom: 3px dotted rgb(120 132 148); }
    @media (forced-colors: active) {
      .box, .dot { forced-color-adjust: none; border-bottom: 3px solid Highlight; }
      .box { background: color-mix(in srgb, Highlight 20%, transparent); }
      .box.uncertain, .dot.uncertain { border-bottom: 3px dashed CanvasText; } .box.uncertain { background: color-mix(in srgb, Mark 35%, transparent); }
      .box.uncoded, .dot.uncoded { border-bottom: 3px dotted GrayText; } .box.uncoded { background: none; }
    }`;

  cs.style = { base, layer: base + panel + rows + page };
})();
