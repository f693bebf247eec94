"""The words of rules: how a row is read, that each is used, and what it counts and does not count."""

import re
from pathlib import Path

import pytest

import chartside.coding
from chartside.coding import cuewords
from chartside.coding.cuewords import cues_of, read_cues, words_for
from chartside.errors import DataFileError

CODING = Path(chartside.coding.__file__).parent
ASKED = re.compile(r'(?:cues_of|words_for)\("(\w+)", "([^"]+)"\)')


def module_of(rule: str) -> str:
    """The source of the rule that a row names."""
    places = (CODING / "rules" / f"{rule}.py", CODING / f"{rule}.py")
    return next(place for place in places if place.exists()).read_text(encoding="utf-8")


def test_every_row_is_asked_for_by_its_rule() -> None:
    for rule, says in read_cues():
        assert f'"{says}"' in module_of(rule), (rule, says)


def test_every_rule_finds_its_words() -> None:
    sources = [file.read_text(encoding="utf-8") for file in CODING.rglob("*.py")]
    asked = {pair for source in sources for pair in ASKED.findall(source)}
    assert len(asked) > 15
    assert asked <= read_cues().keys()


@pytest.mark.parametrize(
    ("rule", "says", "text", "found"),
    [
        ("pregnancy", "incidental", "The pregnancy is incidental.", True),
        ("pregnancy", "incidental", "Incidental pregnancy", True),
        ("pregnancy", "incidental", "Pregnant. Incidental nodule.", False),
        ("pregnancy", "delivered", "6 weeks post-partum", True),
        ("pregnancy", "delivered", "undelivered", False),
        ("pregnancy", "child", "neonatal jaundice", True),
        ("retinopathy", "5", "proliferative retinopathy", True),
        ("retinopathy", "5", "nonproliferative retinopathy", False),
        ("retinopathy", "5", "non-proliferative retinopathy", False),
        ("retinopathy", "5", "PDR of the left eye", True),
        ("retinopathy", "4", "severe non-proliferative", True),
        ("retinopathy", "4", "severe proliferative", False),
        ("retinopathy", "3", "moderate NPDR", True),
        ("retinopathy", "2", "mild nonproliferative", True),
        ("retinopathy", "edema", "macular oedema", True),
        ("retinopathy", "edema", "leg edema", False),
        ("diabetes", "type 2", "T2DM", True),
        ("diabetes", "type 2", "type II", True),
        ("diabetes", "type 2", "type 1", False),
        ("osteoporosis", "minor trauma", "fall from standing height", True),
        ("osteoporosis", "minor trauma", "high-energy crash", False),
        ("history", "no blood", "his step-father", True),
        ("history", "no blood", "his father", False),
        ("acute_chronic", "both", "acute-on-chronic", True),
        ("acute_chronic", "both", "acute, not chronic", False),
        ("sequela", "past", "stroke in 2019", True),
        ("sequela", "past", "stroke with 2 deficits", False),
        ("dominance", "left", "left-hand dominant", True),
        ("dominance", "left", "left hip", False),
        ("dominance", "both", "ambidextrous", True),
        ("social", "problem", "struggling with rent", True),
        ("encounter", "planned", "in 6 months", True),
        ("encounter", "planned", "6 months ago", False),
        ("encounter", "follow up", "follow-up", True),
        ("status", "done", "prior appendectomy", True),
        ("status", "done", "prior to appendectomy", False),
        ("status", "put off", "has been cancelled", True),
        ("inpatient", "arisen", "on HD 12", True),
        ("inpatient", "arisen", "POD#2", True),
        ("inpatient", "admitted", "on admission", True),
        ("ulcer", "named", "ulceration", True),
    ],
)
def test_words_count_as_they_are_written(rule: str, says: str, text: str, found: bool) -> None:
    assert (cues_of(rule, says).search(text) is not None) is found


def test_the_longest_words_are_quoted() -> None:
    found = cues_of("status", "done").search("with a history of stroke")
    assert found is not None
    assert found[0] == "history of"


def test_words_that_no_row_has_are_an_error_with_a_name() -> None:
    with pytest.raises(DataFileError, match="no words of pregnancy that say twins"):
        words_for("pregnancy", "twins")


def test_an_empty_phrase_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"rule": "x", "says": "y", "words": "one||two", "source": "test", "line": "7"}]
    monkeypatch.setattr(cuewords, "read_rows", lambda *_args, **_known: rows)
    with pytest.raises(DataFileError, match="line 7"):
        read_cues.__wrapped__()
