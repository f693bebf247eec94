/** Style of the quick lookup: the dialog, its list, a code with tree and builder, an entry of the index. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.lookupStyle) return;

  const dialog = `
    .veil { position: fixed; inset: 0; pointer-events: auto; display: flex; justify-content: center; align-items: flex-start; padding: min(9vh, 80px) 16px 16px; background: rgb(8 20 19 / .28); animation: fade .12s ease-out; }
    @keyframes fade { from { opacity: 0; } }
    .box-lookup { display: flex; flex-direction: column; width: min(1000px, 100%); max-height: min(720px, 86vh); background: var(--bg); border-radius: 16px; box-shadow: var(--shadow); overflow: hidden; }
    .ask { display: flex; align-items: center; gap: 10px; padding: 10px 12px 10px 18px; }
    .ask > .icon { width: 20px; height: 20px; color: var(--accent); }
    .ask input { flex: 1; min-width: 0; height: 36px; border: 0; background: none; font-size: 17px; letter-spacing: -.005em; }
    .ask input::placeholder { color: var(--ink-3); opacity: 1; }
    .ask input:focus-visible { outline: none; }
    .tabs { display: flex; gap: 2px; padding: 3px; border-radius: 10px; background: var(--bg-3); }
    .tabs button { padding: 0 12px; border-radius: 7px; font-size: 13px; line-height: 26px; color: var(--ink-2); }
    .tabs [aria-selected=true] { background: var(--bg); color: var(--ink); font-weight: 600; box-shadow: 0 1px 2px rgb(16 40 38 / .14); }
    .two { display: none; min-height: 0; border-top: 1px solid var(--line); }
    .full .two { display: grid; grid-template-columns: minmax(0, 41%) minmax(0, 1fr); flex: 1; height: 560px; }
    .two > * { overflow: auto; min-height: 0; scrollbar-width: thin; scrollbar-color: var(--line-2) transparent; overscroll-behavior: contain; }
    #results { padding: 6px; border-right: 1px solid var(--line); contain: content; }
    #results [role=option] { display: grid; grid-template-columns: 76px minmax(0, 1fr) auto; gap: 8px; align-items: baseline; padding: 7px 10px; border-radius: 9px; cursor: pointer; }
    #results [role=option]:hover { background: var(--bg-2); }
    #results [aria-selected=true] { background: var(--accent-soft); box-shadow: inset 3px 0 0 var(--accent); }
    #results .what { font-size: 13.5px; line-height: 1.35; overflow-wrap: anywhere; }
    #results small { display: block; font-size: 12px; color: var(--ink-3); }
    #results small:empty { display: none; }
    #results [aria-selected=true] small { color: var(--ink-2); }
    .ring { position: relative; align-self: center; flex: none; width: 10px; height: 10px; border-radius: 50%; box-shadow: inset 0 0 0 1.5px var(--ink-3); }
    .ring.full { background: var(--accent); box-shadow: none; }
    .wide { padding: 8px; }
    .none { padding: 28px 20px; color: var(--ink-3); text-align: center; text-wrap: pretty; }
    .side { position: relative; background: var(--bg-2); }
    .side:focus-visible { outline: none; }
    .side > .back { display: none; }
    .box-lookup footer { display: none; justify-content: space-between; flex-wrap: wrap; gap: 4px 16px; padding: 8px 18px; border-top: 1px solid var(--line); font-size: 12px; color: var(--ink-3); }
    .box-lookup.full footer { display: flex; }
    .keys { display: inline-flex; gap: 14px; }
    .keys span { display: inline-flex; align-items: center; gap: 5px; }`;

  const code = `
    .details { font-size: 13.5px; }
    .details:focus-visible { outline: none; }
    .head { position: sticky; top: 0; z-index: 1; padding: 12px 18px 10px; background: var(--bg-2); border-bottom: 1px solid var(--line); }
    .head .line { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 6px 12px; }
    .head h2 { display: flex; align-items: center; gap: 10px; }
    .head .acts { margin: 0; }
    .head .title { margin-top: 4px; font-size: 15px; line-height: 1.35; text-wrap: pretty; }
    .code.big { font-size: 20px; letter-spacing: -.02em; }
    .deep .head { padding-left: 48px; }
    .side.deep > .back { display: grid; position: sticky; top: 10px; z-index: 2; margin: 10px 0 -40px 10px; }
    .body { display: flex; flex-direction: column; gap: 14px; padding: 14px 18px 16px; }
    .flags { display: flex; flex-wrap: wrap; gap: 6px; }
    .flag { display: inline-flex; align-items: baseline; gap: 6px; max-width: 100%; padding: 2px 8px; border-radius: 7px; font-size: 12px; background: var(--slate-soft); color: var(--slate); }
    .flag b { font-weight: 650; white-space: nowrap; }
    .flag span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .flag.hcc { background: var(--violet-soft); color: var(--violet); }
    .flag.cc { background: var(--blue-soft); color: var(--blue); }
    .tree, .builder { padding: 4px; border-radius: 11px; background: var(--bg); box-shadow: inset 0 0 0 1px var(--line); }
    .tree { position: relative; max-height: 244px; overflow: auto; scrollbar-width: thin; scrollbar-color: var(--line-2) transparent; }
    .node { display: grid; grid-template-columns: max-content minmax(0, 1fr) auto; gap: 10px; align-items: baseline; min-height: 26px; padding: 3px 8px 3px calc(8px + var(--depth, 0) * 14px); border-radius: 8px; color: var(--ink-2); cursor: pointer; }
    .node .what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .node .what i { color: var(--ink-3); font-style: normal; }
    .node .code { font-size: 13px; }
    .node:hover { background: var(--bg-3); }
    .node[aria-selected=true] { background: var(--accent-soft); color: var(--ink); font-weight: 600; }
    .node[aria-selected=true] .what { white-space: normal; }
    .node[aria-selected=true] .code { color: var(--accent); }
    .node:focus-visible, .option:focus-visible { outline-offset: -2px; }
    .axis { padding: 6px 8px 8px; }
    .axis + .axis { border-top: 1px solid var(--line); }
    .axis h3, .told h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 8px; font-size: 12px; font-weight: 650; color: var(--ink); }
    .need { padding: 0 6px; border-radius: 5px; background: var(--amber-soft); color: var(--amber); font-size: 11.5px; font-weight: 600; }
    .choices { display: flex; flex-wrap: wrap; gap: 5px; margin-top: 6px; }
    .choice { min-height: 26px; padding: 0 11px; border-radius: 13px; font-size: 12.5px; box-shadow: inset 0 0 0 1px var(--line-2); color: var(--ink-2); }
    .choice.short { min-width: 26px; padding: 0; border-radius: 8px; text-align: center; font: 600 12.5px/26px var(--mono); }
    .choice:hover { background: var(--bg-3); color: var(--ink); }
    .choice[aria-pressed=true] { background: var(--accent-soft); color: var(--accent); font-weight: 650; box-shadow: inset 0 0 0 1.5px var(--accent); }
    .meaning { margin-top: 6px; color: var(--ink-2); }
    .choices.list { flex-direction: column; gap: 0; margin: 4px -8px -4px; }
    .option { display: grid; grid-template-columns: 20px 78px minmax(0, 1fr) auto; gap: 8px; align-items: center; min-height: 28px; padding: 3px 8px; line-height: 1.35; color: var(--ink); }
    .option:hover { background: var(--bg-3); }
    .option .code { font-size: 13px; }
    .option .same { font-weight: 400; color: var(--ink-3); }
    .option kbd { justify-self: start; }
    .told h3 { margin-bottom: 3px; }
    .told .hint { font-weight: 400; color: var(--ink-3); }
    .told .list li { line-height: 1.45; color: var(--ink-2); overflow-wrap: anywhere; }
    .inherited { margin-top: 5px; }
    .origin { display: flex; gap: 6px; font-size: 12px; color: var(--ink-3); white-space: nowrap; }
    .origin .of { overflow: hidden; text-overflow: ellipsis; }
    .from-code, .ref-code { border-radius: 4px; color: var(--accent); font-weight: 600; }
    .ref-code { font: 600 12.5px/1.4 var(--mono); }
    .from-code:hover, .ref-code:hover { text-decoration: underline; text-underline-offset: 3px; }
    .told .far summary { margin-left: -4px; font-size: 12px; color: var(--ink-3); }
    .seventh { display: grid; grid-template-columns: 24px 1fr; gap: 2px 8px; color: var(--ink-2); }
    .source-line { font-size: 11.5px; }`;

  const index = `
    .eyebrow { font-size: 11.5px; color: var(--ink-3); }
    .entry .trail { display: flex; flex-wrap: wrap; gap: 0 2px; margin: 2px 0 0 -6px; font-size: 12.5px; color: var(--ink-2); }
    .entry .trail button { padding: 1px 6px; border-radius: 6px; }
    .entry .trail button:hover { background: var(--bg-3); color: var(--ink); }
    .entry .trail button:not(:first-child)::before { content: "›"; margin-right: 8px; color: var(--ink-3); }
    .term { display: block !important; font-size: 16px; font-weight: 650; line-height: 1.35; }
    .nemod { font-weight: 400; color: var(--ink-3); }
    .entry-codes { display: flex; flex-wrap: wrap; gap: 6px; }
    .entry-code { display: inline-flex; align-items: center; gap: 8px; min-height: 30px; padding: 2px 8px 2px 11px; background: var(--bg); box-shadow: inset 0 0 0 1px var(--line-2); font-size: 12px; }
    .entry-code .code { color: var(--accent); }
    .entry-code .icon { width: 13px; height: 13px; color: var(--ink-3); }
    .entry-code:hover { background: var(--bg-3); }
    .cells { width: 100%; border-collapse: collapse; border-radius: 11px; background: var(--bg); box-shadow: inset 0 0 0 1px var(--line); font-size: 13px; }
    .cells th { padding: 4px 12px; font-weight: 400; text-align: start; color: var(--ink-2); }
    .cells td { width: 1%; padding: 3px 6px; white-space: nowrap; }
    .cells tr + tr > * { border-top: 1px solid var(--line); }
    .cells .entry-code { width: 100%; min-height: 26px; box-shadow: none; background: none; justify-content: space-between; }
    .refer .link { color: var(--accent); font-weight: 600; border-radius: 4px; text-align: start; }
    .refer .link:hover { text-decoration: underline; text-underline-offset: 3px; }
    .entry .option { grid-template-columns: minmax(0, 1fr) auto 13px; align-items: baseline; }
    .entry .option .icon { align-self: center; }
    .entry .option .code { color: var(--accent); }
    .entry .option .icon { width: 13px; height: 13px; color: var(--ink-3); }
    .entry .choices.list { margin: 4px 0 0; padding: 4px; border-radius: 11px; background: var(--bg); box-shadow: inset 0 0 0 1px var(--line); }
    .of-index [role=option] .what { grid-column: 1; grid-row: 1; }
    #results.of-index [role=option] { grid-template-columns: minmax(0, 1fr) auto; }
    #results.of-index .code { grid-column: 2; grid-row: 1; color: var(--accent); font-size: 13px; }`;

  const narrow = `
    @media (max-width: 639px) {
      .veil { padding: 8px; }
      .box-lookup { max-height: calc(100vh - 16px); }
      .ask { flex-wrap: wrap; gap: 6px 8px; padding: 8px 8px 8px 14px; }
      .ask .tabs { order: 1; width: 100%; margin: 0 6px 0 -6px; }
      .ask .tabs button { flex: 1; text-align: center; }
      .full .two { grid-template-columns: 1fr; height: 78vh; }
      #results { border-right: 0; }
      #results [role=option] { grid-template-columns: 72px minmax(0, 1fr) auto; padding: 7px 8px; }
      .side { display: none; }
      .detail #results, .detail .ask .tabs { display: none; }
      .detail .side { display: block; }
      .side > .back, .side.deep > .back { display: grid; position: sticky; top: 7px; z-index: 2; margin: 7px 0 -37px 6px; }
      .head .acts span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .head .acts button { padding: 2px 8px; }
      .head, .deep .head { padding: 8px 14px 8px 42px; }
      .head .title { margin-left: -28px; font-size: 14px; }
      .body { padding: 12px 12px 16px 14px; }
      .node { padding-left: calc(6px + var(--depth, 0) * 8px); gap: 7px; }
      .builder .option { grid-template-columns: 18px minmax(0, 1fr) auto; gap: 2px 8px; padding: 5px 8px; }
      .builder .option .code { grid-column: 2; }
      .builder .option .what { grid-column: 2; grid-row: 2; color: var(--ink-2); }
      .builder .option .ring { grid-row: 1; grid-column: 3; }
      .keys { display: none; }
    }
    @media (max-height: 520px) { .veil { padding-block: 8px; } .box-lookup { max-height: calc(100vh - 16px); } .head { position: static; } }`;

  cs.lookupStyle = dialog + code + index + narrow;
})();
