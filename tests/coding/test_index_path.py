"""The index step of a chain: the path that leads from the note's words to the code, and no other."""

import sys
from time import perf_counter

import pytest

from chartside.codesets.index_store import AlphabeticIndex
from chartside.coding import suggester as module
from chartside.coding.narration import Narration
from chartside.coding.notewords import NoteWords
from chartside.coding.suggester import Suggester
from chartside.model import Note, Result

VISIT = """HPI: She fell from a ladder.
ASSESSMENT AND PLAN
1. Type 2 diabetes with neuropathy.
2. Breast cancer, upper-outer quadrant of the left breast. On chemotherapy.
3. HTN.
4. Anemia in chronic kidney disease stage 3.
5. Fracture of the right distal radius, initial encounter.
"""


@pytest.fixture
def indexed(suggester: Suggester, small_index: AlphabeticIndex, monkeypatch: pytest.MonkeyPatch) -> Suggester:
    """The suggester as it is once an index was imported, with the vocabulary as it was."""
    monkeypatch.setattr(suggester.code_set, "_index", small_index)
    return suggester


def paths(result: Result) -> dict[str, str]:
    """The index step of each suggestion that has one."""
    return {s.code: step.text for s in result.suggestions for step in s.reasoning if step.step == "index"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "E11.40",
            "“Type 2 diabetes with neuropathy” stands in the Alphabetic Index at "
            "Diabetes, diabetic > type 2 > with > neuropathy > E11.40.",
        ),
        (
            "C50.412",
            "“Breast cancer” stands in the Alphabetic Index at Neoplasm, neoplastic > breast > "
            "upper-outer quadrant > Malignant Primary > C50.4-, which the Tabular List completes to C50.412.",
        ),
        ("I10", "“HTN” stands in the Alphabetic Index at Hypertension, hypertensive > I10."),
        (
            "D63.1",
            "“Anemia in chronic kidney disease” stands in the Alphabetic Index at "
            "Anemia > in > chronic kidney disease > [D63.1].",
        ),
        (
            "S52.501A",
            "“Fracture of the right distal radius” stands in the Alphabetic Index at Fracture, traumatic > "
            "radius > lower end > S52.50-, which the Tabular List completes to S52.501A.",
        ),
    ],
)
def test_a_path_leads_from_the_words_to_the_code(indexed: Suggester, code: str, text: str) -> None:
    note = VISIT if code != "I10" else "ASSESSMENT\n1. HTN."
    assert paths(indexed.suggest(Note(note)))[code] == text


def test_the_path_that_the_note_says_most_of_is_shown(indexed: Suggester) -> None:
    bare = paths(indexed.suggest(Note("ASSESSMENT\n1. Diabetes with neuropathy.")))
    typed = paths(indexed.suggest(Note("ASSESSMENT\n1. Diabetes with neuropathy, type 2.")))
    assert "> with > neuropathy > E11.40" in bare["E11.40"]
    assert "> type 2 > with > neuropathy > E11.40" in typed["E11.40"]


def test_no_step_names_a_path_to_another_code(indexed: Suggester) -> None:
    index = indexed.code_set.index
    assert index is not None
    notes = [VISIT, "ASSESSMENT\n1. Iron deficiency anemia.\n2. Unstable angina.\n3. Acute appendicitis."]
    seen = 0
    for note in notes:
        for code, text in paths(indexed.suggest(Note(note))).items():
            shown = text.partition(" stands in the Alphabetic Index at ")[2] or text
            ways = {
                (" > ".join((*way.path, *filter(None, [way.code.column]))), way.code.code)
                for way in index.ways_to(code)
            }
            assert any(f"{path} > " in shown and given in shown for path, given in ways), text
            assert all(code.startswith(given) for _, given in ways)
            seen += 1
    assert seen >= 8


def test_a_substance_that_the_note_does_not_name_gives_no_path(indexed: Suggester) -> None:
    text = "ASSESSMENT\n1. Poisoning by aspirin, accidental."
    assert " at Aspirin > Poisoning" in paths(indexed.suggest(Note(text)))["T39.011A"]
    group = indexed.worksheet(Note(text)).coded["T39.011A"]
    silent = text.replace("aspirin", "tablets")
    code = indexed.code_set.get("T39.011A")
    assert not module.index_steps(indexed.code_set, code, group, Narration(None, NoteWords(silent)))


def test_without_an_index_nothing_changes(
    suggester: Suggester, small_index: AlphabeticIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert suggester.code_set.index is None
    without = suggester.suggest(Note(VISIT))
    assert not paths(without)
    monkeypatch.setattr(suggester.code_set, "_index", small_index)
    within = suggester.suggest(Note(VISIT))
    assert [s.code for s in within.suggestions] == [s.code for s in without.suggestions]
    for plain, told in zip(without.suggestions, within.suggestions, strict=True):
        assert plain.reasoning == tuple(step for step in told.reasoning if step.step != "index")


def test_the_step_stands_after_what_made_the_code(indexed: Suggester) -> None:
    found = {s.code: s.reasoning for s in indexed.suggest(Note(VISIT)).suggestions}["S52.501A"]
    kinds = [step.step for step in found]
    assert kinds[0] == "term"
    assert kinds.index("index") == max(at for at, kind in enumerate(kinds) if kind == "specificity") + 1
    assert found[kinds.index("index")].reference == "Index to Diseases and Injuries"


def test_it_costs_next_to_nothing(indexed: Suggester, monkeypatch: pytest.MonkeyPatch) -> None:
    spent = []
    whole = module.index_steps

    def timed(*asked: object) -> object:
        began = perf_counter()
        try:
            return whole(*asked)  # type: ignore[arg-type]
        finally:
            spent.append(perf_counter() - began)

    monkeypatch.setattr(module, "index_steps", timed)
    totals = []
    for _ in range(9):
        spent.clear()
        indexed.suggest(Note(VISIT))
        totals.append(1000 * sum(spent))
    print(f"{min(totals[1:]):.3f} ms for {len(spent)} suggestions", file=sys.stderr)
    assert min(totals[1:]) < 0.4
