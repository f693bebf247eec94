import pytest

from chartside.notes.sentences import sentence_starts


def sentences(text: str) -> list[str]:
    starts = sentence_starts(text)
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seen by Dr. Hill. No fever.", ["Seen by Dr. Hill.", "No fever."]),
        ("Metformin 500 mg p.o. b.i.d. daily. Stable.", ["Metformin 500 mg p.o. b.i.d. daily.", "Stable."]),
        ("A1c is 7.5 today. Recheck.", ["A1c is 7.5 today.", "Recheck."]),
        ("1. Asthma.\n2. COPD, stable", ["1. Asthma.", "2. COPD, stable"]),
        ("1. Asthma. 2. COPD.", ["1. Asthma.", "2. COPD."]),
        ("CKD stage 2. Recheck creatinine.", ["CKD stage 2.", "Recheck creatinine."]),
        ("No fever; cough since Monday", ["No fever;", "cough since Monday"]),
        ("Denies:\n- fever\n- cough", ["Denies:", "- fever", "- cough"]),
        ("• Asthma • GERD", ["• Asthma", "• GERD"]),
        ("No fever\r\nCough\r\n\r\nRash", ["No fever", "Cough", "Rash"]),
        ("DIAGNOSES: ,1.  Asthma.,2.  GERD.", ["DIAGNOSES: ,", "1.  Asthma.,", "2.  GERD."]),
        ("Knee is stable.,The patient went home.", ["Knee is stable.,", "The patient went home."]),
        ("No GI sx. Reports cough.", ["No GI sx.", "Reports cough."]),
        (
            "Neg for fx. Pain in the rt. knee, incl. at rest.",
            ["Neg for fx.", "Pain in the rt. knee, incl. at rest."],
        ),
        ("", [""]),
        ("...", ["..."]),
    ],
)
def test_splits_where_a_statement_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_joins_a_wrapped_line() -> None:
    first = "The patient is a 55-year-old man with long-standing hypertension and"
    text = f"{first}\ndiabetes mellitus who feels well."
    assert len(sentences(text)) == 1


def test_short_lines_are_statements_of_their_own() -> None:
    assert sentences("fever\nno cough\nrash") == ["fever", "no cough", "rash"]


def test_forced_starts_are_kept() -> None:
    assert sentence_starts("Assessment: asthma", [11]) == [0, 11]


def test_case_does_not_move_a_boundary() -> None:
    text = "No fever. Has cough.\nDenies chest pain; Asthma stable."
    assert sentence_starts(text) == sentence_starts(text.lower()) == sentence_starts(text.upper())
