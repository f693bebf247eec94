import pytest

from chartside.codesets.curated import CuratedTerm, content_hash, read_terms
from chartside.errors import DataFileError

HEADER = "term\tcode\tkind\tsource\n"


def write(folder, text, name="a.tsv"):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_rows_comments_and_any_order_of_columns(tmp_path):
    write(tmp_path, "# note\n\ncode\tterm\tkind\tsource\nI10\tHTN\tabbreviation\ttest\n")
    assert read_terms(tmp_path) == (CuratedTerm("HTN", "I10", "abbreviation", "test", "a.tsv", 4),)


def test_no_folder_means_no_terms(tmp_path):
    assert read_terms(tmp_path / "none") == ()
    assert content_hash(tmp_path / "none") == content_hash(tmp_path)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("word\tcode\tkind\tsource\n", 1, "header"),
        ("term\tcode\tkind\tsource\tmore\n", 1, "header"),
        (HEADER + "HTN\tI10\tabbreviation\n", 2, "3 fields"),
        (HEADER + "HTN\t\tabbreviation\ttest\n", 2, "code is empty"),
        (HEADER + "HTN\tI10\tnickname\ttest\n", 2, "'nickname'"),
        (HEADER + "HTN\tI10\tlay\tt\nhtn\tI10\tlay\tt\n", 3, "a.tsv, line 2"),
        (b"term\xff", 1, "UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path, text, line, reason):
    with pytest.raises(DataFileError) as caught:
        read_terms(write(tmp_path, text))
    assert (caught.value.file, caught.value.line) == ("a.tsv", line)
    assert reason in str(caught.value)


def test_a_term_may_stand_for_several_codes_but_not_twice_for_one(tmp_path):
    write(tmp_path, HEADER + "MS\tG35\tabbreviation\tt\n")
    write(tmp_path, HEADER + "MS\tI05.0\tabbreviation\tt\n", "b.tsv")
    assert len(read_terms(tmp_path)) == 2
    write(tmp_path, HEADER + "ms\tG35\tabbreviation\tt\n", "c.tsv")
    with pytest.raises(DataFileError, match=r"c\.tsv, line 2"):
        read_terms(tmp_path)


def test_the_hash_follows_the_content(tmp_path):
    before = content_hash(write(tmp_path, HEADER))
    assert content_hash(write(tmp_path, HEADER + "HTN\tI10\tlay\tt\n")) != before
    assert content_hash(write(tmp_path, HEADER)) == before


def test_the_packaged_terms_are_well_formed_and_lead_to_codes(code_set):
    unknown = [
        f"{term.file}, line {term.line}: {term.code}" for term in read_terms() if not code_set.find(term.code)
    ]
    assert unknown == []
