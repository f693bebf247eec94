/**
 * The chart check in the panel: the codes of the claim, confirmed by the coder, held against the note. Nothing is sent
 * before that; what was found goes with the note, as everything does.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.check) return;
  const t = cs.client.t;

  const SHAPE = /^[A-Z]\d[0-9A-Z]{1,5}$/;
  const MOST = 100; // codes of a claim

  /** @type {ReviewHost | null} */
  let host = null;
  /** Whether the service can; null when it was not asked yet. @type {boolean | null} */
  let able = null;
  let asks = 0;
  /** @type {Claim | null} null while it is closed */
  let claim = null;

  /** @param {ReviewHost | null} panel null when it closes */
  function start(panel) {
    host = panel;
    [able, claim] = [null, null];
  }

  /** The note that a claim is held against: the longest, once it was read and its suggestions may be seen. */
  function note() {
    const main = cs.sources.main();
    const hidden = cs.sources.all().some(({ source }) => source.result?.hidden);
    return main?.result && !hidden ? main : null;
  }

  async function ask() {
    able = false;
    const answer = await cs.client.check();
    able = answer.ok && /** @type {{able?: unknown}} */ (answer.value).able === true;
    if (able) host?.draw();
  }

  /**
   * What stands in the panel's body: the rows with a way to here below them, or the check.
   * @param {{content: Node[], message: string, trouble: string}} view
   */
  function body(view) {
    const main = note();
    // Another note, perhaps another patient's: nothing of this claim stays.
    if (claim && main?.thread !== claim.thread) claim = null;
    if (!main || view.trouble) return view;
    if (able === null) void ask();
    if (claim) return { ...view, content: [cs.checkView.make(claim, main, acts)], message: "" };
    return able ? { ...view, content: [...view.content, cs.checkView.entry(open)] } : view;
  }

  /** Open it, or go back to the rows. */
  function toggle() {
    if (claim) return close();
    if (able && note()) open();
    else host?.toast(t(able ? "check_no_note" : "check_unable"));
  }

  function open() {
    const main = note();
    if (!main) return;
    claim = { thread: main.thread, phase: "ask", ask: ++asks, found: [], chosen: new Set(), typed: cs.checkView.field(), unknown: [], findings: [], hash: "", source: main.id, error: "", opened: new Set() };
    cs.client.toAll({ type: "claim-look", ask: asks, source: main.id });
    host?.draw();
    focus("first");
    host?.say(t("check_codes"));
  }

  function close() {
    claim = null;
    host?.draw();
    host?.focusRow("check");
  }

  /** @param {string} name of a place in the check */
  const focus = (name) => host?.focusRow(`check:${name}`);

  /** Codes that a frame shows, in the order of the page; none is chosen. @param {{ask: number, codes: Claimed[]}} said */
  function found({ ask: of, codes }) {
    if (!claim || of !== claim.ask || claim.phase !== "ask" || !Array.isArray(codes)) return;
    const known = new Set(claim.found.map(({ code }) => code));
    const fresh = codes.filter(({ code }) => !known.has(code)).slice(0, MOST);
    if (!fresh.length) return;
    const first = claim.found.length === 0;
    const empty = first && !claim.typed.value && cs.layer.active() === claim.typed;
    claim.found.push(...fresh);
    host?.draw();
    if (empty) focus("first");
    host?.say(t("check_found", claim.found.length));
  }

  /** What was typed: codes, and what has not the shape of one. */
  function typed() {
    const words = (claim?.typed.value ?? "").toUpperCase().split(/[\s,;|]+/).filter(Boolean);
    const bare = words.map((word) => word.replaceAll(".", ""));
    return { codes: bare.filter((word) => SHAPE.test(word)), unknown: words.filter((_, at) => !SHAPE.test(bare[at] ?? "")) };
  }

  /** The coder has confirmed: hold these against the note. */
  function confirm() {
    const main = note();
    if (!claim || !main || claim.phase === "waiting") return;
    const { codes, unknown } = typed();
    claim.unknown = unknown;
    const all = [...new Set([...claim.found.filter(({ code }) => claim?.chosen.has(code)).map(({ code }) => code), ...codes])].slice(0, MOST);
    if (unknown.length || !all.length) {
      host?.draw();
      host?.say(unknown.length ? t("check_no_code", unknown.join(", ").slice(0, 80)) : t("check_none"));
      if (!unknown.length) host?.toast(t("check_none"));
      return void (unknown.length && claim.typed.focus());
    }
    Object.assign(claim, { phase: "waiting", ask: ++asks, error: "", hash: main.result?.note_hash ?? "", source: main.id });
    host?.say(t("check_waiting"));
    host?.draw();
    const frameId = cs.sources.get(main.id)?.frameId ?? 0;
    cs.client.toFrame(frameId, { type: "claim-check", source: main.id, codes: all, ask: claim.ask });
  }

  /** @param {{ask: number, findings?: Finding[], error?: {message: string}}} said */
  function checked({ ask: of, findings, error }) {
    if (!claim || of !== claim.ask || claim.phase !== "waiting") return;
    if (error || !findings) {
      Object.assign(claim, { phase: "ask", error: error?.message ?? t("error_internal") });
      host?.draw();
      focus("confirm");
      return host?.say(claim.error);
    }
    Object.assign(claim, { phase: "found", findings });
    host?.draw();
    focus("0");
    const fine = findings.filter(({ verdict }) => verdict === "supported").length;
    host?.say(t("check_done", findings.length - fine, fine));
  }

  /** A code of a finding into the coder's own list: as the suggestion that it is, or as a code of its own. @param {Finding} finding @param {string} code */
  function take(finding, code) {
    const main = note();
    if (!main) return;
    const item = main.result?.suggestions.find((each) => each.code === code);
    const first = finding.evidence[0];
    if (item) cs.review.accept(`${main.id}/${item.key}`);
    else cs.review.added({ code, description: finding.code === code ? finding.description : "" }, first ? { text: first.text, source: main.id, start: first.start, end: first.end } : null);
    host?.draw();
  }

  const acts = {
    close,
    confirm,
    take,
    /** Back to the codes, as they were. */
    again() {
      if (claim) claim.phase = "ask";
      host?.draw();
      focus("first");
    },
    /** @param {string} code @param {boolean} on */
    choose(code, on) {
      claim?.chosen[on ? "add" : "delete"](code);
      host?.draw();
    },
    /** @param {boolean} on */
    all(on) {
      if (claim) claim.chosen = new Set(on ? claim.found.map(({ code }) => code) : []);
      host?.draw();
    },
    /** @param {string} key */
    fold(key) {
      if (claim && !claim.opened.delete(key)) claim.opened.add(key);
      host?.draw();
    },
    /** @param {Evidence} evidence */
    reveal(evidence) {
      const at = claim?.source ? cs.sources.get(claim.source) : undefined;
      if (at && evidence.anchor) cs.client.toFrame(at.frameId, { type: "claim-reveal", source: at.source.id, anchor: evidence.anchor });
    },
  };

  /**
   * Keys inside the check; the panel's own are left to the panel.
   * @param {KeyboardEvent} event @param {string} name @param {Element} active
   * @returns {boolean | null} whether it was for us; null when the panel shall look at it
   */
  function key(event, name, active) {
    if (!claim || !active.closest(".check")) return null;
    const field = cs.is.textarea(active);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (name === "Escape" && plain) return claim.phase === "found" ? (acts.again(), true) : (close(), true);
    if (name === "Enter" && plain && !event.shiftKey && (field || cs.is.input(active))) return event.repeat ? true : (confirm(), true);
    if (field) return false;
    const step = /** @type {Record<string, number>} */ ({ j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 })[name];
    if (cs.is.input(active)) return step && plain ? cs.checkView.walk(active, step) : name === "v" && plain ? (close(), true) : false;
    if (plain && name === "a" && !event.repeat) return (cs.checkView.offered(active)?.click(), true);
    return plain && /^[re]$/.test(name) ? true : null;
  }

  cs.check = { start, body, toggle, found, checked, key };
})();
