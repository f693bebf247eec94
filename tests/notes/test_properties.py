"""What must hold of any note, whatever is in it."""

import gc
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartside.coding.suggester import Suggester
from chartside.model import Mention

SENTENCES = [
    "She denies chest pain and shortness of breath.",
    "No fever, chills or cough.",
    "History of diabetes, on metformin.",
    "Mother had breast cancer.",
    "Possible pneumonia versus bronchitis.",
    "Pneumonia was ruled out.",
    "Return if fever develops.",
    "He has COPD; no wheezing today.",
    "Asthma: no",
    "[x] hypertension [ ] diabetes",
    "Left knee pain, worse with stairs.",
    "Appendicitis in 2008.",
    "No change in edema.",
    "🙂 Migraine.",
]
# On lines of their own: inside a line only capitals tell a heading from the words around it.
HEADINGS = ["HPI:", "PAST MEDICAL HISTORY", "FAMILY HISTORY:", "ROS", "ASSESSMENT AND PLAN", "PLAN:"]
ENDS = ["\n", "\n\n", " ", "\n- ", "\n1. "]

pieces = st.tuples(
    st.sampled_from(SENTENCES + [f"\n{heading}" for heading in HEADINGS]), st.sampled_from(ENDS)
)
notes = st.lists(pieces, min_size=1, max_size=12).map(lambda found: "".join(a + b for a, b in found))
within = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def said(mentions: tuple[Mention, ...]) -> list[tuple[int, str, str]]:
    return [(mention.start, mention.text.lower(), mention.assertion.value) for mention in mentions]


@within
@given(note=notes, noise=st.text(max_size=40))
def test_offsets_point_at_the_quoted_text(suggester: Suggester, note: str, noise: str) -> None:
    text = noise + note + noise
    for mention in suggester.reader.read(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.sentence[0] <= mention.start < mention.end <= mention.sentence[1]
        for cue in mention.cues:
            assert text[cue.start : cue.end] == cue.text


@within
@given(note=notes, more=notes)
def test_text_after_a_note_never_changes_what_is_before(suggester: Suggester, note: str, more: str) -> None:
    before = said(suggester.reader.read(note + "\n\n"))
    after = said(suggester.reader.read(note + "\n\n" + more))
    assert after[: len(before)] == before


@within
@given(note=notes)
def test_case_changes_no_assertion(suggester: Suggester, note: str) -> None:
    for changed in (note.upper(), note.lower()):
        assert len(changed) == len(note)
        found = suggester.reader.read(note)
        # Abbreviations that count only as written may go or come; what is in both must agree.
        other = {mention.start: mention.assertion for mention in suggester.reader.read(changed)}
        for mention in found:
            assert other.get(mention.start, mention.assertion) == mention.assertion


@within
@given(note=notes)
def test_line_ends_change_no_assertion(suggester: Suggester, note: str) -> None:
    plain = [row[1:] for row in said(suggester.reader.read(note))]
    windows = [row[1:] for row in said(suggester.reader.read(note.replace("\n", "\r\n")))]
    old_mac = [row[1:] for row in said(suggester.reader.read(note.replace("\n", "\r")))]
    assert plain == windows == old_mac


@within
@given(note=notes)
def test_a_span_is_judged_as_its_mention_is(suggester: Suggester, note: str) -> None:
    for mention in suggester.reader.read(note):
        assertion, _ = suggester.reader.assertion(note, mention.start, mention.end)
        assert assertion == mention.assertion


@pytest.fixture
def settled() -> Iterator[None]:
    """What thousands of tests before left in memory is not collected while the clock runs."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize(
    "unit",
    [
        "She denies chest pain and cough ",
        "\n",
        "PLAN:\n",
        "((((((((",
        "[ ] fever ",
        "no ",
        "1. ",
        "Medical Treatment: x\n",
        "in 2008 pneumonia ",
        "\u200b🙂",
    ],
)
@pytest.mark.usefixtures("settled")
def test_time_grows_with_length_only(suggester: Suggester, unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        suggester.reader.read(text)
        return time.process_time() - start

    seconds(1000)
    short = max(min(seconds(40_000) for _ in range(3)), 0.01)
    # Quadratic growth would be 64 times.
    assert min(seconds(320_000) for _ in range(2)) < 30 * short
