import pytest

from chartside.codesets.words import tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Fractures of the Femur", ["fracture", "femur"]),
        ("Alzheimer's disease", ["alzheimer", "disease"]),
        ("Alzheimer’s", ["alzheimer"]),
        ("Sjögren syndrome", ["sjogren", "syndrome"]),
        ("anaemia, oedema; diarrhoea", ["anemia", "edema", "diarrhea"]),
        ("abscesses biopsies", ["abscess", "biopsy"]),
        ("lupus pancreatitis abscess pus", ["lupus", "pancreatitis", "abscess", "pus"]),
        ("type II stage iv", ["type", "2", "stage", "4"]),
        ("IV infusion", ["iv", "infusion"]),
        ("Asthma NOS", ["asthma"]),
        ("COVID-19", ["covid", "19"]),
        ("", []),
    ],
)
def test_words_are_folded(text, folded):
    assert tokens(text) == folded
