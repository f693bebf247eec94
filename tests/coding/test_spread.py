import pytest

from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Breast cancer metastatic to axillary lymph nodes and bone.", {"C77.3", "C79.51"}),
        ("Metastatic breast cancer to bone and liver.", {"C79.51", "C78.7"}),
        ("Colon cancer metastatic to the liver, left lung and peritoneum.", {"C78.7", "C78.02", "C78.6"}),
        ("Lung cancer with mets to liver and bone.", {"C78.7", "C79.51"}),
        ("Lung cancer that has spread to the brain.", {"C79.31"}),
        ("Prostate cancer, no spread to bone.", set()),
        ("Lung cancer, metastatic workup pending, referred to liver clinic.", set()),
        ("Rash that has spread to the breast.", set()),
    ],
)
def test_every_site_that_follows_is_coded(suggester: Suggester, said: str, codes: set[str]) -> None:
    listed = suggester.suggest(Note(f"ASSESSMENT\n1. {said}")).suggestions
    assert {s.code for s in listed if s.code.startswith(("C77", "C78", "C79"))} == codes


def test_the_chain_quotes_the_words(suggester: Suggester) -> None:
    listed = suggester.suggest(Note("ASSESSMENT\n1. Metastatic breast cancer to bone and liver.")).suggestions
    (liver,) = [s for s in listed if s.code == "C78.7"]
    assert any("to bone and liver" in step.text for step in liver.reasoning)


def test_every_row_names_a_secondary_tumor(suggester: Suggester) -> None:
    for row in read_rows("rules/spread.tsv", ("words", "code", "source"), unique=("words",)):
        assert suggester.code_set.get(row["code"]).code.startswith(("C77", "C78", "C79")), row["words"]
