from chartside.coding.rules.osteoporosis import read_fractures
from chartside.coding.suggester import Suggester
from chartside.model import Note


def codes(suggester: Suggester, text: str) -> set[str]:
    return {s.code for s in suggester.suggest(Note("ASSESSMENT\n" + text)).suggestions}


def test_a_minor_fall_makes_the_fracture_osteoporotic(suggester: Suggester) -> None:
    found = codes(suggester, "1. Osteoporosis.\n2. Right hip fracture after a ground-level fall.")
    assert "M80.051A" in found
    assert not {"M81.0", "S72.001A"} & found


def test_a_crash_does_not(suggester: Suggester) -> None:
    found = codes(suggester, "1. Osteoporosis.\n2. Right hip fracture after a motorcycle crash.")
    assert {"M81.0", "S72.001A"} <= found


def test_a_fracture_called_unrelated_stays(suggester: Suggester) -> None:
    text = "1. Osteoporosis.\n2. Right hip fracture after a ground-level fall, not related to osteoporosis."
    assert "M81.0" in codes(suggester, text)


def test_every_row_leads_to_a_code(suggester: Suggester) -> None:
    for row in read_fractures():
        assert suggester.code_set.find(row.prefix), row.prefix
        assert suggester.code_set.get("M80.0" + row.site.replace("?", "1") + "A").billable
