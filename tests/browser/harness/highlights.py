"""What the CSS Highlight API shows in a page, as the page's own script can read it."""

from playwright.sync_api import Error, Frame, Page

READ = """() => [...CSS.highlights].flatMap(([name, ranges]) => [...ranges].map((r) => {
  const range = document.createRange();
  range.setStart(r.startContainer, r.startOffset);
  range.setEnd(r.endContainer, r.endOffset);
  return { name, text: range.toString() };
}))"""


def in_frame(frame: Frame) -> list[tuple[str, str]]:
    """(name of the highlight, highlighted text) in one frame."""
    try:
        return [(found["name"], found["text"]) for found in frame.evaluate(READ)]
    except Error as gone:  # a frame that is being replaced
        if "context" in str(gone).lower() or "detached" in str(gone).lower():
            return []
        raise


def highlights(page: Page) -> list[tuple[str, str]]:
    """(name, text) of every highlight in every frame of the page."""
    return [found for frame in page.frames for found in in_frame(frame)]
