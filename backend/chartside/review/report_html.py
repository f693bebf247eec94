"""The audit report as one printable page: no scripts, nothing from elsewhere."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from chartside.review import report_words
from chartside.review.report_types import AuditReport

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates"


def report_html(report: AuditReport) -> bytes:
    """The report as HTML in UTF-8, for A4 and Letter; everything that comes from a note is escaped."""
    return _template().render(report=report, encounter=report.encounter).encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    known = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known.filters.update(
        time=report_words.time_words,
        span=report_words.seconds_words,
        reason=report_words.reason_words,
        section=report_words.section_words,
    )
    known.globals.update(how=report_words.HOW, titles=report_words.TITLES)
    return known.get_template("report.html")
