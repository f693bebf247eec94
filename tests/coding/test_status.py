import pytest

from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note


def codes(suggester: Suggester, text: str) -> set[str]:
    return set(suggester.worksheet(Note(text)).coded)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PAST SURGICAL HISTORY: left total hip arthroplasty", "Z96.642"),
        ("HPI: She had her right knee replaced in 2019.", "Z96.651"),
        ("HPI: He underwent bilateral mastectomies in 2010. She is s/p bilateral mastectomy.", "Z90.13"),
        ("PAST SURGICAL HISTORY: TAVR", "Z95.2"),
        ("PAST SURGICAL HISTORY: bioprosthetic aortic valve replacement", "Z95.3"),
        ("HPI: status post left above knee amputation", "Z89.612"),
        ("PAST SURGICAL HISTORY: C-section x2", "Z98.891"),
        ("HPI: He completed radiation therapy last year.", "Z92.3"),
    ],
)
def test_an_operation_behind_the_patient_leaves_a_status(suggester: Suggester, text: str, code: str) -> None:
    assert code in codes(suggester, text + "\nASSESSMENT\n1. Gout.")


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("HPI: She is scheduled for left hip replacement.", "Z96"),
        ("HPI: Stop clopidogrel prior to knee replacement.", "Z96"),
        ("HPI: After surgery she will start chemotherapy.", "Z92"),
        ("FAMILY HISTORY: Father had CABG.", "Z95"),
        ("HPI: He denies prior cholecystectomy.", "Z90"),
        ("HPI: Pacemaker placement was discussed.", "Z95"),
    ],
)
def test_what_is_planned_or_denied_leaves_none(suggester: Suggester, text: str, prefix: str) -> None:
    assert not {code for code in codes(suggester, text + "\nASSESSMENT\n1. Gout.") if code.startswith(prefix)}


def test_a_status_that_the_diagnosis_says_is_left_out(suggester: Suggester) -> None:
    sheet = suggester.worksheet(
        Note("HPI: s/p liver transplant.\nASSESSMENT\n1. Liver transplant rejection.")
    )
    assert sheet.folded["Z94.4"].into.startswith("T86.4")


def test_tables_name_codes_of_the_release(suggester: Suggester) -> None:
    for row in read_rows("rules/status.tsv", ("operation", "code", "source")):
        assert suggester.code_set.find(row["code"]), row
    for row in read_rows("rules/status-implied.tsv", ("status", "diagnosis", "source")):
        assert suggester.code_set.find(row["status"]), row
        for code in row["diagnosis"].split():
            assert len(code) == 1 or suggester.code_set.find(code), row
