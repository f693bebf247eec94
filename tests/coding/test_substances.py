import pytest

from chartside.coding.rules.substances import NEVER
from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note


def codes(suggester: Suggester, text: str) -> set[str]:
    sheet = suggester.worksheet(Note(f"SOCIAL HISTORY: {text}\nASSESSMENT\n1. Gout."))
    return {code for code in sheet.coded if code.startswith(("F", "Z72", "Z87"))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smokes half a pack per day.", {"F17.210"}),
        ("30 pack-year smoker, quit in 2005.", {"Z87.891"}),
        ("Never smoker.", set()),
        ("He does not smoke.", set()),
        ("Non-smoker.", set()),
        ("Counseled to quit smoking. Current smoker.", {"F17.210"}),
        ("Drinks two beers on weekends.", set()),
    ],
)
def test_what_is_said_of_tobacco(suggester: Suggester, text: str, expected: set[str]) -> None:
    assert codes(suggester, text) == expected


def test_use_counts_beside_a_related_condition(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("SOCIAL HISTORY: Alcohol use.\nASSESSMENT\n1. Alcoholic cirrhosis."))
    assert "F10.90" not in sheet.folded
    alone = suggester.worksheet(Note("SOCIAL HISTORY: Alcohol use.\nASSESSMENT\n1. Gout."))
    assert alone.folded["F10.90"].reason == "no_diagnosis"


def test_a_use_disorder_is_a_diagnosis_by_itself(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("ASSESSMENT\n1. Opioid use disorder, on buprenorphine."))
    assert "F11.90" in sheet.coded


def test_the_strongest_of_one_substance(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("ASSESSMENT\n1. Opioid dependence.\n2. Opioid abuse."))
    assert sheet.folded["F11.10"].into == "F11.20"


def test_tables_name_codes_of_the_release(suggester: Suggester) -> None:
    for row in read_rows("rules/tobacco.tsv", ("pattern", "code", "source")):
        assert row["code"] == NEVER or suggester.code_set.get(row["code"]).billable
    for row in read_rows("rules/substance-related.tsv", ("use", "related", "source")):
        for code in (row["use"], *row["related"].split()):
            assert suggester.code_set.find(code), row
