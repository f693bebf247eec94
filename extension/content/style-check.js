/** Style of the chart check. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.styleCheck) return;

  const ask = `
    .check-entry { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 10px; align-items: center; width: calc(100% - 20px); margin: 12px 10px 0; padding: 9px 12px; border-radius: 10px; box-shadow: inset 0 0 0 1px var(--line); color: var(--ink); }
    .check-entry:hover { background: var(--bg-2); box-shadow: inset 0 0 0 1px var(--line-2); }
    .check-entry .icon { color: var(--accent); }
    .check-entry b { display: block; font-size: 13px; font-weight: 600; }
    .check-entry small { display: block; font-size: 12px; line-height: 1.35; text-wrap: pretty; color: var(--ink-3); }
    .check { animation: appear .14s ease-out; }
    .check-head { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 6px; align-items: center; padding: 6px 14px 2px 8px; }
    .check-head h2 { font-size: 14px; font-weight: 650; }
    .check-head p { grid-column: 2; font-size: 12px; overflow-wrap: anywhere; }
    [dir=rtl] .check-head .icon { scale: -1 1; }
    .check-ask { padding: 6px 14px 4px; }
    .check-ask > .quiet { font-size: 13px; line-height: 1.42; text-wrap: pretty; }
    .check-found { margin: 12px 0 0; padding: 0; border: 0; min-width: 0; }
    .check-found legend, .check-label { padding: 0; font-size: 12px; font-weight: 650; color: var(--ink-3); }
    .check-all, .check-code { display: grid; grid-template-columns: 18px minmax(0, 1fr) auto; gap: 10px; align-items: baseline; margin: 0 -8px; padding: 6px 8px; border-radius: 8px; font-size: 13px; cursor: pointer; }
    .check-all { margin-top: 3px; padding-block: 7px; border-radius: 8px 8px 0 0; box-shadow: inset 0 -1px 0 var(--line); font-weight: 600; }
    .check-all .n { min-width: 22px; padding: 0 6px; border-radius: 10px; background: var(--bg-3); color: var(--ink-2); font-size: 12px; font-weight: 600; line-height: 20px; text-align: center; font-variant-numeric: tabular-nums; }
    .check-code { grid-template-columns: 18px 74px minmax(0, 1fr); }
    .check-code .what { color: var(--ink-2); line-height: 1.38; overflow-wrap: anywhere; }
    :is(.check-all, .check-code):hover { background: var(--bg-2); }
    .check input[type=checkbox] { width: 16px; height: 16px; margin: 0; align-self: start; translate: 0 1px; accent-color: var(--accent); cursor: pointer; }
    .check-empty { margin-top: 12px; padding: 9px 11px; border-radius: 10px; background: var(--bg-2); font-size: 13px; color: var(--ink-2); text-wrap: pretty; }
    .check-more { margin-top: 14px; }
    .check-field { display: block; width: 100%; min-height: 34px; margin-top: 4px; padding: 6px 10px; border: 1px solid var(--line-2); border-radius: 8px; background: var(--bg); color: var(--ink); font: 500 13px/1.5 var(--mono); letter-spacing: -.01em; resize: vertical; field-sizing: content; max-height: 160px; }
    .check-field::placeholder { color: var(--ink-3); font-weight: 400; }
    .check-field[aria-invalid] { border-color: var(--red); }
    .check-field:focus-visible { outline-offset: -1px; }
    .check-unknown { font-size: 12.5px; color: var(--red); overflow-wrap: anywhere; }
    .check-unknown:not(:empty) { margin-top: 4px; }
    .check-acts { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin-top: 14px; font-size: 12.5px; }
    .check > .check-acts { padding: 0 14px; }
    .check .note-error { margin-inline: 0; }
    .check > .note-error { margin: 8px 14px 0; }
    .check-acts [aria-disabled] { opacity: .6; cursor: default; }`;

  const found = `
    .check-group { margin-top: 6px; }
    .check-group + .check-group { margin-top: 10px; padding-top: 4px; border-top: 1px solid var(--line); }
    .check-group h3 { display: flex; align-items: center; margin: 4px 14px 2px; font-size: 13px; font-weight: 650; }
    .check-group h3 .n { margin-inline-start: auto; min-width: 22px; padding: 0 6px; border-radius: 10px; background: var(--bg-3); color: var(--ink-2); font-size: 12px; line-height: 20px; text-align: center; font-variant-numeric: tabular-nums; }
    .check-group .n.warn { background: var(--amber-soft); color: var(--amber); } .check-group .n.has { background: var(--accent-soft); color: var(--accent); }
    .check-fine { display: flex; gap: 8px; margin: 8px 14px; padding: 10px 12px; border-radius: 10px; background: var(--accent-soft); color: var(--accent); font-size: 13px; font-weight: 600; }
    .finding .main { padding-inline: 8px; }
    .finding .what { font-size: 13px; color: var(--ink-2); }
    .finding-text { padding: 2px 8px 4px; font-size: 13px; line-height: 1.42; color: var(--ink); overflow-wrap: anywhere; text-wrap: pretty; }
    .finding .say { padding-bottom: 5px; }
    .finding-rule { padding: 0 8px 6px; font-size: 12px; line-height: 1.4; color: var(--ink-3); }
    .finding-rule b { font-weight: 500; }
    .finding.open .finding-rule { margin: 2px 8px 8px; padding: 8px 10px; border-radius: 8px; background: var(--bg); box-shadow: inset 0 0 0 1px var(--line); }
    .finding.open .finding-rule b { font-weight: 650; color: var(--ink); }
    .finding.open .finding-rule p { font-size: 13px; color: var(--ink-2); }
    .finding-take { display: flex; flex-wrap: wrap; gap: 6px; padding: 1px 8px 9px; }
    .finding-take .taken { color: var(--accent); box-shadow: none; padding-inline: 0; cursor: default; background: none; }`;

  const contrast = `
    @media (forced-colors: active) {
      .check-entry, .check-field, .check-empty, .check-fine, .finding.open .finding-rule { border: 1px solid CanvasText; }
      .check input[type=checkbox] { forced-color-adjust: auto; }
      .finding-take .taken { border: 0; }
    }`;

  cs.styleCheck = ask + found + contrast;
})();
