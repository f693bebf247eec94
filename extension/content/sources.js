/** The notes of all frames as the panel knows them, and whose decisions belong together. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.sources) return;

  const SELECTED = "selection"; // the thread of selected text on a page without a note

  /** `lost` is the number of quotations that were drawn as gone. @type {Map<string, {source: Source, frameId: number, lost: number}>} */
  const sources = new Map();
  /** @type {Map<string, {frameId: number, ids: string[], foreign: number, cross: boolean}>} */
  const frames = new Map();
  let checking = 0;
  /** @type {{draw: () => void, head: () => void} | null} */
  let host = null;

  /** @param {{draw: () => void, head: () => void}} panel `head` draws only what stands over the rows */
  function start(panel) {
    host = panel;
  }

  function clear() {
    clearTimeout(checking);
    checking = 0;
    sources.clear();
    frames.clear();
    host = null;
  }

  function update() {
    cs.decisions.present(noted());
    host?.draw();
  }

  /** @param {{source: Source, instance: string}} message @param {Sender} from */
  function take({ source: said }, { frameId }) {
    const { source: before, lost = 0 } = sources.get(said.id) ?? {};
    // While a changed note is read again, its last rows stay, marked where their evidence is gone.
    if (said.state === "loading" && before?.thread === said.thread && before.result && said.result === null) said.result = before.result;
    sources.set(said.id, { source: said, frameId, lost });
    const same = said.state === "loading" && said.result && said.result === before?.result && said.title === before.title;
    // Then its rows stand as they are, and so they stay: while somebody types, each draw is felt.
    if (same && !said.error && !before.error && lost === cs.evidence.lost(said.result)) host?.head();
    else update();
  }

  /** What one frame holds now; anything else of it is dropped. @param {{instance: string, ids: string[], foreign: number, cross: boolean}} message @param {Sender} from */
  function frame({ instance, ids, foreign, cross }, { frameId }) {
    const shown = frames.size + sources.size;
    // A frame that was loaded anew has another instance: what the old one said is gone.
    for (const [other, each] of frames) if (each.frameId === frameId && other !== instance) frames.delete(other);
    const same = JSON.stringify(frames.get(instance)) === JSON.stringify({ frameId, ids, foreign, cross });
    frames.set(instance, { frameId, ids, foreign, cross });
    for (const [id, each] of sources) {
      const owner = frames.get(id.slice(0, id.lastIndexOf(":")));
      if (each.frameId === frameId && !owner?.ids.includes(id)) sources.delete(id);
    }
    clearTimeout(checking);
    checking = Number(setTimeout(() => void rollCall(), 400));
    if (!same || shown !== frames.size + sources.size) update();
  }

  /** Frames that went without a word are found by asking each of them. */
  async function rollCall() {
    const asked = [...new Set([...frames.values()].map((each) => each.frameId))].filter((id) => id !== 0);
    if (!asked.length) return;
    const answer = await cs.client.alivesOf(asked);
    if (!answer.ok) return;
    const alive = /** @type {Record<string, string>} */ (answer.value);
    let gone = false;
    for (const [instance, { frameId }] of frames) {
      if (frameId === 0 || !asked.includes(frameId) || alive[frameId] === instance) continue;
      frames.delete(instance);
      for (const id of [...sources.keys()]) if (id.startsWith(`${instance}:`)) sources.delete(id);
      gone = true;
    }
    if (gone) update();
  }

  /** Frames of other sites that are on screen and not open to us: their own scripts would have reported. */
  function unread() {
    const all = [...frames.values()];
    return all.reduce((sum, each) => sum + each.foreign - (each.cross ? 1 : 0), 0);
  }

  /** In the order of the page's frames. */
  const all = () => [...sources.values()].sort((a, b) => a.frameId - b.frameId);

  /** The note that the page is about: the longest that was not merely selected. */
  const main = () => all().map(({ source }) => source).filter(({ kind }) => kind !== SELECTED).sort((a, b) => b.words - a.words)[0] ?? null;

  /** The thread of decisions that a source belongs to: selected text goes with the page's note, the same text twice is one note. @param {Source} source */
  function homeOf(source) {
    if (source.kind === SELECTED) return main()?.thread ?? SELECTED;
    const note = source.result?.note_hash;
    return (note && all().find(({ source: each }) => each.kind !== SELECTED && each.result?.note_hash === note)?.source.thread) || source.thread;
  }

  /** @returns {Noted[]} each thread once */
  function noted() {
    /** @type {Map<string, Noted>} */
    const found = new Map();
    for (const { source } of all()) {
      const thread = homeOf(source);
      const { result } = source;
      if (source.kind === SELECTED && thread !== SELECTED) continue;
      // The hash of rows that stay while the note is read anew is that of the text before.
      if (!found.get(thread)?.note) found.set(thread, { thread, note: result?.note_hash ?? "", hidden: Boolean(result?.hidden) });
    }
    return [...found.values()];
  }

  cs.sources = { start, clear, take, frame, all, main, unread, homeOf, get: (id) => sources.get(id) };
})();
