"""What the panel shows of the coder's decisions, and the way through its rows by keys."""

from playwright.sync_api import Page

from .shadow import Shadow

FOCUSED = """function (code) {
  const row = this.activeElement?.closest('.row[data-code]');
  return row && (!code || row.dataset.code === code) ? row.dataset.code : '';
}"""
SAID = """function (text) {
  return [...this.querySelectorAll('.frame [role=status]')].some((e) => e.textContent.includes(text));
}"""
DECIDED = """function () {
  return [...this.querySelectorAll('.row[data-decided]')].map((e) => [e.dataset.code, e.dataset.decided]);
}"""
MINE = """function () {
  return [...this.querySelectorAll('.mine-list li .code')].map((e) => e.textContent);
}"""


def focus_row(shadow: Shadow, code: str = "") -> str:
    """Wait until a row has the focus, the one of `code` if it is given; its code."""
    return str(shadow.until(FOCUSED, code, what=f"the row {code} with the focus"))


def until_said(shadow: Shadow, text: str) -> None:
    """Wait until a screen reader was told this."""
    shadow.until(SAID, text, what=f"the announcement {text!r}")


def decided(shadow: Shadow) -> dict[str, str]:
    """The kind of the decision on each row that has one, by the row's code."""
    return {code: kind for found in shadow.evaluate(DECIDED) for code, kind in found or ()}


def list_codes(shadow: Shadow) -> list[str]:
    """The codes of "My codes", in their order."""
    return [code for found in shadow.evaluate(MINE) for code in found or ()]


def walk_to(page: Page, shadow: Shadow, code: str) -> None:
    """Go down from the first row until the row of `code` has the focus."""
    page.keyboard.press("Home")
    for _ in range(40):
        if focus_row_or_none(shadow) == code:
            return
        page.keyboard.press("j")
    raise AssertionError(f"no row {code} on the way down")


def focus_row_or_none(shadow: Shadow) -> str:
    """The code of the row with the focus; empty when it is elsewhere."""
    return next((str(code) for code in shadow.evaluate(FOCUSED, "") if code), "")
