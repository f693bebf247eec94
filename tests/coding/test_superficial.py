from chartside.coding.suggester import Suggester
from chartside.model import Note, Result


def read(suggester: Suggester, *problems: str) -> Result:
    return suggester.suggest(
        Note("ASSESSMENT\n" + "\n".join(f"{n}. {p}." for n, p in enumerate(problems, 1)))
    )


def test_the_abrasion_is_folded_under_the_cut(suggester: Suggester) -> None:
    result = read(suggester, "Abrasion of the left elbow", "Laceration of the left elbow")
    assert not [s for s in result.suggestions if s.code.startswith("S50")]
    (folded,) = (item for item in result.not_coded if item.code.startswith("S50"))
    assert folded.reason == "superseded"
    assert folded.guideline


def test_another_side_stays(suggester: Suggester) -> None:
    result = read(suggester, "Abrasion of the right elbow", "Laceration of the left elbow")
    assert [s for s in result.suggestions if s.code.startswith("S50")]
