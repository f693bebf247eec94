"""Assertion beyond single cues: templates, sections, order of judgement, scope."""

from collections.abc import Callable

import pytest

from chartside.errors import InputError
from chartside.notes.pipeline import NoteReader

CASES = [
    # templates
    ("Fever: [[fever]]: no", "negated"),
    ("[[Fever]]: no", "negated"),
    ("[[Cough]]: yes", "present"),
    ("[[Asthma]] - denies", "negated"),
    ("(-) [[fever]]", "negated"),
    ("(+) [[cough]], (-) fever", "present"),
    ("(+) cough, (-) [[fever]]", "negated"),
    ("[ ] [[diabetes]] [x] hypertension", "negated"),
    ("[ ] diabetes [x] [[hypertension]]", "present"),
    ("[[Stroke]]: no change", "present"),
    # a cue never crosses a line, an item or a heading
    ("No fever\n[[Cough]]", "present"),
    ("1. No fever.\n2. [[Cough]].", "present"),
    ("Denies:\nASSESSMENT: [[asthma]]", "present"),
    ("No fever; [[cough]] since Monday", "present"),
    # wrapped lines and wide gaps are one statement
    ("The patient has been well since the last visit here and denies any\n[[chest pain]] today.", "negated"),
    ("Doppler was negative    for [[DVT]].", "negated"),
    # sections
    ("FAMILY HISTORY: [[breast cancer]]", "family"),
    ("FAMILY HISTORY: no [[breast cancer]]", "negated"),
    ("PAST MEDICAL HISTORY: [[asthma]]", "present"),
    ("PAST MEDICAL HISTORY: [[pneumonia]]", "historical"),
    ("DISCHARGE INSTRUCTIONS: call for [[fever]]", "hypothetical"),
    # order of judgement
    ("No family history of [[colon cancer]].", "negated"),
    ("History of [[diabetes]], on metformin.", "present"),
    ("History of [[pneumonia]] in 2008.", "historical"),
    # a cue that lies half inside the span
    ("No [[acute distress]].", "negated"),
    # doubted is the cause or the course; the disease is there
    ("The cough is likely due to her [[asthma]].", "present"),
    ("Findings are consistent with known [[COPD]].", "present"),
    ("Edema could be from the patient's chronic [[venous insufficiency]].", "present"),
    ("Possible exacerbation of [[COPD]].", "present"),
    ("It is possible that her cough is [[pneumonia]].", "uncertain"),
    ("Possible underlying [[malignancy]].", "uncertain"),
    # a cause right behind a cue of doubt is doubted, else a fact
    ("The cough is likely due to [[bronchitis]].", "uncertain"),
    ("Her pain is very likely secondary to [[gastritis]].", "uncertain"),
    ("Edema, perhaps because of [[heart failure]].", "uncertain"),
    ("Her possible fracture is due to a [[fall]].", "present"),
    # "MI" is no chronic disease for meaning mitral insufficiency elsewhere
    ("PMH: [[MI]] 2012, diabetes", "historical"),
    ("AKI on [[COPD]], resolved.", "present"),
    # "not on" looks past a drug; before "on insulin" only "not" is left of it
    ("She is not [[on insulin]].", "negated"),
    ("No longer [[on anticoagulation]].", "negated"),
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_assertion(judge: Callable[[str], str], marked: str, expected: str) -> None:
    assert judge(marked) == expected


def test_the_cue_that_decided_is_quoted(notes_reader: NoteReader) -> None:
    text = "🙂 She denies chest pain."
    _, cues = notes_reader.assertion(text, 13, 23)
    assert [text[cue.start : cue.end] for cue in cues] == ["denies"]
    assert cues[0].category == "negated"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2), (0, 99)])
def test_a_span_outside_the_text_is_refused(notes_reader: NoteReader, start: int, end: int) -> None:
    with pytest.raises(InputError, match="does not lie inside the text of 5 characters"):
        notes_reader.assertion("fever", start, end)
