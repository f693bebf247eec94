"""Every heading of `codesets/sections/headings.tsv` is found however a note writes it."""

import pytest

from chartside.datafiles import read_rows
from chartside.notes.pipeline import NoteReader
from chartside.notes.sections import SectionFinder, read_headings

HEADINGS = [
    (row["heading"], row["category"])
    for row in read_rows("sections/headings.tsv", ("heading", "category", "example"))
]
CATEGORIES = frozenset(category for _, category in HEADINGS)
finder = SectionFinder(read_headings())


FORMS = (
    "{}\nNothing new.",
    "{}:\nNothing new.",
    "{}: Nothing new.",
    "**{}:** Nothing new.",
    "## {}\nNothing new.",
)


@pytest.mark.parametrize(("heading", "category"), HEADINGS, ids=[heading for heading, _ in HEADINGS])
def test_every_heading_in_every_form(heading: str, category: str) -> None:
    for form in FORMS:
        for written in (heading, heading.title(), heading.upper()):
            text = "The note begins.\n" + form.format(written)
            sections = finder.find(text)
            assert [section.category for section in sections] == [category], text
            assert text[sections[0].body :].strip() == "Nothing new."
            assert sections[0].title.lower().startswith(heading.rstrip(")"))


def test_headings_are_written_as_the_finder_compares_them() -> None:
    for heading, _ in HEADINGS:
        assert heading == " ".join(heading.lower().strip(" .-*,:").split())


def test_sections_that_shape_assertion_have_headings() -> None:
    rows = read_rows(
        "sections/section-assertion.tsv", ("category", "assertion", "note"), unique=("category",)
    )
    assert {row["category"] for row in rows} <= CATEGORIES


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("PAST MEDICAL HISTORY:\n1. Asthma\n2. Pneumonia", "Asthma", "present"),
        ("PAST MEDICAL HISTORY:\n1. Asthma\n2. Pneumonia", "Pneumonia", "historical"),
        ("Family History\nBreast cancer, stroke\n\nPlan\nMigraine", "stroke", "family"),
        ("Family History\nBreast cancer, stroke\n\nPlan\nMigraine", "Migraine", "present"),
        ("Allergies: penicillin (hives)\nAssessment: sinusitis", "hives", "hypothetical"),
        ("Allergies: penicillin (hives)\nAssessment: sinusitis", "sinusitis", "present"),
        ("Discharge Instructions:\nCall for fever.\nDiagnosis: cellulitis", "fever", "hypothetical"),
        ("Differential diagnosis:\n- gastritis\n- ulcer\nPlan: rest", "ulcer", "uncertain"),
        ("ROS: No cough. Admits fatigue.", "cough", "negated"),
    ],
)
def test_a_section_shapes_assertion(notes_reader: NoteReader, text: str, span: str, expected: str) -> None:
    start = text.index(span)
    assert notes_reader.assertion(text, start, start + len(span))[0].value == expected
