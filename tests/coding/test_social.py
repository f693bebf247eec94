import pytest

from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("SOCIAL HISTORY: Lives alone.", False),
        ("SOCIAL HISTORY: Lives alone and struggles to manage.", True),
        ("SOCIAL HISTORY: Lives alone. Has two cats.", False),
    ],
)
def test_a_fact_is_no_problem(suggester: Suggester, text: str, coded: bool) -> None:
    sheet = suggester.worksheet(Note(f"{text}\nASSESSMENT\n1. Gout."))
    assert ("Z60.2" in sheet.coded) is coded
    assert ("Z60.2" in sheet.folded) is not coded


def test_the_table_names_codes_of_the_release(suggester: Suggester) -> None:
    for row in read_rows("rules/social-problems.tsv", ("code_prefix", "source"), unique=("code_prefix",)):
        assert suggester.code_set.find(row["code_prefix"])
