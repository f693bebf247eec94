import re

import pytest

from chartside.coding.notewords import words_of
from chartside.coding.patterns import PatternTable, read_word_classes
from chartside.coding.rules.external import without_injury
from chartside.coding.rules.external_words import CAUSES, FILE, read_causes
from chartside.coding.seventh import Encounter, with_phase
from chartside.coding.suggester import Suggester
from chartside.model import Note

INJURY = "HPI: {}\nASSESSMENT\n1. Left ankle sprain."


def test_causes_count_beside_an_injury_only() -> None:
    assert without_injury(["W10.9XXA", "S93.401A"]) == frozenset()
    assert without_injury(["Y92.009", "J06.9"]) == {"Y92.009"}


def test_at_home_is_no_place_of_an_injury_that_is_not_there(suggester: Suggester) -> None:
    result = suggester.suggest(Note("ASSESSMENT\n1. Hypertension.\n\nHe checks his pressure at home."))
    assert {suggestion.code for suggestion in result.suggestions} == {"I10"}


def test_the_table_is_large_and_names_codes_that_take_a_7th_character(suggester: Suggester) -> None:
    rows = [row for row in read_causes().rows if row.kind in CAUSES]
    assert len(rows) >= 400
    for row in rows:
        assert with_phase(suggester.code_set, row.code, Encounter()), row
        assert {"Y92": "place", "Y93": "activity", "Y99": "status"}.get(row.code[:3], "cause") == row.kind


@pytest.mark.parametrize("row", read_causes().rows, ids=lambda row: f"{row.code}-{row.pattern[:24]}")
def test_no_row_is_dead(row) -> None:
    classes = read_word_classes()
    body = re.sub(r"\s+within\s+\d+$", "", row.pattern).split(" ! ")[0]
    choices = [part.split("|") for part in re.split(r"\s+[&>]\s+", body)]
    spoken = [
        [words for c in group for words in (classes[c[1:]] if c[0] == "@" else [c])] for group in choices
    ]
    table = PatternTable(FILE, [(1, row.pattern)], classes)
    said = [" ".join((*(group[0] for group in spoken[:-1]), last)) for last in spoken[-1]]
    said += [" ".join((first, *(group[-1] for group in spoken[1:]))) for first in spoken[0]]
    assert any(table.find(words_of(text).texts) for text in said), said[0]


def codes(suggester: Suggester, text: str) -> set[str]:
    return set(suggester.worksheet(Note(text)).coded)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("She slipped on an icy sidewalk yesterday.", "W00.0XXA"),
        ("He missed a step and fell.", "W10.9XXA"),
        ("He missed the last step yesterday and twisted it.", "W18.43XA"),
        ("He was struck by a car while crossing the street on foot.", "V03.10XA"),
        ("He crashed his ATV when it rolled over.", "V86.55XA"),
        ("She was thrown from a horse.", "V80.010A"),
        ("He was tackled during a football game.", "W03.XXXA"),
        ("His ankle was crushed by a falling rock.", "W20.8XXA"),
    ],
)
def test_the_cause_is_read_from_narration(suggester: Suggester, told: str, code: str) -> None:
    assert code in codes(suggester, INJURY.format(told))


def test_one_of_each_kind_and_the_words_are_quoted(suggester: Suggester) -> None:
    told = "He tripped over a cord at home, fell down the stairs and hit the wall while carrying laundry."
    sheet = suggester.worksheet(Note(INJURY.format(told)))
    for kind in CAUSES:
        assert len([code for code in sheet.coded if f"external_{kind}" in sheet.support.get(code, ())]) <= 1
    (cause,) = [code for code in sheet.coded if "external_cause" in sheet.support.get(code, ())]
    candidate = sheet.coded[cause][0]
    assert sheet.text[candidate.mention.start : candidate.mention.end] == candidate.mention.text
    assert candidate.mention.text in candidate.steps[0].text
    assert "S93.402A" in candidate.steps[0].text


@pytest.mark.parametrize(
    "told",
    [
        "He denies falling.",
        "Advised to avoid running and heavy lifting.",
        "She enjoys playing tennis and usually runs at the gym.",
        "If you fall, call us.",
    ],
)
def test_what_did_not_happen_is_no_cause(suggester: Suggester, told: str) -> None:
    assert not {code for code in codes(suggester, INJURY.format(told)) if code[0] in "VWXY"}


def test_a_painful_joint_needs_an_event_and_a_title(suggester: Suggester) -> None:
    pain = "HPI: {}\nASSESSMENT\n1. Right shoulder pain."
    assert "X50.0XXA" in codes(suggester, pain.format("Pain began yesterday when lifting heavy boxes."))
    assert not {c for c in codes(suggester, pain.format("Pain is worse with lifting boxes.")) if c[0] == "X"}
