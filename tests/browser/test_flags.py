"""The flags of a suggestion's row, each saying in full what it means."""

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.panel import until_ready

CHIPS = """function (code) {
  const row = [...this.querySelectorAll('[data-code]')].find((each) => each.dataset.code === code);
  return row &&
    [...row.querySelectorAll('.chip.hcc, .chip.cc')].map((chip) => [chip.textContent, chip.title]);
}"""


def test_a_row_says_its_hcc_and_only_where_there_is_one(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("pre.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    (copd,) = (found for found in shadow.evaluate(CHIPS, "J44.9") if found is not None)
    (hcc,) = copd
    assert hcc[0] == "HCC 280"
    assert hcc[1].startswith("CMS-HCC V28, HCC 280: Chronic Obstructive Pulmonary Disease")
    (hypertension,) = (found for found in shadow.evaluate(CHIPS, "I10") if found is not None)
    assert hypertension == []
