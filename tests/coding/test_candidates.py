"""Small notes and the codes that their words must and must not lead to."""

from pathlib import Path

import pytest

from chartside.coding.candidates import candidates
from chartside.coding.suggester import Suggester
from chartside.model import Assertion

CASES = Path(__file__).with_name("cases-candidates.tsv")


def cases() -> list[tuple[str, tuple[str, ...]]]:
    """Pairs of a note and the codes it must (or, after a minus sign, must not) lead to."""
    lines = CASES.read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(note.replace("\\n", "\n"), tuple(codes.split())) for note, codes in rows]


def affirmed(suggester: Suggester, note: str) -> set[str]:
    """The codes of what the note affirms."""
    mentions = suggester.reader.read(note)
    found = candidates(suggester.code_set, note, mentions)
    return {each.code for each, _ in found if each.mention.assertion is Assertion.PRESENT}


@pytest.mark.parametrize(("note", "codes"), cases(), ids=[note for note, _ in cases()])
def test_case(suggester: Suggester, note: str, codes: tuple[str, ...]) -> None:
    found = affirmed(suggester, note)
    wanted = {code for code in codes if not code.startswith("-")}
    refused = {code[1:] for code in codes if code.startswith("-")}
    assert wanted <= found
    assert not refused & found


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 150
