"""The Alphabetic Index in the quick lookup: found by words, walked by keys; and when there is none."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .harness.axe import axe
from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.service import Service, serve_command
from .lookup_keys import focused, look_up, open_lookup, until_shown

SMALL = Path(__file__).resolve().parent.parent / "codesets" / "data"
ENTRY = "function () { return this.querySelector('[data-entry]')?.getAttribute('aria-label'); }"
ON_LUNG = "function () { return /^lung/.test(this.activeElement?.innerText ?? ''); }"
CELLS = """function () {
  const text = (each) => each.innerText.trim();
  return [...this.querySelectorAll('.cells tr')].map((row) => [...row.children].map(text));
}"""


@pytest.fixture(scope="module")
def indexed(whole_service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service over a copy of its data folder, pairings included, with our own small index brought in."""
    home = tmp_path_factory.mktemp("indexed") / "home"
    files = tmp_path_factory.mktemp("small")
    for file in SMALL.glob("*-small.xml"):
        shutil.copy(file, files)
    whole_service.start()
    shutil.copytree(whole_service.home, home)
    whole_service.stop()
    command = [*serve_command()[:-1], "codeset", "import", str(files), "--effective", "2026-04-01"]
    subprocess.run(command, env=os.environ | {"CHARTSIDE_HOME": str(home)}, check=True, capture_output=True)
    other = Service(home)
    other.start()
    yield other
    other.stop()
    whole_service.start()


def test_without_an_index_it_says_what_to_do(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    page.keyboard.press("ControlOrMeta+i")
    look_up(page, shadow, "abscess")
    shadow.until_text("No Alphabetic Index is installed")
    page.keyboard.press("ControlOrMeta+i")
    shadow.until_text("L02.91")


def test_an_entry_is_walked_by_keys_to_its_code(
    shared_chromium: Chromium, indexed: Service, pages: PageServer
) -> None:
    page = open_lookup(shared_chromium, pages)
    shadow = shared_chromium.shadow(page)
    page.keyboard.press("ControlOrMeta+i")
    look_up(page, shadow, "abscess")
    page.keyboard.press("Enter")
    shadow.until(focused("[data-step]"), what="the entry's first code with the focus")
    assert shadow.evaluate(ENTRY) == ["Abscess"]
    shadow.until_text("(connective tissue)", "lung (miliary) (putrid)", "J85.2")
    assert axe(page).problems() == []
    shadow.until(focused("[data-step]"), what="the focus where it was")
    while not shadow.evaluate(ON_LUNG)[0]:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    shadow.until_text("with pneumonia")
    page.keyboard.press("ArrowLeft")
    shadow.until(
        "function () { return /^lung/.test(this.activeElement?.innerText ?? ''); }",
        what="the subterm it came from",
    )
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    until_shown(shadow, "L02.91")
    page.keyboard.press("Escape")
    shadow.until(focused("[data-entry] [data-step]"), what="the entry again")
    page.close()


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("neoplasm breast", "Malignant Primary", "Unspecified Behavior"),
        ("aspirin", "Poisoning Accidental", "Underdosing"),
    ],
)
def test_a_row_of_a_table_shows_its_six_columns(
    words: str, first: str, last: str, shared_chromium: Chromium, indexed: Service, pages: PageServer
) -> None:
    page = open_lookup(shared_chromium, pages)
    shadow = shared_chromium.shadow(page)
    page.keyboard.press("ControlOrMeta+i")
    look_up(page, shadow, words)
    page.keyboard.press("Enter")
    shadow.until(focused("[data-step]"), what="the first code of the row")
    (cells,) = shadow.evaluate(CELLS)
    assert len(cells) == 6
    assert cells[0][0].startswith(first)
    assert cells[-1][0] == last
    page.close()
