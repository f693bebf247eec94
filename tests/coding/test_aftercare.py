"""Aftercare following surgery; the notes are in the rule book."""

from chartside.coding.patterns import PatternTable, read_word_classes
from chartside.coding.rules.aftercare import FILE
from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note

POSTOP = "CC: Post-op visit.\nHPI: 2 weeks s/p lap chole.\nASSESSMENT\n1. Status post cholecystectomy."


def test_every_row_names_an_aftercare_code_and_its_pattern_can_be_read(suggester: Suggester) -> None:
    rows = read_rows(FILE, ("operation", "code", "source"), unique=("operation",))
    PatternTable(FILE, ((int(row["line"]), row["operation"]) for row in rows), read_word_classes())
    for row in rows:
        assert row["code"].startswith(("Z47", "Z48"))
        assert suggester.code_set.get(row["code"]).billable


def test_the_reasoning_quotes_the_operation_and_its_section(suggester: Suggester) -> None:
    found = {each.code: each for each in suggester.suggest(Note(POSTOP)).suggestions}
    said = [each for each in found["Z48.815"].reasoning if each.reference == "I.C.21.c.7"]
    assert any("cholecystectomy" in each.text for each in said)
