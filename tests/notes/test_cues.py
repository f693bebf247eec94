"""Every row of `codesets/assertion/cues.tsv` brings a sentence that must come out as it says."""

from collections.abc import Callable

import pytest

from chartside.datafiles import read_rows

COLUMNS = ("cue", "category", "direction", "max_tokens", "expect", "example")
CUES = read_rows("assertion/cues.tsv", COLUMNS, optional=("max_tokens",))


@pytest.mark.parametrize("row", CUES, ids=[f"{row['cue']}-{row['direction']}" for row in CUES])
def test_the_example_of_a_cue(row: dict[str, str], judge: Callable[[str], str]) -> None:
    assert judge(row["example"]) == row["expect"], row["example"]


@pytest.mark.parametrize("row", CUES, ids=[f"{row['cue']}-{row['direction']}" for row in CUES])
def test_the_example_holds_its_cue(row: dict[str, str]) -> None:
    words = row["example"].replace("[[", "").replace("]]", "").lower()
    assert row["cue"].lower().replace(" ", "") in words.replace(" ", "")


def test_categories_and_directions_agree() -> None:
    for row in CUES:
        silent = row["direction"] in ("pseudo", "terminate")
        assert (row["category"] == "none") == silent, row["cue"]
        assert not row["max_tokens"] or int(row["max_tokens"]) > 0, row["cue"]
        assert row["example"].count("[[") == row["example"].count("]]") == 1, row["cue"]
