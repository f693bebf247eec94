from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chartside.codesets.library import Library
from chartside.coding.dated import DatedSuggester
from chartside.coding.suggester import Suggester
from chartside.model import Note

GOUT = "ASSESSMENT\n1. Gout."


@pytest.fixture
def dated(home: Path, suggester: Suggester) -> Iterator[DatedSuggester]:
    library = Library(home, [suggester.code_set])
    yield DatedSuggester(home, library, suggester)
    library.close()


def test_a_date_within_the_release_needs_no_word(dated: DatedSuggester) -> None:
    result = dated.suggest(Note(GOUT, date=date(2026, 5, 4)))
    assert result.notices == ()
    assert result.code_set == "ICD-10-CM 2026-04-01"
    assert [s.code for s in result.suggestions] == ["M10.9"]


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2025, 3, 1)])
def test_a_date_outside_is_said_and_answered_with_the_nearest(dated: DatedSuggester, day: date) -> None:
    result = dated.suggest(Note(GOUT, date=day))
    assert str(day) in result.notices[0]
    assert "chartside codeset fetch" in result.notices[0]
    assert result.suggestions


def test_a_note_without_a_date_is_read_with_the_present_release(dated: DatedSuggester) -> None:
    assert dated.suggest(Note(GOUT)).notices == ()
