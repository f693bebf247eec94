import pytest

from chartside.coding.rules.pregnancy import read_pregnancy, weeks_in
from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("She is 20 weeks pregnant.", 20),
        ("G2P1 at 32w4d gestation", 32),
        ("pregnant at 8 weeks", 8),
        ("IUP at 39 wks", 39),
        ("28-year-old at 30 weeks and 2 days of gestation", 30),
        ("Pain for 6 weeks. Not pregnant.", None),
        ("Follow-up in 12 weeks.", None),
        ("She is 99 weeks pregnant.", None),
    ],
)
def test_weeks_of_gestation(text: str, weeks: int | None) -> None:
    assert weeks_in(text) == weeks


@pytest.mark.parametrize(
    ("weeks", "code"), [(13, "O99.511"), (14, "O99.512"), (27, "O99.512"), (28, "O99.513")]
)
def test_the_trimester_follows_from_the_weeks(suggester: Suggester, weeks: int, code: str) -> None:
    text = f"HPI: She is {weeks} weeks pregnant.\nASSESSMENT\n1. Asthma."
    found = {s.code for s in suggester.suggest(Note(text)).suggestions}
    assert {code, "J45.909", f"Z3A.{weeks}"} <= found
    assert "Z33.1" not in found


def test_an_incidental_pregnancy_stays_incidental(suggester: Suggester) -> None:
    text = "HPI: She is 20 weeks pregnant; the pregnancy is incidental.\nASSESSMENT\n1. Asthma."
    found = {s.code for s in suggester.suggest(Note(text)).suggestions}
    assert "J45.909" in found
    assert not [code for code in found if code.startswith("O")]


def test_a_newborn_is_not_pregnant(suggester: Suggester) -> None:
    text = "HPI: Infant born at 39 weeks gestation.\nASSESSMENT\n1. Bronchiolitis."
    found = {s.code for s in suggester.suggest(Note(text)).suggestions}
    assert not [code for code in found if code.startswith("O")]


def test_every_row_leads_to_a_code(suggester: Suggester) -> None:
    for row in read_pregnancy():
        assert suggester.code_set.leaves(row.obstetric), row.obstetric
