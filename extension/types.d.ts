/** Types that several files of the extension share; nothing here runs. */

export {};

declare global {
  type Answer = { ok: true; value: unknown } | { ok: false; error: { code: string; message: string } };
  type Command = { type: string; [more: string]: unknown };
  type Sender = { frameId: number; documentId: string };

  interface PanelPlace {
    dock?: "left" | "right" | "free";
    x?: number;
    y?: number;
    width?: number;
    height?: number;
    collapsed?: boolean;
  }
  /** What an organisation has set; `set` names what it says, `unusable` what it says and cannot be used. */
  interface Policy {
    sites: string[];
    maySwitchSites: boolean;
    serviceAddress: string;
    setting: "" | "outpatient" | "inpatient";
    highlights: boolean;
    set: string[];
    unusable: string[];
  }
  /** How a coder works through a note; in the last two, own codes first. */
  type Mode = "assisted" | "first_pass" | "training";
  /** An encounter that a person has finalized: when and who, and the hash of its note then. */
  interface Final {
    at: string;
    by: string;
    note: string;
  }
  /** A code that the coder has, that was suggested, or both. */
  interface Difference {
    code: string;
    mine: boolean;
    suggested: boolean;
    text: string;
    guideline: Guideline | string | null;
  }
  interface Prefs {
    setting: "outpatient" | "inpatient";
    mode: Mode;
    date: string;
    panel: PanelPlace;
  }

  /** `text[start, end)` is `offset` and what follows in one text node or in the value of one field. */
  interface Run {
    start: number;
    end: number;
    offset: number;
    node?: Text;
    field?: HTMLTextAreaElement | HTMLInputElement;
  }
  interface Model {
    text: string;
    runs: Run[];
    hash: string;
    drawn?: Drawn;
  }
  /** An editor that draws a part of its text only: where the lines begin that were seen, how much of all they are (0 to 1). */
  interface Drawn {
    host: Element;
    starts: number[];
    note: boolean;
    share: number;
  }
  /** A line as it is drawn. */
  interface Row {
    el: Element;
    text: string;
  }
  /** What is drawn of an editor, and how high what is not drawn is above and below it (pixels). */
  interface View {
    rows: Row[];
    above: number;
    below: number;
  }
  /** Lines that were seen without a gap, at which of them the window stands, whether the text begins and ends in them. */
  interface Strip {
    lines: string[];
    at: number;
    view: View;
    begins: boolean;
    ends: boolean;
  }
  /** A note's text while it is put together: `lines` line ends and `gap` are owed before the next word. */
  interface TextBuilder {
    chunks: string[];
    length: number;
    last: string;
    runs: Run[];
    lines: number;
    gap: string;
    elements: number;
    put(text: string): void;
    line(count?: number): void;
    between(text: string): void;
    settle(): void;
    run(raw: string, at: { node: Text } | { field: HTMLTextAreaElement | HTMLInputElement }, offset: number): void;
    collapsed(node: Text): void;
  }
  interface Part {
    root?: Element;
    field?: HTMLTextAreaElement | HTMLInputElement;
    heading?: string;
  }
  interface Found {
    parts: Part[];
    model: Model;
    title: string;
    kind: string;
  }
  interface Anchor {
    start: number;
    end: number;
    quote: string;
    before: string;
    after: string;
  }
  /** A hidden copy of a field; `starts` are the offsets at which its lines begin. */
  interface MirrorCopy {
    root: HTMLElement;
    value: string;
    lines: string[];
    nodes: Text[];
    starts: number[];
    style: string;
    width: number;
    /** Some text in the field's font: it changes its size when the font does. */
    probe: HTMLElement;
  }
  /**
   * How a field stands in the viewport: `x`, `y` is the upper left corner of its inside, `left` to `bottom` what of it
   * shows; a pixel of the field is `zoom` pixels of the layout, and one of those `sx` by `sy` of the viewport.
   */
  interface FieldStand {
    x: number;
    y: number;
    sx: number;
    sy: number;
    zoom: number;
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  interface Mark {
    key: string;
    source: string;
    code: string;
    description: string;
    kind: "affirmed" | "uncertain" | "uncoded";
    reason: string;
    start: number;
    end: number;
    runs: Run[];
    ranges: Range[];
  }

  interface Evidence {
    start: number;
    end: number;
    text: string;
    section: string | null;
    assertion: string;
    cues: { start: number; end: number; text: string; category: string }[];
    anchor?: Anchor;
    lead?: string;
    tail?: string;
    gone?: boolean;
  }
  interface Guideline {
    section: string;
    title: string;
    summary: string;
  }
  interface Suggestion {
    key: string;
    code: string;
    description: string;
    tier: "suggested" | "possible";
    confidence: number;
    evidence: Evidence[];
    reasoning: { step: string; text: string; reference: string }[];
    guidelines: Guideline[];
    instructions: Record<"code_first" | "use_additional" | "code_also" | "excludes1" | "excludes2", string[]>;
    flags: {
      billable: boolean; unspecified: boolean; hcc_v28: string | null; hcc_v28_label: string | null; cc_mcc: "CC" | "MCC" | null;
      hcc_v24: string | null; rxhcc: string | null; ccsr: string | null;
    };
    missing: { axis: string; options: { code: string; label: string }[] }[];
    query: string;
    poa: "Y" | "N" | "U" | "W" | "exempt" | null;
  }
  interface NotCoded {
    key: string;
    code: string;
    description: string;
    reason: string;
    evidence: Evidence[];
    guideline: Guideline | string | null;
  }
  interface Conflict {
    codes: string[];
    kind: string;
    text: string;
  }
  interface Result {
    code_set: string;
    setting: string;
    suggestions: Suggestion[];
    not_coded: NotCoded[];
    conflicts: Conflict[];
    notices: string[];
    /** SHA-256 of the text that it was found in. */
    note_hash?: string;
    ms_drg: { drg: string; title: string; version: string; principal: string } | null;
    /** The organisation wants no highlights in the page. */
    unmarked?: boolean;
    /** Suggestions are not shown before the coder's own codes. */
    hidden?: Mode;
  }
  interface Told {
    text: string;
    codes?: string[];
    origin?: string;
  }
  type Group = { number: string; label: string } | null;
  interface CodeFlags {
    hcc_v24: Group;
    hcc_v28: Group;
    rxhcc: Group;
    cc_mcc: "CC" | "MCC" | null;
    cc_mcc_version: string | null;
    ccsr: Group;
    sources: string[];
  }
  interface CodeDetails {
    code: string;
    description: string;
    billable: boolean;
    header: boolean;
    code_set: string;
    flags?: CodeFlags;
    chapter?: { number: string; description: string };
    parents: { code: string; description: string }[];
    children: { code: string; description: string; billable: boolean }[];
    inclusion_terms: (string | Told)[];
    includes: Told[];
    excludes1: Told[];
    excludes2: Told[];
    code_first: Told[];
    use_additional: Told[];
    code_also: Told[];
    notes: Told[];
    seventh_characters: { character: string; meaning: string }[];
  }
  /** What tells the codes right below a code apart; `key` chooses an option. */
  interface Axis {
    kind: "side" | "seventh" | "detail";
    parent: string;
    options: { code: string; billable: boolean; description: string; key: string; label: string }[];
  }
  interface IndexCode {
    code: string;
    written: string;
    needs_more: boolean;
    role?: string;
    column?: string;
  }
  type IndexReference = { text: string; id: number | null; whole: boolean };
  /** One line of the Alphabetic Index or a row of its tables. */
  interface IndexEntry {
    id: number;
    kind: "main" | "external" | "neoplasm" | "drugs";
    path: string[];
    nemods: string[];
    codes: IndexCode[];
    cells: IndexCode[];
    see: IndexReference[];
    see_also: IndexReference[];
    notes: string[];
    children: number[];
  }
  interface WholeEntry extends Omit<IndexEntry, "children"> {
    parents: { id: number; title: string }[];
    children: IndexEntry[];
  }
  interface EntryActs {
    code(code: string): void;
    entry(id: string): void;
    see(id: string): void;
  }
  /** What the right side of the lookup can show. */
  type Place = { kind: "code" | "entry"; id: string };
  /** One row of the lookup's list. */
  interface Found1 {
    code: string;
    what: string;
    extra: string;
    billable?: boolean | undefined;
    place: Place;
  }
  /** A code that was chosen in the lookup. */
  type Chosen = { code: string; billable: boolean; description: string };
  /** What the lookup was opened for: what is done with a code, whether to go into the first result at once, and who is told that it closed. */
  interface Purpose {
    label?: string;
    into?: boolean;
    take?(code: Chosen): void;
    closed?(): void;
  }
  interface CodeActs {
    take: { label: string; act(code: Chosen): void; first: boolean } | null;
    open(code: string): void;
    walk(code: string): void;
    copy(code: string): void;
    insert: ((code: CodeDetails) => void) | null;
    target: string;
  }
  interface SideActs {
    leave(): void;
    say(text: string): void;
    codeActs(): Omit<CodeActs, "open" | "walk">;
  }
  /** What keys do in the lookup; each says whether the key was for it. */
  interface LookupActs {
    box: HTMLElement;
    input: HTMLInputElement;
    side: HTMLElement;
    focused(): void;
    typed(): void;
    choose(step: number): boolean;
    enter(): boolean;
    escape(): boolean;
    otherView(): boolean;
    walk(key: string): boolean;
    option(key: string): boolean;
    back(): boolean;
    copy(): boolean;
    insert(): boolean;
    take(): boolean;
    chosen(): boolean;
  }

  /** What the coder did with one code. `from_code` is the code that a change replaced; offsets are UTF-16 units in the note. */
  interface Decision {
    id: string;
    thread: string;
    kind: "accept" | "reject" | "change" | "add";
    code: string;
    from_code: string;
    description: string;
    /** One of the record's, for a rejection; "other" has words of the coder's own. */
    reason: string;
    reason_text: string;
    quotes: Quote[];
    time: string;
    /** The decision on the same row that it took the place of; it holds again when this one is undone. */
    before?: Decision | null;
  }
  /** What a decision rests on. */
  type Quote = { start: number; end: number; text: string; section: string; assertion: string };
  /** What the coder chose, before it is a decision. */
  type Deciding = Omit<Decision, "id" | "thread" | "time" | "before">;
  /** A note with what was decided on it; `ready` when the background has heard of all of it. */
  interface ReviewedNote {
    thread: string;
    note: string;
    hidden: boolean;
    id: string;
    log: Decision[];
    ready: Promise<void>;
    final: Final | null;
    mode: Mode;
    revealed: boolean;
    differences: Difference[];
  }
  /** What the background knows of a note that was met. */
  type Met = { id: string; decisions?: Decision[]; kept: string; final?: Final | null; mode?: Mode; revealed?: boolean; differences?: Difference[] };
  /** A note on the page: its thread, which outlives edits, and the hash of its text. */
  interface Noted {
    thread: string;
    note: string;
    hidden: boolean;
  }
  /** Text that is selected in the page; `source` is empty when it is in no note. */
  interface Picked {
    text: string;
    source: string;
    start: number;
    end: number;
  }
  /** A code that stands on the page beside the note, as on a claim. */
  interface Claimed {
    code: string;
    description: string;
  }
  /** What a chart check says of one code. */
  interface Finding {
    code: string;
    description: string;
    verdict: string;
    text: string;
    others: string[];
    evidence: Evidence[];
    guideline: Guideline | null;
  }
  /** A chart check that is open: the codes to confirm, then what was found; `hash` is of the text it was found in. */
  interface Claim {
    thread: string;
    phase: "ask" | "waiting" | "found";
    ask: number;
    found: Claimed[];
    chosen: Set<string>;
    typed: HTMLTextAreaElement;
    unknown: string[];
    findings: Finding[];
    hash: string;
    source: string;
    error: string;
    opened: Set<string>;
  }
  interface CheckActs {
    close(): void;
    confirm(): void;
    again(): void;
    take(finding: Finding, code: string): void;
    choose(code: string, on: boolean): void;
    all(on: boolean): void;
    fold(key: string): void;
    reveal(evidence: Evidence): void;
  }
  interface ReviewHost {
    draw(): void;
    say(text: string): void;
    toast(text: string): void;
    focusRow(key: string): void;
  }
  type FocusMark = { key: string; code: string; name: string; at: number };
  interface KeyActs {
    frame: HTMLElement;
    copy(code: string): unknown;
    lookup(): void;
    help(): void;
    helping(): boolean;
    leave(): void;
  }
  interface Shell {
    frame: HTMLElement;
    subtitle: HTMLElement;
    body: HTMLElement;
    mine: HTMLElement;
    live: HTMLElement;
    foot: HTMLElement;
    say(text: string): void;
    toast(text: string): void;
    help(close: () => void): boolean;
    tab(count: number, small: boolean, expand: () => void): void;
  }

  /** One note as the panel knows it. */
  interface Source {
    id: string;
    thread: string;
    title: string;
    kind: string;
    state: "loading" | "ready" | "error";
    error: { code: string; message: string } | null;
    result: Result | null;
    words: number;
    share: number;
    page: string;
  }
  /** One note as its frame holds it; `fixed` when the coder chose the text. */
  interface Held {
    id: string;
    model: Model;
    title: string;
    kind: string;
    state: "loading" | "ready" | "error";
    marks: Mark[];
    result: Result | null;
    error: { code: string; message: string } | null;
    fixed: boolean;
  }
  interface RowActs {
    toggle(): void;
    reveal(index: number): void;
    copy(text?: string): void;
    look(): void;
    accept(): void;
    reject(): void;
    change(): void;
    takeBack(): void;
  }

  /** The namespace of the content scripts; each file hangs one object on it. */
  interface Chartside {
    client: {
      isTop: boolean;
      instance: string;
      alive(): boolean;
      t(name: string, ...values: (string | number)[]): string;
      listen(listener: (message: any, from: Sender) => unknown): void;
      suggest(key: string, text: string): Promise<Answer>;
      encounter(noted: { note: string; page: string; id?: string }): Promise<Answer>;
      decide(encounter: string, decision: Decision): Promise<Answer>;
      undo(encounter: string, decision: string): Promise<Answer>;
      finish(act: "finalize" | "reopen" | "reveal" | "record", encounter: string): Promise<Answer>;
      check(text?: string, codes?: string[]): Promise<Answer>;
      drop(key: string): void;
      lookup(words: string): Promise<Answer>;
      code(code: string): Promise<Answer>;
      index(words: string): Promise<Answer>;
      entry(id: number): Promise<Answer>;
      hangUp(): void;
      status(): Promise<Answer>;
      prefs(set?: { panel: PanelPlace }): Promise<Answer>;
      alivesOf(frames: number[]): Promise<Answer>;
      pointed(): Promise<Answer>;
      arrive(): Promise<Answer>;
      say(type: string, more?: object): void;
      toTop(message: Command): void;
      toFrame(frameId: number, message: Command): void;
      toAll(message: Command): void;
    };
    is: {
      element(node: unknown): node is Element;
      html(node: unknown): node is HTMLElement;
      named(node: unknown, name: string): boolean;
      textarea(node: unknown): node is HTMLTextAreaElement;
      input(node: unknown): node is HTMLInputElement;
      slot(node: unknown): node is HTMLSlotElement;
      details(node: unknown): node is HTMLDetailsElement;
      numbered(node: unknown): node is HTMLOListElement;
      frame(node: unknown): node is HTMLIFrameElement;
      shadow(node: unknown): node is ShadowRoot;
    };
    dom: {
      h(tag: string, props?: Record<string, any>, ...children: (Node | string | null | undefined | false)[]): HTMLElement;
      icon(name: string): SVGElement;
      iconButton(glyph: string, label: string, act: () => void, kind?: string): HTMLElement;
      copy(text: string): Promise<boolean>;
      mark(): SVGElement;
    };
    clinical: {
      MIN_CHARS: number;
      count(text: string): number;
      words(text: string): number;
      heading(label: string): string;
      headings(text: string): Set<string>;
      isNote(text: string): boolean;
    };
    visible: {
      watch(changed: () => void): void;
      unwatch(): void;
      frame(): boolean;
      isCross(): boolean;
      shown(element: Element): boolean;
      element(element: Element, style: CSSStyleDeclaration): "none" | "self-hidden" | "shown";
    };
    model: {
      Builder: new () => TextBuilder;
      make(text: string, runs: Run[]): Model;
      slice(whole: Model, from: number, to: number): Model;
      offsetOf(whole: Model, node: Node, offset: number): number;
      runsOf(whole: Model, start: number, end: number): Run[];
    };
    text: {
      SKIP: Set<string>;
      steps(parts: Part[], skip?: Set<Element>): Generator<void, Model>;
      build(parts: Part[], skip?: Set<Element>): Model;
      ignored(el: Element): boolean;
      isEditingHost(el: Element): boolean;
      flat(el: Element): Iterable<Node>;
    };
    stitch: {
      begin(view: View): Strip;
      follow(strip: Strip, now: View): Strip | null;
      jump(strip: Strip, now: View): Strip | null;
    };
    virtual: {
      whole(host: Element, model: Model, heading?: string): Model;
      bring(model: Model, offset: number, then: () => void): void;
      settle(): void;
      forget(): void;
    };
    fields: {
      label(el: Element): string;
      holdsText(el: Element): el is HTMLTextAreaElement | HTMLInputElement;
      focused(): Element | null;
      rememberFocus(): string;
      giveBack(): boolean;
      insert(text: string): boolean;
      remembered(): { element: HTMLElement; range: Range | null } | null;
    };
    slices: {
      due(): boolean;
      run<T>(work: Generator<void, T>, done: (value: T, spent: number) => void): () => void;
      drain<T>(work: Generator<void, T>): T;
    };
    find: { sources(): Generator<void, { sources: Found[]; roots: (Document | ShadowRoot)[]; frames: HTMLIFrameElement[] }> };
    anchor: {
      CONTEXT: number;
      make(text: string, start: number, end: number): Anchor;
      resolve(text: string, anchor: Anchor, shift?: number): [number, number] | null;
    };
    evidence: { enrich(result: Result, text: string): Result; marks(source: Held): Mark[]; lost(result: Result | null): number };
    pointed: { load(): Promise<void>; notes(): ReturnType<Chartside["find"]["sources"]>; choose(el: Element): void };
    pick: { start(): void; stop(): void; tell(at: { words: unknown; text: unknown }): void };
    telling: {
      globalId(id: string): string;
      localId(id: string): string;
      source(source: Held, whole?: boolean): void;
      frame(ids: Iterable<string>, foreign: number): void;
      opened(mark: Mark): void;
      framed(): void;
      stirred(): void;
      stop(): void;
    };
    lingering: { leave(texts: string[]): void; without<T extends { model: Model }>(found: T[], later: () => void): T[]; clear(): void };
    selection: { read(said: string): Found | null };
    theme: { tokens: string };
    style: { base: string; layer: string };
    styleReview: string;
    styleCheck: string;
    lookupStyle: string;
    layer: {
      part(name: string): HTMLElement;
      release(name: string): void;
      isHost(node: Node): boolean;
      active(): Element | null;
      keep(): void;
      fit(): void;
      has(name: string): boolean;
      isOpen(): boolean;
    };
    highlight: {
      draw(marks: Mark[]): void;
      flash(list: Range[], milliseconds?: number): void;
      clear(): void;
      ranges(runs: Run[]): Range[];
      marks(): Mark[];
    };
    stand: { of(field: HTMLTextAreaElement | HTMLInputElement): FieldStand | null; zoom(element: Element): number };
    mirror: {
      of(field: HTMLTextAreaElement | HTMLInputElement): MirrorCopy;
      told(field: Element, width: number): boolean;
      boxes(copy: MirrorCopy, start: number, end: number, origin: DOMRect): DOMRect[];
      keep(kept?: Set<Element>): void;
    };
    boxes: { draw(all: Mark[]): void; hit(x: number, y: number): Mark | null; reveal(mark: Mark): void; caret(field: HTMLTextAreaElement): DOMRect | null; clear(): void };
    caret: { start(): void; stop(): void };
    hover: { start(open: (mark: Mark) => void): void; stop(): void };
    watch: {
      start(ears: { look: () => void; moved: () => void; framed: () => void; stirred: () => void }): void;
      stop(): void;
      observe(more: Node[]): void;
      soon(): void;
      now(): void;
      spent(milliseconds: number): void;
    };
    rows: {
      row(item: Suggestion | NotCoded, decision: Decision | null, open: boolean, acts: RowActs): HTMLElement;
      quote(evidence: Evidence, reason: string, show: () => void, mentions?: number): HTMLElement;
      axisName(axis: string): string;
      conflict(conflict: Conflict): HTMLElement;
      missing(item: Suggestion, show: () => void): HTMLElement;
      notice(text: string): HTMLElement;
      grouping(group: NonNullable<Result["ms_drg"]>): HTMLElement;
      sectionName(category: string): string;
    };
    state: {
      loading(): HTMLElement;
      searching(): HTMLElement;
      trouble(error: { code: string; message: string }, acts: { retry: () => void; options: () => void }): HTMLElement;
      noNote(unread: boolean): HTMLElement;
      nothing(words: number, said?: string[]): HTMLElement;
      orphaned(close: () => void): HTMLElement;
    };
    view: {
      body(
        all: { source: Source; frameId: number }[],
        context: { settled: boolean; opened: Set<string>; folds: Map<string, boolean>; act: any; unread: number },
      ): { content: Node[]; message: string; trouble: string };
    };
    place: {
      start(element: HTMLElement, kept: PanelPlace): void;
      stop(): void;
      grip(side: "w" | "e" | "s"): HTMLElement;
      nudge(handle: Element, key: string): boolean;
      shift(key: string): boolean;
      size(step: number): void;
      startMove(event: PointerEvent): void;
      swap(): void;
      avoid(caret: { left: number; top: number; right: number; bottom: number }): void;
      isCollapsed(): boolean;
      side(): "left" | "right";
      collapse(collapsed: boolean): void;
    };
    keys: {
      listen(to: KeyActs | null): void;
      mark(): FocusMark | null;
      restore(frame: HTMLElement, before: FocusMark | null): void;
      last(): string;
    };
    thread: { of(source: Held): string; goesOn(before: string, now: string): boolean };
    decisions: {
      start(redraw: () => void): void;
      clear(): void;
      present(notes: Noted[]): void;
      decide(thread: string, what: Deciding): Decision | null;
      withdraw(id: string): Decision | null;
      undo(): Decision | null;
      redo(): Decision | null;
      of(thread: string, code: string): Decision | null;
      mine(): Decision[];
      all(): Decision[];
      locked(thread: string): boolean;
      notes(): ReviewedNote[];
      kept(): string;
    };
    sources: {
      start(panel: { draw: () => void; head: () => void }): void;
      clear(): void;
      take(message: any, from: Sender): void;
      frame(message: any, from: Sender): void;
      all(): { source: Source; frameId: number; lost: number }[];
      main(): Source | null;
      unread(): number;
      homeOf(source: Source): string;
      get(id: string): { source: Source; frameId: number } | undefined;
    };
    selected: { gather(then: (picked: Picked | null) => void): void; remember(): void };
    rowBody: { suggested(item: Suggestion, acts: RowActs): HTMLElement; uncoded(item: NotCoded, acts: RowActs): HTMLElement };
    decided: {
      line(decision: Decision, code: string): HTMLElement;
      said(decision: Decision): string;
      tools(decision: Decision | null, code: string, suggested: boolean, acts: RowActs): HTMLElement;
      reasons(code: string, acts: { take: (reason: string, own?: string) => void; cancel: () => void }): HTMLElement;
    };
    mine: { view(acts: { open: boolean; toggle: () => void; undo: () => void; copy: () => void; takeBack: (id: string) => void }): Node[]; text(bare?: boolean): string };
    active: { start(): void; stop(): void; of(encounter: string): void; mark(now?: number): void; tell(): void };
    finish: { start(panel: ReviewHost | null): void; ask(): void; cancel(): boolean; view(): Node[] };
    first: { view(sources: Source[]): Node[]; waits(): boolean; show(): Promise<void>; start(panel: ReviewHost | null): void; differences(note: ReviewedNote | undefined): HTMLElement[] };
    styleFinish: string;
    help: { view(close: () => void): HTMLElement };
    shell: { build(acts: { lookup: () => void; collapse: () => void; off: () => void; help: () => void; later: (act: () => void, milliseconds: number) => void }): Shell };
    review: {
      start(panel: ReviewHost | null): void;
      accept(key: string): void;
      reject(key: string): void;
      rejected(key: string, reason: string, own?: string): void;
      stopAsking(back?: boolean): void;
      change(key: string): void;
      add(): void;
      added(chosen: { code: string; description: string }, picked?: Picked | null): string;
      canAdd(): boolean;
      takeBack(id: string): void;
      takeBackRow(key: string): void;
      undo(): void;
      redo(): void;
      copyList(bare?: boolean): Promise<void>;
      asking(): { key: string; element: HTMLElement } | null;
    };
    claimed: { read(notes: Held[], main?: Held): Generator<void, Claimed[]>; parse(line: string, said: string[], strict?: boolean): Claimed[]; without(model: Model): string; clear(): void };
    claim: { look(asked: { ask: number; source: string }): void };
    check: {
      start(panel: ReviewHost | null): void;
      body(view: { content: Node[]; message: string; trouble: string }): { content: Node[]; message: string; trouble: string };
      toggle(): void;
      found(said: { ask: number; codes: Claimed[] }): void;
      checked(said: { ask: number; findings?: Finding[]; error?: { message: string } }): void;
      key(event: KeyboardEvent, name: string, active: Element): boolean | null;
    };
    checkView: {
      entry(open: () => void): HTMLElement;
      field(): HTMLTextAreaElement;
      make(claim: Claim, source: Source, acts: CheckActs): HTMLElement;
      walk(active: Element, step: number): boolean;
      offered(active: Element): HTMLElement | null;
    };
    cells: {
      kindOf(el: Element, style: CSSStyleDeclaration): "" | "row" | "pair";
      put(row: Element, b: any, kind: string, walk: (cell: Element) => Generator<void, void>): Generator<void, void>;
    };
    panel: {
      open(): void;
      close(): void;
      isOpen(): boolean;
      source(message: any, from: Sender): void;
      frame(message: any, from: Sender): void;
      openRow(source: string, key: string): void;
      focus(): void;
      prefsChanged(): Promise<void>;
      orphaned(): void;
    };
    ask: {
      latest(ask: (words: string) => Promise<Answer>, take: (answer: Answer, words: string) => void): { ask(words: string): void; drop(): void };
      details(code: string): Promise<CodeDetails | null>;
      around(code: string): Promise<{ ok: true; code: CodeDetails; above: CodeDetails[] } | { ok: false; error: { code: string; message: string } }>;
      forget(): void;
    };
    axes: {
      below(parent: CodeDetails): Axis | null;
      steps(code: CodeDetails, above: CodeDetails[]): { decided: (Axis & { chosen: string })[]; open: Axis | null };
      change(decided: (Axis & { chosen: string })[], at: number, code: string): Promise<string>;
      neighbours(code: CodeDetails, above: CodeDetails[]): Record<string, string>;
      tails(titles: string[]): string[];
    };
    tree: { view(code: CodeDetails, above: CodeDetails[], walk: (code: string) => void): HTMLElement; settle(root: Element): void };
    builder: {
      view(code: CodeDetails, above: CodeDetails[], choose: (code: string) => void): HTMLElement | null;
      byKey(code: CodeDetails, above: CodeDetails[], key: string): Promise<string>;
      move(root: Element, active: Element, key: string): boolean;
    };
    told: {
      view(title: string, list: (string | Told)[] | undefined, code: CodeDetails, open: (code: string) => void, how?: { hint?: string; folded?: boolean }): HTMLElement | null;
      section(title: string, hint: string, content: (HTMLElement | null)[]): HTMLElement;
      linked(told: Told, open: (code: string) => void): HTMLElement;
      from(origin: string): string;
    };
    results: {
      make(clicked: (index: number) => void): {
        list: HTMLElement;
        draw(hits: Found1[], words: string): void;
        say(content: HTMLElement, words: string): void;
        choose(index: number): void;
        chosen(): number;
        clear(): void;
      };
      dot(billable: boolean): HTMLElement;
    };
    details: { view(code: CodeDetails, above: CodeDetails[], acts: CodeActs): HTMLElement; from(origin: string): string };
    entries: {
      found(answer: { results?: IndexEntry[] }): Found1[];
      card(id: string, open: EntryActs): Promise<HTMLElement>;
      step(side: Element, key: string): void;
    };
    side: {
      make(acts: SideActs): {
        element: HTMLElement;
        zone(): string;
        back(): boolean;
        result(place: Place, into: boolean): void;
        walk(key: string): boolean;
        option(key: string): boolean;
        code(): CodeDetails | null;
        clear(): void;
      };
    };
    lookupKeys: { listen(to: LookupActs | null): void };
    purpose: {
      chip(): HTMLElement;
      set(why: Purpose): void;
      isSet(): boolean;
      taking(act: (code: Chosen) => void): CodeActs["take"];
      take(chosen: Chosen, lookup: { tell: (text: string) => void; close: () => void }): void;
      hints(control: string, inserts: boolean): string[][];
      goesIn(): boolean;
      closed(): boolean;
    };
    lookup: { open(words?: string, into?: { frameId: number; label: string } | null, why?: Purpose): void; close(): void };
    session: {
      notes(): Held[];
      start(): void;
      stop(): void;
      announce(): void;
      retry(): void;
      anew(): void;
      forget(): void;
      pointed(): Promise<void>;
      selection(said: string): void;
      reveal(source: string, key: string): void;
      recheck(): void;
      pulse(): void;
    };
    boot: { start(): void; stop(): void; arrive(): Promise<void>; orphaned(): void };
  }

  // eslint-disable-next-line no-var
  var __chartside: Chartside;

  interface ServiceStatus {
    state: "ready" | "unpaired" | "down" | "foreign" | "unpermitted";
    message: string;
    /** Where the service is, when an organisation has set it. */
    address?: string;
    version?: string;
    codeSet?: string;
    notice?: string;
    coder?: string;
  }
}
