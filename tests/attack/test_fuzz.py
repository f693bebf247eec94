"""Every target of `scripts/fuzz.py` for a few seconds; for longer, run the script itself."""

import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))
from _fuzz_api import api
from _fuzz_messages import messages
from _fuzz_notes import notes
from _fuzz_release import release
from _hammer import Property, hammer

SEED = 20261129
SECONDS = 8.0


def held(target, least):
    outcome = hammer(target, SECONDS / 60, SEED)
    assert not outcome.failure, outcome.failure
    assert sum(outcome.examples.values()) >= least


def test_notes_of_any_text_are_read_and_quoted_rightly(home, suggester):
    held(partial(notes, home), 20)


def test_releases_of_any_kind_are_refused_or_imported_whole():
    held(release, 5)


def test_messages_from_anybody_are_answered_safely():
    held(messages, 5)


def test_the_service_answers_as_it_is_described(home, suggester, tmp_path):
    served = tmp_path / "home"
    served.mkdir(mode=0o700)
    for each in home.iterdir():
        # Compiled already; the record and the tokens are this service's own.
        (served / each.name).symlink_to(each)
    held(partial(api, served, seconds=SECONDS), 1)


def test_a_fault_is_found_and_made_small():
    def breaks(value: int) -> None:
        assert value < 1000

    @contextmanager
    def target():
        yield [Property("small", st.integers(), breaks)]

    outcome = hammer(target, 1, SEED)
    assert outcome.failure.endswith("\n1000")


@pytest.mark.parametrize("minutes", [0.0])
def test_without_time_nothing_is_tried(minutes):
    @contextmanager
    def target():
        yield [Property("never", st.integers(), lambda value: 1 / 0)]

    assert hammer(target, minutes, SEED).examples == {}
