/** The namespace of the content scripts: what reads the page and draws on it. */

export {};

declare global {
  /** A box in pixels of the viewport. */
  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
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
      said(text: string): HTMLElement;
      iconButton(glyph: string, label: string, act: () => void, kind?: string): HTMLElement;
      copy(text: string): Promise<boolean>;
      mark(): SVGElement;
    };
    clinical: {
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
      make(text: string, start: number, end: number): Anchor;
      resolve(text: string, anchor: Anchor, shift?: number): [number, number] | null;
    };
    evidence: { enrich(result: Result, text: string): Result; marks(source: Held): Mark[]; lost(result: Result | null): number };
    pointed: { load(): Promise<void>; notes(): ReturnType<Chartside["find"]["sources"]>; choose(el: Element): void };
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
    covers: { ALL: Box; boxes(frame: HTMLElement): Box[]; forget(): void };
    guard: { start(panel: HTMLElement, say: () => void): void; stop(): void; moved(): void };
    layer: {
      part(name: string): HTMLElement;
      release(name: string): void;
      isHost(node: Node): boolean;
      active(): Element | null;
      keep(): void;
      fit(): void;
      fitSoon(): void;
      wrong(): "" | "style" | "place";
      mend(): void;
      OWN: string[];
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
    thread: { of(source: Held): string };
    selected: { gather(then: (picked: Picked | null) => void): void; remember(): void };
    cells: {
      kindOf(el: Element, style: CSSStyleDeclaration): "" | "row" | "pair";
      put(row: Element, b: any, kind: string, walk: (cell: Element) => Generator<void, void>): Generator<void, void>;
    };
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
  }

  // eslint-disable-next-line no-var
  var __chartside: Chartside;
}
