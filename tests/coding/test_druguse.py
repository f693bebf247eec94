import pytest

from chartside.coding.druguse import DrugUse
from chartside.coding.notewords import words_of


@pytest.fixture(scope="module")
def use() -> DrugUse:
    return DrugUse({"warfarin", "metformin", "aspirin"})


def said(use: DrugUse, text: str) -> set[str]:
    words = words_of(text).texts
    place = words.index("warfarin")
    return set(use.of(words, place, place + 1, (0, len(words))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AF on warfarin", {"taking"}),
        ("On home metformin 1000 mg and warfarin", {"taking"}),
        ("DVT, on low-dose warfarin", {"taking"}),
        ("continue aspirin and warfarin", {"taking"}),
        ("off aspirin, on warfarin", {"taking"}),
        ("stop aspirin, continue metformin, stop warfarin", {"ended"}),
        ("start him on warfarin", {"planned"}),
        ("he is back on warfarin", {"taking"}),
        ("no longer on warfarin", {"ended"}),
        ("not on warfarin", {"absent"}),
        ("continue warfarin, no bleeding, denies melena", {"taking"}),
        ("counseled on warfarin", {"refused"}),
        ("seen on Monday, warfarin level drawn", set()),
    ],
)
def test_what_is_said_before_a_drug(use: DrugUse, text: str, expected: set[str]) -> None:
    assert said(use, text) - {"other"} == expected


def test_a_level_is_no_use(use: DrugUse) -> None:
    assert "other" in said(use, "AF on warfarin level check")
