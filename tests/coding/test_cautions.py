import pytest

from chartside.coding.cautions import cautions
from chartside.coding.suggester import Suggester
from chartside.model import Note

SPANISH = (
    "Paciente de 45 años con dolor torácico de dos días de evolución. Niega fiebre. Antecedentes de "
    "hipertensión y diabetes. Se solicita una radiografía de tórax y analítica en la consulta."
)
GERMAN = (
    "Die Patientin klagt seit zwei Tagen über Schmerzen im Brustkorb und hat kein Fieber. Sie ist mit dem "
    "Auto in die Klinik gekommen. Diagnose: Pneumonie und Diabetes mellitus."
)
FRENCH = (
    "Le patient est venu pour une douleur du genou depuis trois jours, sans fièvre ni angine, "
    "avec un diabète connu."
)
RUSSIAN = (
    "Пациент жалуется на боли в груди в течение двух дней, лихорадки нет, гипертония и диабет известны давно"
)
DRUGS = "Lisinopril 10 mg daily\nMetformin 500 mg BID\nAtorvastatin 40 mg nightly\nAspirin 81 mg daily"
RESULTS = "Sodium 138 mmol/L 135-145\nPotassium 5.9 H mmol/L\nCreatinine 1.8 H mg/dL\nHemoglobin 9.1 L g/dL"
TWO = (
    "Patient: Anna Berg\nMRN: 12345\nAssessment: asthma.\n\nPatient: John Doe\nMRN: 99887\nAssessment: gout."
)
ONE = "Patient: Anna Berg\nMRN: 12345\nAssessment: asthma.\n\nPatient: Berg, Anna\nMRN: 12345\nPlan: inhaler."
ORDINARY = (
    "HPI: She denies chest pain. She has had asthma since childhood.\n"
    "ASSESSMENT\n1. Asthma.\n- albuterol inhaler prn"
)


@pytest.mark.parametrize("text", [SPANISH, GERMAN, FRENCH, RUSSIAN])
def test_another_language_is_said_and_nothing_is_suggested(suggester: Suggester, text: str) -> None:
    result = suggester.suggest(Note(text))
    assert "English" in result.notices[0]
    assert result.suggestions == result.not_coded == ()


def test_two_patients_are_never_mixed(suggester: Suggester) -> None:
    result = suggester.suggest(Note(TWO))
    assert "more than one patient" in result.notices[0]
    assert result.suggestions == ()
    birth = TWO.replace("MRN: 12345", "DOB: 1/2/1950").replace("MRN: 99887", "DOB: 3/4/1980")
    assert "dates of birth" in suggester.suggest(Note(birth)).notices[0]


def test_one_patient_named_twice_is_one_patient(suggester: Suggester) -> None:
    result = suggester.suggest(Note(ONE.replace("Berg, Anna", "Anna Berg")))
    assert result.notices == ()
    assert {s.code for s in result.suggestions} == {"J45.909"}


@pytest.mark.parametrize(("text", "words"), [(DRUGS, "list of medications"), (RESULTS, "table of results")])
def test_a_list_without_a_diagnosis_says_what_it_is(suggester: Suggester, text: str, words: str) -> None:
    result = suggester.suggest(Note(text))
    assert words in result.notices[0]
    assert not [s for s in result.suggestions if s.tier == "suggested"]


@pytest.mark.parametrize("text", ["", "  \n", "\t"])
def test_no_text(suggester: Suggester, text: str) -> None:
    assert suggester.suggest(Note(text)).notices == ("There is no text to read.",)


def test_no_diagnosis(suggester: Suggester) -> None:
    text = "The committee met on Tuesday to talk about the new car park and next year's budget."
    assert "No diagnosis" in suggester.suggest(Note(text)).notices[0]


def test_a_text_that_breaks_off_says_so_and_is_read_as_far_as_it_goes(suggester: Suggester) -> None:
    result = suggester.suggest(Note("ASSESSMENT\n1. Gout.\n2. The patient was seen with his wife and"))
    assert "ends in the middle" in result.notices[0]
    assert {s.code for s in result.suggestions} == {"M10.9"}


def test_a_word_that_was_cut_is_no_diagnosis(suggester: Suggester) -> None:
    assert suggester.suggest(Note("ASSESSMENT\n1. Pneumoni")).suggestions == ()


@pytest.mark.parametrize("text", [ORDINARY, "Assessment: hypertension.", "htn", "Name: gout\nName: asthma"])
def test_an_ordinary_note_needs_no_word(suggester: Suggester, text: str) -> None:
    assert suggester.suggest(Note(text)).notices == ()


def test_time_is_linear_in_hostile_text() -> None:
    for text in [
        "MRN: " * 50_000,
        "a" * 300_000,
        "Name:" + " " * 100_000,
        "1 mg\n" * 50_000,
        "x 1\n" * 50_000,
    ]:
        assert isinstance(cautions(text, ()), tuple)
