"""What was learned moves the ranking within bounds: nothing is invented, hidden or asserted by it."""

from dataclasses import dataclass, field

import pytest

from chartside.coding.adjusting import LEARNED, open_options, place_of, rank
from chartside.coding.house_terms import HouseTerm, Terms
from chartside.coding.ranking import read_ranker
from chartside.coding.suggester import Suggester
from chartside.model import Note, ReasoningStep, Result, Tier

BACK = "Assessment:\n1. Low back pain. Physical therapy.\n2. Gout. Continue allopurinol.\n3. No asthma.\n"


@dataclass
class Told:
    """What was learned, as a test says it: moves by code, and choices in place of a code."""

    moves: dict[str, float] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    terms: Terms = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def adjust(self, code: str, features: frozenset[str]) -> tuple[float, ReasoningStep | None]:
        move = self.moves.get(code, 0.0)
        return move, ReasoningStep(LEARNED, f"You moved {code}.") if move else None

    def preferred(self, code: str, options) -> tuple[str, ReasoningStep] | None:
        self.asked.append((code, *options))
        chosen = self.choices.get(code)
        return (chosen, ReasoningStep(LEARNED, f"You choose {chosen}.")) if chosen in options else None


def codes(result: Result) -> list[str]:
    return [each.code for each in result.suggestions]


def step_of(result: Result, code: str) -> list[str]:
    (found,) = [each for each in result.suggestions if each.code == code]
    return [step.text for step in found.reasoning if step.step == LEARNED]


def test_a_code_whose_detail_is_open_gets_the_one_that_is_chosen_in_its_place(suggester: Suggester) -> None:
    plain = suggester.suggest(Note(BACK))
    assert "M54.59" not in codes(plain)
    moved = suggester.suggest(Note(BACK), Told(choices={"M54.50": "M54.59"}))
    assert {"M54.50", "M54.59"} <= set(codes(moved))
    assert step_of(moved, "M54.59") == ["You choose M54.59."]
    (offered,) = [each for each in moved.suggestions if each.code == "M54.59"]
    assert [each.text for each in offered.evidence] == ["Low back pain"]


@pytest.mark.parametrize("invented", ["C34.90", "M54.5", "M10.9", "M54.50", "nothing"])
def test_only_a_billable_code_that_was_open_can_be_chosen(suggester: Suggester, invented: str) -> None:
    plain = suggester.suggest(Note(BACK))
    told = Told(choices={"M54.50": invented})
    assert suggester.suggest(Note(BACK), told) == plain
    assert all(suggester.code_set.get(option).billable for _, *options in told.asked for option in options)


def test_without_open_detail_nothing_is_asked(suggester: Suggester) -> None:
    told = Told(choices={"I10": "I11.9"})
    suggester.suggest(Note("Assessment:\n1. Hypertension. Continue lisinopril.\n"), told)
    assert told.asked == []
    sheet = suggester.worksheet(Note("Assessment:\n1. Fracture of the radius.\n"))
    assert all(open_options(sheet, code) == [] for code in sheet.coded)


@pytest.mark.parametrize("move", [-100.0, -2.0, 2.0, 100.0])
def test_nothing_is_hidden_and_nothing_appears(suggester: Suggester, move: float) -> None:
    plain = suggester.suggest(Note(BACK))
    moved = suggester.suggest(Note(BACK), Told(moves=dict.fromkeys(codes(plain), move)))
    assert set(codes(moved)) == set(codes(plain))
    assert all(0.0 <= each.confidence <= 1.0 for each in moved.suggestions)
    assert all(step_of(moved, code) == [f"You moved {code}."] for code in codes(plain))
    if move < 0:
        assert all(each.tier is Tier.POSSIBLE for each in moved.suggestions if move < -50)


def test_what_is_denied_stays_denied(suggester: Suggester) -> None:
    plain = suggester.suggest(Note(BACK))
    told = Told(moves={"J45.909": 100.0}, choices={"J45.909": "J45.20"})
    moved = suggester.suggest(Note(BACK), told)
    assert moved == plain
    assert [each.reason for each in moved.not_coded if each.code == "J45.909"] == ["negated"]
    evidence = {each.code: each.evidence for each in plain.suggestions}
    many = suggester.suggest(Note(BACK), Told(moves=dict.fromkeys(evidence, 1.0)))
    assert {each.code: each.evidence for each in many.suggestions} == evidence


def test_a_code_that_was_hidden_before_stays_within_its_probability(suggester: Suggester) -> None:
    ranker = read_ranker()
    weak = {"R05.9": frozenset({"section_family_history", "symptom"})}
    for move in (-5.0, 0.0, 5.0):
        found = list(rank(weak, ranker, Told(moves={"R05.9": move})))
        assert [each.before for each in found] in ([], [ranker.probability(weak["R05.9"])])


def test_the_kind_of_place_is_told_by_its_features() -> None:
    assert place_of({"problem_heading", "section_hpi"}) == "title"
    assert place_of({"section_hpi", "section_exam", "narrative_only"}) == "narrative/exam"
    assert place_of(set()) == "none"


TERMS = {"tender syndrome": HouseTerm("M79.7", "by Ana, 12 Nov 2026")}


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("Assessment:\n1. Tender syndrome. Continue walking.", True),
        ("Assessment:\n1. Gout. Has a tender  syndrome, as before.", True),
        ("Assessment:\n1. No tender syndrome. Gout.", False),
        ("Family history:\nMother had tender syndrome.", False),
        ("Assessment:\n1. Tender. Syndrome unclear.", False),
    ],
)
def test_a_confirmed_term_is_read_where_it_stands(suggester: Suggester, text: str, coded: bool) -> None:
    found = suggester.suggest(Note(text), Told(terms=TERMS))
    assert ("M79.7" in codes(found)) == coded
    for each in found.suggestions:
        if each.code == "M79.7":
            assert (
                "confirmed here as a term for M79.7 Fibromyalgia by Ana, 12 Nov 2026"
                in each.reasoning[0].text
            )


def test_a_heading_is_no_term(suggester: Suggester) -> None:
    told = Told(terms={"assessment": HouseTerm("M79.7", "by Ana")})
    assert "M79.7" not in codes(suggester.suggest(Note("Assessment:\n1. Gout.\n"), told))
    assert "M79.7" in codes(suggester.suggest(Note("HPI:\nHer assessment is better.\n"), told))


def test_a_confirmed_term_says_nothing_inside_a_longer_one(suggester: Suggester) -> None:
    text = "Assessment:\n1. Type 2 diabetes mellitus. Continue metformin."
    plain = suggester.suggest(Note(text))
    assert suggester.suggest(Note(text), Told(terms={"diabetes": HouseTerm("M79.7", "by Ana")})) == plain
