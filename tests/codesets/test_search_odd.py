"""Whatever is typed, search answers with codes of the release, quickly, and never fails."""

import time
from concurrent.futures import ThreadPoolExecutor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartside.codesets.store import open_code_set

WORDS = st.sampled_from(
    "heart failure left pain E11 52. w/o without not ckd type 2 ii ~x s/p é ß １２ pnuemonia aaaa zzzz "
    "o' \" * ( ) AND NEAR ^ : - 0 000 l r stage IV with of".split()
)
odd = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@odd
@given(text=st.text(max_size=260), limit=st.integers(-3, 120))
def test_any_text(code_set, text, limit):
    check(code_set, text, limit)


@odd
@given(words=st.lists(WORDS, max_size=30), end=st.sampled_from(["", " ", "\t", ".", "-", "/"]))
def test_any_words(code_set, words, end):
    check(code_set, " ".join(words) + end, 20)


def check(code_set, text, limit):
    hits = code_set.search(text, limit)
    assert len(hits) <= max(limit, 0)
    assert len({hit.code for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits[:3]:
        found = code_set.get(hit.code)
        assert (found.description, found.billable) == (hit.description, hit.billable)
        assert hit.matched
    assert code_set.search(text, limit) == hits


def test_a_longer_list_begins_with_the_shorter_one(code_set):
    for words in ("diabetes", "fracture left", "pn", "heart failure acute", "E11"):
        longest = code_set.search(words, 100)
        for limit in (1, 5, 20):
            assert [hit.code for hit in code_set.search(words, limit)] == [
                hit.code for hit in longest[:limit]
            ]


def test_the_first_misspelled_word_does_not_stall(home, terms_folder):
    with open_code_set(home, terms_folder=terms_folder) as fresh:
        begun = time.thread_time()
        assert fresh.search("pnuemonya", 5)
        assert time.thread_time() - begun < 0.2


def test_threads_that_ask_at_once_are_answered_as_one_alone(home, terms_folder, monkeypatch):
    monkeypatch.setattr("chartside.codesets.search.KEPT_TEXTS", 40)
    asked = [
        word[:length]
        for word in ("diabetes", "fracture left", "pnuemonia", "E11.22")
        for length in range(1, 9)
    ]
    with (
        open_code_set(home, terms_folder=terms_folder) as one,
        open_code_set(home, terms_folder=terms_folder) as many,
    ):
        alone = [one.search(text, 20) for text in asked]
        with ThreadPoolExecutor(8) as pool:
            for answers in pool.map(lambda _: [many.search(text, 20) for text in asked], range(8)):
                assert answers == alone
