import pytest

from chartside.coding.notewords import words_of
from chartside.coding.patterns import PatternTable, gaps, read_word_classes
from chartside.errors import DataFileError

CLASSES = {"fall": ("fell", "went down"), "ice": ("ice", "black ice")}


def table(*patterns: str) -> PatternTable:
    return PatternTable("test.tsv", enumerate(patterns, 1), CLASSES)


def rows(patterns: PatternTable, text: str) -> list[int]:
    return [hit.row for hit in patterns.find(words_of(text).texts)]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("@fall & @ice", "On the ice she fell.", True),
        ("@fall & @ice", "She fell at home.", False),
        ("@fall > @ice", "On the ice she fell.", False),
        ("@fall > @ice", "He went down on black ice.", True),
        ("@fall ! asleep", "He fell asleep.", False),
        ("@fall ! asleep", "He fell.", True),
        ("quit > smoking within 3", "She quit her smoking.", True),
        ("quit > smoking within 3", "She quit the job and took up smoking.", False),
        ("black ice", "Ice, and black clothes.", False),
        ("stair & slip", "slip on the stairs", True),
        ("bike & bike", "one bike", False),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, text: str, found: bool) -> None:
    assert bool(rows(table(pattern), text)) is found


def test_hits_stand_on_the_words_nearest_to_each_other() -> None:
    words = words_of("He fell. Later, on the way, the ice where he fell melted.")
    (hit,) = table("@fall & @ice").find(words.texts)
    assert [words.texts[span.start] for span in hit.spans] == ["fell", "ice"]
    assert list(gaps(hit)) == [2]
    assert hit.size == 2


@pytest.mark.parametrize("pattern", ["@climb & roof", "fell | & ice", "walking her dog"])
def test_a_wrong_pattern_is_refused_with_its_line(pattern: str) -> None:
    with pytest.raises(DataFileError, match=r"test\.tsv"):
        table("fell", pattern)


def test_named_words_are_read() -> None:
    assert "fell" in read_word_classes()["fall"]


def test_text_without_sentences_costs_no_more_by_the_word() -> None:
    patterns = table("@fall & @ice & stair & porch", "fell & ice & roof")
    found = patterns.find(words_of("fell on ice stair porch roof " * 4000).texts)
    assert {hit.row for hit in found} == {0, 1}
