import pytest

from chartside.codesets.code import codes_named_in, key_of

CATEGORIES = {"E08", "J00", "J22", "T36", "T50", "C7A", "L97", "N18", "S04", "V01", "V09", "R12"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("diabetes mellitus due to underlying condition (E08.-)", ("E08.-",)),
        ("acute respiratory infections (J00-J22)", ("J00-J22",)),
        ("to identify drug (T36-T50 with fifth or sixth character 5)", ("T36-T50",)),
        ("malignant carcinoid tumor (C7A.092)", ("C7A.092",)),
        ("ulcers (L97.-, L97.4-), if applicable", ("L97.-", "L97.4-")),
        ("stage of chronic kidney disease (N18.1-N18.6)", ("N18.1-N18.6",)),
        ("injury to visual cortex S04.04-", ("S04.04-",)),
        ("collision (V01-V09 with 5th character 9)", ("V01-V09",)),
        ("vitamin B12 deficiency", ()),
        ("vertebra T12 and COVID-19", ()),
    ],
)
def test_codes_named_in_a_note_as_written(text, codes):
    assert codes_named_in(text, CATEGORIES) == codes


@pytest.mark.parametrize("written", ["e11.22", "E1122", " e11 .22\n", "E11.22"])
def test_codes_are_compared_without_dots_case_and_spaces(written):
    assert key_of(written) == "E1122"
