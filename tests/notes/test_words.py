import pytest

from chartside.notes.words import SKIPPED, fold, fold_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kidney stones", "Kidney stone"),
        ("Alzheimer 's disease", "alzheimer disease"),
        ("type II diabetes", "type 2 diabetes"),
        ("anaemia", "anemia"),
        ("oedema of the leg", "edema of leg"),
        ("oesophageal varices", "esophageal varices"),
        ("low - back pain", "low back pain"),
        ("liver metastases", "liver metastasis"),
        ("allergies", "allergy"),
        ("seizure d / o", "seizure disorder"),
        ("panic d / o.", "panic disorder"),
        ("liver dz", "liver disease"),
        ("rt . knee", "rt knee"),
    ],
)
def test_variants_fold_alike(one: str, other: str) -> None:
    assert fold_words(one.split()) == fold_words(other.split())


@pytest.mark.parametrize("word", ["diabetes", "sinus", "arthritis", "abscess", "pancreas"])
def test_folding_is_stable(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_a_vein_is_no_number() -> None:
    assert fold_words(["iv", "fluids"]) == ("iv", "fluid")


def test_articles_take_no_part() -> None:
    assert fold("the") == SKIPPED
