import pytest

from chartside.codesets.store import CodeSet
from chartside.coding.rules.phase import PhaseTable
from chartside.coding.seventh import (
    Encounter,
    default_extension,
    extension_of,
    has_phase,
    meaning_of,
    phase_of,
    with_phase,
)
from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.fixture
def code_set(suggester: Suggester) -> CodeSet:
    return suggester.code_set


@pytest.mark.parametrize(
    ("code", "encounter", "expected"),
    [
        ("S82.201", Encounter(), "S82.201A"),
        ("S82.201", Encounter(opened=1), "S82.201B"),
        ("S82.201", Encounter(opened=3), "S82.201C"),
        ("S82.201A", Encounter("subsequent"), "S82.201D"),
        ("S82.201A", Encounter("subsequent", "nonunion", 1), "S82.201M"),
        ("S82.201A", Encounter("subsequent", "malunion", 3), "S82.201R"),
        ("S62.101A", Encounter("subsequent", "delayed healing"), "S62.101G"),
        ("S62.101A", Encounter(opened=3), "S62.101B"),
        ("M80.051A", Encounter("subsequent", "nonunion"), "M80.051K"),
        ("S93.401A", Encounter("sequela"), "S93.401S"),
        ("S93.401A", Encounter("subsequent", "nonunion"), "S93.401D"),
        ("W00.0", Encounter("subsequent"), "W00.0XXD"),
        ("Y92.009", Encounter(), "Y92.009"),
        ("Q99.99", Encounter(), None),
    ],
)
def test_the_extension_for_an_encounter(
    code_set: CodeSet, code: str, encounter: Encounter, expected: str | None
) -> None:
    assert with_phase(code_set, code, encounter) == expected


def test_titles_say_the_phase(code_set: CodeSet) -> None:
    assert phase_of(code_set.get("S82.201S")) == "sequela"
    assert phase_of(code_set.get("S82.201F")) == "subsequent"
    assert phase_of(code_set.get("I10")) == ""
    assert meaning_of(code_set.get("S82.201C")).startswith("initial encounter for open fracture type IIIA")


def test_other_extensions_are_read_near_the_condition(code_set: CodeSet) -> None:
    stages = code_set.children("H40.113")
    assert not has_phase(stages)
    assert default_extension(stages, "glaucoma, moderate stage") == (code_set.get("H40.1132"), ())
    chosen, options = default_extension(stages, "glaucoma")
    assert chosen.code == "H40.1130"
    assert len(options) == len(stages)
    assert default_extension(code_set.children("M1A.9"), "gout")[0].code == "M1A.9XX0"
    assert extension_of(code_set.children("S93.401"), Encounter("sequela")).code == "S93.401S"


def test_the_step_names_the_words_or_the_default(suggester: Suggester) -> None:
    def step(text: str, code: str) -> str:
        return next(s.text for s in suggester.worksheet(Note(text)).coded[code][0].steps if "7th" in s.text)

    assert "“healing”" in step("ASSESSMENT\n1. Left clavicle fracture, healing.", "S42.002D")
    assert "confirm the phase" in step("ASSESSMENT\n1. Left clavicle fracture.", "S42.002A")
    assert "closed" in step("ASSESSMENT\n1. Left clavicle fracture.", "S42.002A")


def test_what_is_left_open_is_kept(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("ASSESSMENT\n1. Left clavicle fracture, healing."))
    assert any(missing.axis == "7th character" for missing in sheet.missing["S42.002D"])


def test_an_operation_is_active_treatment(suggester: Suggester) -> None:
    text = "PREOPERATIVE DIAGNOSIS: Left clavicle fracture status post reduction."
    assert "S42.002A" in suggester.worksheet(Note(text)).coded


def test_the_table_is_read() -> None:
    assert {row["says"] for row in PhaseTable().rows} >= {"initial", "subsequent", "sequela", "nonunion"}
