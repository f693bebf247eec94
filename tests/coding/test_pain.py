import pytest

from chartside.coding.candidates import candidates
from chartside.coding.suggester import Suggester


@pytest.mark.parametrize(
    ("note", "beside"),
    [
        ("Chronic back pain.", True),
        ("Chronic left knee pain.", True),
        ("Back pain.", False),
        ("Chronic sinusitis and back pain.", False),
        ("Chronic sinusitis.", False),
    ],
)
def test_chronic_pain_is_coded_beside_its_site(suggester: Suggester, note: str, beside: bool) -> None:
    found = candidates(suggester.code_set, note, suggester.reader.read(note))
    step = [each.steps[-1] for each, _ in found if each.code == "G89.29"]
    assert bool(step) is beside
    assert all(each.reference == "I.C.6.b" and "chronic" in each.text.lower() for each in step)
