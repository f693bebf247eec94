/** Style of decisions: rows that are decided, their buttons, the question why, the coder's list, the help; and high contrast for all of the panel. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.styleReview) return;

  const rows = `
    .tools-row { display: flex; gap: 2px; }
    .row:not(.open) > .tools-row { position: absolute; inset-inline-end: 4px; bottom: 5px; padding-inline-start: 18px; border-radius: 8px; background: linear-gradient(to left, var(--bg-2) 84%, transparent); opacity: 0; }
    .row:not(.open):hover > .tools-row, .row:not(.open):focus-within > .tools-row { opacity: 1; }
    [dir=rtl] .row:not(.open) > .tools-row { background: linear-gradient(to right, var(--bg-2) 84%, transparent); }
    .tool { display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-width: 28px; height: 26px; color: var(--ink-3); }
    .tool .icon { width: 16px; height: 16px; }
    .tool:hover { background: var(--bg-3); color: var(--ink); }
    .tool:focus-visible { outline-offset: -1px; }
    .tool.accept:hover, .tool.accept[aria-pressed=true] { color: var(--accent); background: var(--accent-soft); }
    .tool.reject:hover, .tool.reject[aria-pressed=true] { color: var(--red); background: var(--red-soft); }
    .tool.change[aria-pressed=true] { color: var(--blue); background: var(--blue-soft); }
    .tool[aria-pressed=true] .icon { stroke-width: 2.4; }
    .tool .label { display: none; }
    .row.open > .tools-row { gap: 6px; padding: 2px 8px 4px; }
    .row.open > .tools-row .tool { min-height: 28px; padding: 2px 10px; font-size: 12.5px; font-weight: 500; box-shadow: inset 0 0 0 1px var(--line-2); color: var(--ink); }
    .row.open > .tools-row .label { display: inline; }
    .row:focus-within { background: var(--bg-2); }
    .row.decided::after { content: ""; position: absolute; inset-block: 7px; inset-inline-start: 0; border-inline-start: 3px solid var(--accent); border-radius: 2px; }
    .row.reject::after { border-color: var(--line-2); border-style: dashed; }
    .row.change::after { border-color: var(--blue); }
    .row.decided .main { padding-bottom: 8px; }
    .row.decided:has(> .main:focus-visible)::after { display: none; }
    .row.reject .top > .code, .row.change .top > .code:not(.to) { color: var(--ink-3); text-decoration: line-through 1.5px; }
    .row.reject .what, .row.change .what { color: var(--ink-3); }
    .row:is(.reject, .change):not(.open) > .main .what { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
    .code.to { display: inline-flex; align-items: center; gap: 5px; color: var(--ink); }
    .code.to .icon { width: 14px; height: 14px; color: var(--ink-3); }
    [dir=rtl] :is(.icon-arrow, .icon-chevron, .icon-undo) { scale: -1 1; }
    .decision { grid-column: 1 / -1; display: flex; align-items: flex-start; gap: 5px; margin-top: 1px; padding-inline-end: 84px; font-size: 12.5px; font-weight: 600; line-height: 18px; color: var(--accent); animation: appear .14s ease-out; }
    .row.open .decision { padding-inline-end: 0; }
    .decision .icon { width: 15px; height: 18px; stroke-width: 2.2; }
    .decision.reject { color: var(--ink-2); font-weight: 500; }
    .decision.reject .icon { color: var(--red); }
    .decision.change { color: var(--blue); }
    .reasons { display: flex; flex-direction: column; gap: 1px; margin: 2px 6px 8px; padding: 8px 6px 8px; border-radius: 10px; background: var(--bg); box-shadow: inset 0 0 0 1px var(--line-2); animation: appear .12s ease-out; }
    .row.asking > .tools-row { display: none; }
    .ask-why { padding: 0 6px 4px; font-size: 12px; font-weight: 650; color: var(--ink-3); }
    .reason { display: flex; align-items: baseline; gap: 9px; padding: 4px 6px; font-size: 13px; line-height: 1.35; color: var(--ink); }
    .reason:hover, .reason:focus { background: var(--accent-soft); }
    .reason:focus-visible, .own input:focus-visible { outline-offset: -2px; }
    .own { display: flex; flex-wrap: wrap; gap: 6px; padding: 6px 6px 0; }
    .own input { flex: 1 1 140px; min-width: 0; height: 28px; padding: 2px 9px; border: 1px solid var(--line-2); border-radius: 8px; background: var(--bg); font-size: 13px; }
    .own input::placeholder { color: var(--ink-3); }`;

  const list = `
    .mine:empty { display: none; }
    .mine { flex: none; max-height: 46%; display: flex; flex-direction: column; min-height: 0; padding-block: 6px; padding-inline: 6px 8px; border-top: 1px solid var(--line); background: var(--bg); box-shadow: 0 -6px 16px -12px rgb(16 40 38 / .28); }
    .mine-bar { display: flex; align-items: center; gap: 4px; }
    .mine-toggle { flex: 1; min-width: 0; display: flex; align-items: center; gap: 8px; padding: 6px 8px; font-size: 13px; }
    .mine-toggle:hover { background: var(--bg-2); }
    .mine-toggle:focus-visible { outline-offset: -2px; }
    .mine-toggle b { font-weight: 650; white-space: nowrap; }
    .mine-toggle .icon { width: 14px; height: 14px; color: var(--ink-3); transition: transform .12s; }
    .mine-toggle[aria-expanded=true] .icon { transform: rotate(90deg); }
    .mine-toggle .n { flex: none; min-width: 22px; padding: 0 6px; border-radius: 10px; background: var(--bg-3); color: var(--ink-2); font-size: 12px; font-weight: 600; line-height: 20px; text-align: center; font-variant-numeric: tabular-nums; }
    .mine-toggle .n.has { background: var(--accent-soft); color: var(--accent); }
    .peek { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12px; color: var(--ink-3); }
    .peek.code { font-size: 12px; font-weight: 500; height: 1.4em; white-space: normal; } .peek.code span { display: inline-block; margin-inline-end: 4px; }
    .solid[disabled] { background: var(--bg-3); color: var(--ink-3); cursor: default; }
    .mine-list { min-height: 0; overflow: auto; margin-top: 4px; scrollbar-width: thin; scrollbar-color: var(--line-2) transparent; }
    .mine-list li { display: grid; grid-template-columns: auto minmax(0, 1fr) 28px; gap: 1px 10px; align-items: baseline; padding-block: 3px; padding-inline: 8px 0; border-radius: 8px; font-size: 13px; }
    .mine-list li:hover, .mine-list li:focus-within { background: var(--bg-2); }
    .mine-list .code { min-width: 62px; font-size: 13px; }
    .mine-list .what { color: var(--ink-2); line-height: 1.35; }
    .mine-list small { display: block; font-size: 11.5px; color: var(--ink-3); }
    .mine-list .ghost { width: 26px; height: 26px; align-self: start; }
    .mine-list .ghost:focus-visible { outline-offset: -2px; }
    .mine-list .ghost .icon { width: 14px; height: 14px; }
    .kept { padding: 2px 8px 0; font-size: 11.5px; }
    .help-button { display: inline-grid; place-items: center; min-width: 28px; height: 24px; }
    .help-button:hover { background: var(--bg-3); }`;

  const help = `
    .help { position: absolute; inset: 0; z-index: 3; display: flex; flex-direction: column; background: var(--bg); animation: appear .14s ease-out; }
    .frame > [inert] { visibility: hidden; }
    .help header { display: flex; align-items: center; justify-content: space-between; padding-block: 10px; padding-inline: 16px 8px; border-bottom: 1px solid var(--line); }
    .help h2 { font-weight: 650; }
    .keys-list { flex: 1; min-height: 0; overflow: auto; padding: 4px 16px 16px; }
    .keys-list:focus-visible { outline-offset: -3px; }
    .help h3 { margin: 14px 0 5px; font-size: 12px; font-weight: 650; color: var(--ink-3); }
    .help dl { display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: 7px 10px; align-items: baseline; }
    .help dt { display: flex; flex-wrap: wrap; gap: 4px; }
    .help dd { font-size: 13px; color: var(--ink); }
    .help p { margin-top: 16px; font-size: 12px; }`;

  const contrast = `
    @media (pointer: coarse) { .row:not(.open) > .tools-row { opacity: 1; } .row:not(.open):not(.decided) > .tools-row { position: static; justify-content: flex-end; background: none; padding: 0 8px 6px; } }
    @media (max-width: 359px) { .mine-toggle .peek, .sheet .logo { display: none; } .sheet .tools { gap: 0; } }
    @media (prefers-contrast: more) { :host { --line: var(--ink-3); --line-2: var(--ink-3); --ink-2: var(--ink); --ink-3: var(--ink-2); } }
    @media (forced-colors: active) {
      .tool, .reasons, .own input { border: 1px solid ButtonText; box-shadow: none; }
      [disabled], .solid[disabled] { color: GrayText; border-color: GrayText; }
      .tool[aria-pressed=true], .reason:focus { forced-color-adjust: none; background: SelectedItem !important; color: SelectedItemText !important; }
      .row:focus-within { outline: 1px solid CanvasText; }
      .steps li:not(:last-child)::after { forced-color-adjust: none; background: CanvasText; }
      .row:not(.open) > .tools-row { forced-color-adjust: none; background: Canvas; }
    }`;

  cs.styleReview = rows + list + help + contrast;
})();
