import pytest

from chartside.coding.candidates import candidates
from chartside.coding.relations import Relations, read_relations
from chartside.coding.suggester import Suggester
from chartside.coding.worksheet import Worksheet, open_worksheet
from chartside.model import Note


@pytest.fixture(scope="module")
def relations() -> Relations:
    return read_relations()


def sheet_of(suggester: Suggester, text: str) -> Worksheet:
    mentions = suggester.reader.read(text)
    return open_worksheet(
        Note(text), suggester.code_set, mentions, candidates(suggester.code_set, text, mentions)
    )


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Hypertension. Heart failure.", False),
        ("Hypertension. Heart failure not due to hypertension.", True),
        ("Hypertension. Heart failure unrelated to hypertension.", True),
        ("Hypertension. Heart failure due to amyloidosis.", True),
        ("Hypertension. Heart failure, likely secondary to hypertension.", False),
        ("Hypertension. Heart failure due to diabetes.", False),
        ("Hypertension. Heart failure, improved from the last visit.", False),
        ("Hypertension. Heart failure, unrelated to diabetes.", False),
        ("Hypertension. Exacerbation of heart failure due to dietary indiscretion.", False),
        ("Hypertension. Heart failure from missed doses of furosemide.", False),
    ],
)
def test_apart(suggester: Suggester, relations: Relations, text: str, apart: bool) -> None:
    sheet = sheet_of(suggester, "ASSESSMENT\n" + text)
    pressure, failure = sheet.coded["I10"], sheet.coded["I50.9"]
    assert relations.apart(sheet, pressure, failure) is apart


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Anemia due to lung cancer.", "due to"),
        ("Anemia and lung cancer.", None),
        ("Anemia not due to lung cancer.", None),
        ("Anemia. Due to lung cancer.", None),
    ],
)
def test_linked(suggester: Suggester, relations: Relations, text: str, linked: str | None) -> None:
    sheet = sheet_of(suggester, "ASSESSMENT\n" + text)
    cancer = [each for code, group in sheet.coded.items() if code.startswith("C34") for each in group]
    anemia = [each for code, group in sheet.coded.items() if code.startswith("D64") for each in group]
    assert relations.linked(sheet, anemia, cancer) == linked
