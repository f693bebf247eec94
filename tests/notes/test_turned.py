from chartside.notes.turned import is_turned, read_behind, turned


def test_a_word_of_kind_or_course_moves_behind_the_name() -> None:
    assert list(turned("Chronic pancreatitis", "synonym", read_behind())) == [
        "pancreatitis, chronic",
        "pancreatitis chronic",
    ]


def test_other_words_and_terms_as_written_stay() -> None:
    assert list(turned("torn ACL", "synonym", read_behind())) == []
    assert list(turned("Chronic MR", "abbreviation-exact", read_behind())) == []


def test_a_turned_phrase_is_known_by_its_term() -> None:
    behind = read_behind()
    assert is_turned("pancreatitis , chronic", "chronic pancreatitis", behind)
    assert not is_turned("asthma , severe", "asthma, severe", behind)
