/** Style of the end of a review: what is left open, the question before codes are finalized, and both lists side by side. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.styleFinish) return;

  const end = `
    .finish { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin-top: 5px; padding-block: 6px 0; padding-inline: 8px 0; border-top: 1px solid var(--line); }
    .finish .left { flex: 1 1 110px; min-width: 0; font-size: 12px; line-height: 1.35; text-wrap: pretty; }
    .finish .plain[disabled], .finish-ask [disabled] { color: var(--ink-3); box-shadow: inset 0 0 0 1px var(--line); cursor: default; }
    .finish-ask .solid[disabled] { background: var(--bg-3); }
    .record-link { padding: 4px 6px; font-size: 12.5px; color: var(--accent); text-decoration: underline; text-decoration-color: var(--accent-line); text-underline-offset: 3px; }
    .record-link:hover { text-decoration-color: currentColor; }
    .record-link:focus-visible { outline-offset: -2px; }
    .finished { flex: 1 1 100%; min-width: 0; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 8px; align-items: baseline; font-size: 13px; color: var(--accent); animation: appear .14s ease-out; }
    .finished .icon { width: 15px; height: 15px; align-self: center; stroke-width: 2; }
    .finished b { font-weight: 650; }
    .finished small { grid-column: 2; font-size: 11.5px; color: var(--amber); }
    .finish-ask { display: flex; flex-direction: column; gap: 6px; min-height: 0; overflow: auto; margin-block-start: 6px; margin-inline: 2px 0; padding: 10px 12px 12px; border-radius: 10px; background: var(--bg-2); box-shadow: inset 0 0 0 1px var(--line-2); animation: appear .12s ease-out; }
    .mine:has(.finish-ask) { flex-shrink: 1; max-height: 78%; } .mine:has(.finish-trouble) { max-height: 78%; overflow-y: auto; }
    .finish-title { font-weight: 650; }
    .finish-ask .quiet { font-size: 12px; text-wrap: pretty; }
    .finish-codes { display: flex; flex-wrap: wrap; gap: 4px; }
    .finish-codes .code { padding: 1px 7px; border-radius: 6px; background: var(--accent-soft); color: var(--accent); font-size: 12.5px; }
    .finish-left, .finish-trouble { display: flex; gap: 6px; align-items: flex-start; font-size: 12.5px; line-height: 1.4; color: var(--amber); }
    .finish-left .icon, .finish-trouble .icon { width: 15px; height: 17px; }
    .finish-trouble { padding: 4px 8px 0; }
    .finish-acts { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 2px; }
    .mine-list:focus-visible { outline-offset: -2px; }
    .row.locked > .tools-row { display: none; }
    .row.locked .decision { padding-inline-end: 0; }`;

  const first = `
    .state.first { padding-block: 36px 28px; }
    .state.first .acts { display: flex; flex-wrap: wrap; gap: 8px; }
    .difference { margin: 4px 14px; padding: 8px 11px 9px; border-radius: 10px; background: var(--bg-2); box-shadow: inset 0 0 0 1px var(--line); font-size: 13px; }
    .difference .top { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
    .difference p { color: var(--ink-2); line-height: 1.42; overflow-wrap: anywhere; }
    .difference .top + p { margin-top: 3px; }
    .difference .code { color: var(--ink); }
    .difference .ref { margin-top: 4px; font-size: 12px; color: var(--ink-3); }
    .difference .ref b { font-weight: 650; color: var(--ink-2); }`;

  const contrast = `
    @media (max-width: 359px) { .state.first { padding-block: 18px; } .state.first .disc { display: none; } .finish .left { flex-basis: 100%; } .finish-ask { padding-block: 8px; } .finish-ask .quiet { display: none; } }
    @media (forced-colors: active) { .finish-ask, .difference { border: 1px solid CanvasText; } .finish-codes .code { outline: 1px solid CanvasText; } }`;

  cs.styleFinish = end + first + contrast;
})();
