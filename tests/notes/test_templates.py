import pytest

from chartside.model import Assertion
from chartside.notes.templates import by_template, by_time

ANSWERS = {"no": Assertion.NEGATED, "yes": Assertion.PRESENT, "possible": Assertion.UNCERTAIN}


def marked(text: str) -> tuple[str, int, int]:
    start = text.index("[[")
    end = text.index("]]") - 2
    return text.replace("[[", "").replace("]]", ""), start, end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Fever]]: no", "negated"),
        ("[[Fever]]: no  Cough: yes", "negated"),
        ("Fever: no  [[Cough]]: yes", "present"),
        ("[[PE]] - possible", "uncertain"),
        ("[x] [[gout]]", "present"),
        ("[ ] [[gout]]", "negated"),
        ("☑ [[gout]]", "present"),
        ("(-) [[rash]]", "negated"),
        ("+cough, -[[rash]]", "negated"),
        ("+[[cough]]", "present"),
        ("-[[rash]]", None),
        ("[[Fever]]: no better", None),
        ("[[fever]]", None),
    ],
)
def test_templates(text: str, expected: str | None) -> None:
    plain, start, end = marked(text)
    judged = by_template(plain, start, end, (0, len(plain)), ANSWERS)
    assert (judged[0].value if judged else None) == expected


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("She had [[pneumonia]] in 2008.", True),
        ("[[TIA]] (2015)", True),
        ("Twenty years ago he had [[hepatitis A]].", True),
        ("Hospitalized in March 2019 for [[urosepsis]].", True),
        ("He had [[measles]] as a child.", True),
        ("[[Tremor]] diagnosed in 2010.", False),
        ("[[Cough]] for two weeks.", False),
        ("Surgery in 2008, now [[chest pain]].", False),
        ("[[Cough]] since 2008.", False),
    ],
)
def test_time(text: str, past: bool) -> None:
    plain, start, end = marked(text)
    judged = by_time(plain, start, end, (0, len(plain)))
    assert (judged is not None) is past
    if judged:
        cue = judged[1][0]
        assert plain[cue.start : cue.end] == cue.text
