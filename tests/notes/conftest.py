from collections.abc import Callable

import pytest

from chartside.datafiles import read_rows
from chartside.model import Assertion
from chartside.notes.assertion import build_engine
from chartside.notes.pipeline import NoteReader, build_nlp
from chartside.notes.vocabulary import Vocabulary, fold_all

CHRONIC_TERMS = {
    "alzheimer disease": "G30.9",
    "asthma": "J45.909",
    "atrial fibrillation": "I48.91",
    "bipolar disorder": "F31.9",
    "chronic kidney disease": "N18.9",
    "cirrhosis": "K74.60",
    "ckd": "N18.9",
    "copd": "J44.9",
    "coronary artery disease": "I25.10",
    "crohn disease": "K50.90",
    "dementia": "F03.90",
    "diabetes": "E11.9",
    "diabetes mellitus": "E11.9",
    "dm2": "E11.9",
    "emphysema": "J43.9",
    "epilepsy": "G40.909",
    "gerd": "K21.9",
    "gout": "M10.9",
    "heart failure": "I50.9",
    "hiv": "B20",
    "hyperlipidemia": "E78.5",
    "hypertension": "I10",
    "hypothyroidism": "E03.9",
    "lupus": "M32.9",
    "migraine": "G43.909",
    "multiple sclerosis": "G35.D",
    "obesity": "E66.9",
    "osteoarthritis": "M19.90",
    "osteoporosis": "M81.0",
    "parkinson disease": "G20.A1",
    "rheumatoid arthritis": "M06.9",
    "schizophrenia": "F20.9",
    "sickle cell disease": "D57.1",
    "sleep apnea": "G47.30",
    "t2dm": "E11.9",
    "type 1 diabetes": "E10.9",
    "type 2 diabetes": "E11.9",
    "ulcerative colitis": "K51.90",
}
"""A few terms are enough here: the engine only asks whether a mention is chronic."""

Judge = Callable[[str], str]


@pytest.fixture(scope="session")
def notes_reader() -> NoteReader:
    nlp = build_nlp()
    rows = {
        fold_all(nlp.tokenizer, term): [[code, "title", "title", term]]
        for term, code in CHRONIC_TERMS.items()
    }
    chronic = read_rows("assertion/chronic.tsv", ("code_prefix", "name", "source"))
    return NoteReader(nlp, Vocabulary(rows), build_engine(nlp), [row["code_prefix"] for row in chronic])


@pytest.fixture(scope="session")
def judge(notes_reader: NoteReader) -> Judge:
    """The assertion of the span in double square brackets."""

    def judged(marked: str) -> str:
        start = marked.index("[[")
        end = marked.index("]]") - 2
        text = marked.replace("[[", "").replace("]]", "")
        assertion, cues = notes_reader.assertion(text, start, end)
        assert isinstance(assertion, Assertion)
        for cue in cues:
            assert text[cue.start : cue.end] == cue.text
        return assertion.value

    return judged
