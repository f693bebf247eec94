/** The namespace of the content scripts: the panel and the lookup. */

export {};

declare global {
  interface Chartside {
    pick: { start(): void; stop(): void; tell(at: { words: unknown; text: unknown }): void };
    style: { base: string; layer: string };
    styleReview: string;
    styleCheck: string;
    lookupStyle: string;
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
      trouble(error: { code: string; message: string }, acts: { retry: () => void; options: () => void; waits?: boolean }): HTMLElement;
      noNote(unread: boolean): HTMLElement;
      nothing(words: number, said?: string[]): HTMLElement;
      orphaned(close: () => void): HTMLElement;
    };
    view: {
      AWAY: Set<string>;
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
    claimed: { read(notes: Held[], main?: Held): Generator<void, Claimed[]>; without(model: Model): string; clear(): void };
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
        draw(hits: FoundCode[], words: string): void;
        say(content: HTMLElement, words: string): void;
        choose(index: number): void;
        chosen(): number;
        clear(): void;
      };
      dot(billable: boolean): HTMLElement;
    };
    details: { view(code: CodeDetails, above: CodeDetails[], acts: CodeActs): HTMLElement; from(origin: string): string };
    entries: {
      found(answer: { results?: IndexEntry[] }): FoundCode[];
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
    lookup: { open(words?: string, into?: { frameId: number; label: string } | null, why?: Purpose): void; close(): void; tell(text: string): void };
    boot: { start(): void; stop(): void; arrive(): Promise<void>; orphaned(): void };
  }
}
