"""A condition named without its site takes the only one that the note gives for it."""

import pytest

from chartside.coding.candidates import candidates
from chartside.coding.suggester import Suggester


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("ASSESSMENT\nOsteoarthritis.\n- Left hip.", "M16.12"),
        ("ASSESSMENT\nOsteoarthritis.\n- Hip and knee.", "M19.90"),
        ("ASSESSMENT\nOsteoarthritis.\n- No changes in the hip.", "M19.90"),
        ("HPI: Osteoarthritis of the left hip.\nASSESSMENT\nOsteoarthritis.", "M16.12"),
        ("ASSESSMENT\nLaceration.\n- Right thumb, two stitches.", "S61.011A"),
        ("ASSESSMENT\nAbscess.\n- Left buttock, drained.", "L02.31"),
        ("ASSESSMENT\nSpondylosis.\n- Lumbar films.", "M47.816"),
        ("ASSESSMENT\nBursitis.\n- Olecranon, right elbow.", "M70.21"),
    ],
)
def test_the_site_under_a_title(suggester: Suggester, note: str, code: str) -> None:
    found = candidates(suggester.code_set, note, suggester.reader.read(note))
    assert found[-1][0].code == code


def test_a_word_that_says_too_little_counts_as_a_title_only(suggester: Suggester) -> None:
    for note, codes in [("The tumor was seen.", []), ("ASSESSMENT\nTumor.\n- Bladder.", ["D49.4"])]:
        found = candidates(suggester.code_set, note, suggester.reader.read(note))
        assert [each.code for each, _ in found] == codes


def test_a_cause_stays_beside_its_injury(suggester: Suggester) -> None:
    note = "ASSESSMENT\nTick bite.\n- Behind the right knee."
    found = candidates(suggester.code_set, note, suggester.reader.read(note))
    assert [each.code for each, _ in found] == ["W57.XXXA", "S80.261A"]
