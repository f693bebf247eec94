from chartside.notes.sections import DETAIL, SectionFinder, SectionIndex, read_headings

finder = SectionFinder(read_headings())


def found(text: str) -> list[tuple[str, str]]:
    return [(section.category, text[section.body : section.end].strip()) for section in finder.find(text)]


def test_headings_on_lines_of_their_own() -> None:
    text = "CHIEF COMPLAINT\n\nCough.\n\nASSESSMENT AND PLAN\n\nAsthma."
    assert found(text) == [("chief_complaint", "Cough."), ("assessment_plan", "Asthma.")]


def test_headings_with_a_colon_and_text_behind_it() -> None:
    assert found("PMH: asthma\nA/P: COPD") == [
        ("past_medical_history", "asthma"),
        ("assessment_plan", "COPD"),
    ]


def test_bold_and_numbered_headings() -> None:
    assert found("**Family History:** mother with COPD") == [("family_history", "mother with COPD")]
    assert found("## Assessment\nGout")[0] == ("assessment_plan", "Gout")


def test_headings_inside_a_note_that_lost_its_lines() -> None:
    text = "He feels well.  FAMILY HISTORY:  Father had a stroke.  ASSESSMENT:  Migraine."
    assert [category for category, _ in found(text)] == ["family_history", "assessment_plan"]


def test_a_detail_heading_does_not_end_the_assessment() -> None:
    text = "ASSESSMENT AND PLAN\nAsthma.\n- Medical Treatment: albuterol.\nGERD."
    sections = finder.find(text)
    index = SectionIndex(sections)
    assert [section.category for section in sections] == ["assessment_plan", DETAIL]
    assert index.at(text.index("GERD")).category == "assessment_plan"
    assert index.detail_at(text.index("albuterol"))


def test_a_problem_of_the_assessment_is_no_physical_exam() -> None:
    text = "A/P:\n1. DVT\n2. PE: on heparin\n3. Gout"
    assert [category for category, _ in found(text)] == ["assessment_plan"]
    assert found("A/P:\nGout.\nPE:\nLungs clear.")[1] == ("physical_exam", "Lungs clear.")


def test_ordinary_words_with_a_colon_are_no_heading() -> None:
    assert found("He said: no more pills.") == []


def test_before_the_first_heading_there_is_no_section() -> None:
    index = SectionIndex(finder.find("Asthma.\nPLAN: rest"))
    assert index.at(0) is None
    assert index.at(12).category == "plan"
