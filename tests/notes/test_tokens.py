import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartside.notes.tokens import LONGEST_RUN, blank_nlp, tokenize

nlp = blank_nlp()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("HTN/DM2", ["HTN", "/", "DM2"]),
        ("(-)fever", ["(", "-", ")", "fever"]),
        ("?PE", ["?", "PE"]),
        ("PMH:asthma-COPD", ["PMH", ":", "asthma", "-", "COPD"]),
        ("s/p CABG b.i.d.", ["s", "/", "p", "CABG", "b.i.d."]),
        ("2.5 mg", ["2.5", "mg"]),
    ],
)
def test_clinical_shorthand_is_split(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(nlp, text)] == tokens


long_runs = st.tuples(st.text(max_size=20), st.sampled_from("(a🙂."), st.text(max_size=20)).map(
    lambda found: found[0] + found[1] * (LONGEST_RUN + 30) + found[2]
)


@settings(deadline=None)
@given(st.one_of(st.text(), long_runs, long_runs.map(lambda text: f"  {text} \n {text}")))
def test_no_character_is_lost(text: str) -> None:
    assert len(tokenize(nlp, text).text) == len(text)


def test_a_broken_surrogate_becomes_one_character() -> None:
    assert tokenize(nlp, "a \ud800 b").text == "a \ufffd b"
