/** Notes as they stand in a page: their text, the places of it, and what is drawn over them. */

export {};

declare global {
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
}
