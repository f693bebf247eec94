import pytest

from chartside.coding.notewords import NoteWords, words_of

NOTE = "Pt s/p a CABG x3, on the lady's left; takes it b.i.d. This is +ve. w/o pain, w/out fever?"


def test_words_keep_their_place_in_the_note() -> None:
    words = words_of(NOTE)
    for place, word in enumerate(words.texts):
        start, end = words.span(place, place + 1)
        assert NOTE[start:end].lower().startswith(word[:2])
    assert "the" not in words.texts
    assert {"s/p", "lady", "b.i.d", "this", "w/o", "out"} <= set(words.texts)
    assert "+" not in words.texts


def test_pieces_are_single_words_and_signs() -> None:
    pieces = NoteWords(NOTE).pieces()
    for place, word in enumerate(pieces.texts):
        start, end = pieces.span(place, place + 1)
        assert NOTE[start:end].lower().startswith(word[:1])
    assert {"+", "ve", "b", "i", "d", "s", "p"} <= set(pieces.texts)
    assert "this" not in pieces.texts


@pytest.mark.parametrize(("start", "end"), [(0, 20), (3, 18), (1, 6), (24, len(NOTE)), (0, 0)])
def test_a_stretch_reads_as_it_would_alone(start: int, end: int) -> None:
    whole, alone = NoteWords(NOTE).between(start, end), words_of(NOTE, start, end)
    assert whole.texts == alone.texts
    count = len(alone.texts)
    assert count == 0 or whole.span(0, count) == alone.span(0, count)


def test_a_word_that_the_ends_cut_through_is_read_from_the_stretch() -> None:
    text = "allergy.Patient feels well"
    assert words_of(text).texts[0] == "allergy.patient"
    assert NoteWords(text).between(0, 8).texts == ["allergy"]
    assert NoteWords(text).between(8, len(text)).texts[0] == "patient"


def test_words_of_a_set_are_found_by_place() -> None:
    assert NoteWords("start; restart, start").starts_of({"start"}) == [0, 16]
