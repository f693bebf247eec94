"""The audit report as PDF, with its fonts in it."""

import io
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from chartside.review.pdf_fonts import Fonts, pdf_fonts
from chartside.review.report_types import AuditReport, Decided, QuoteTold
from chartside.review.report_words import (
    HOW,
    TITLES,
    reason_words,
    seconds_words,
    section_words,
    time_words,
)

INK, DIM, LINE, ACCENT = "#1d2733", "#5a6875", "#cfd7de", "#1f6f78"
BARS = {"present": "#2f855a", "negated": "#b3261e", "uncertain": "#b7791f"}
MARGIN = 45
"""Points."""


def report_pdf(report: AuditReport) -> bytes:
    """The report as PDF on Letter paper; letters that no font here has are written plainly, or as `?`."""
    from reportlab.lib.pagesizes import LETTER
    from reportlab.platypus import SimpleDocTemplate

    page = _Page(pdf_fonts())
    out = io.BytesIO()
    made = SimpleDocTemplate(
        out,
        pagesize=LETTER,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 12,
        title=f"Audit report {report.encounter.id[:8]}",
        author="Chartside",
        lang="en",
    )
    foot = page.fonts.plain(f"Encounter {report.encounter.id} · made {time_words(report.made_at)}")

    def footed(canvas: Any, document: Any) -> None:
        canvas.setFont(page.fonts.regular, 7)
        canvas.setFillColor(DIM)
        canvas.drawString(MARGIN, MARGIN - 10, foot)
        canvas.drawRightString(LETTER[0] - MARGIN, MARGIN - 10, f"Page {document.page}")

    made.build(list(page.story(report)), onFirstPage=footed, onLaterPages=footed)
    return out.getvalue()


class _Page:
    def __init__(self, fonts: Fonts) -> None:
        from reportlab.lib.styles import ParagraphStyle

        self.fonts = fonts
        body = ParagraphStyle(
            "body", fontName=fonts.regular, fontSize=8.5, leading=12.5, textColor=INK, splitLongWords=True
        )
        self.styles = {
            "body": body,
            "dim": ParagraphStyle("dim", body, textColor=DIM, fontSize=7.5, leading=11),
            "brand": ParagraphStyle("brand", body, textColor=ACCENT, fontName=fonts.bold),
            "h1": ParagraphStyle("h1", body, fontName=fonts.bold, fontSize=16, leading=21, spaceAfter=8),
            "h2": ParagraphStyle(
                "h2", body, fontName=fonts.bold, fontSize=11, leading=15, spaceBefore=16, spaceAfter=4,
                keepWithNext=True,
            ),
            "h3": ParagraphStyle("h3", body, fontSize=9.5, leading=13.5, spaceBefore=8, keepWithNext=True),
            "hash": ParagraphStyle("hash", body, fontName="Courier", fontSize=6, leading=8, textColor=DIM),
        }  # fmt: skip

    def story(self, report: AuditReport) -> Iterable[Any]:
        """The report's parts from top to bottom."""
        view = report.encounter
        count = len(report.codes)
        state = (
            f"finalized by {report.closed_by.name}"
            if report.closed_by and view.state == "finalized"
            else view.state.value
        )
        yield self._text("Chartside · Audit report", "brand")
        yield self._text(f"{count} {'code' if count == 1 else 'codes'}, {state}", "h1")
        if not report.good:
            yield self._text(
                "An event of this encounter does not match its hash; run `chartside audit verify`."
            )
        yield self._facts(
            [
                ("Coder", report.coder.name), ("Setting", view.setting),
                ("Date of service", view.day or "not given"), ("Read from", view.source or "erased"),
                ("Opened", time_words(view.opened_at)),
                ("First action", time_words(view.first_action_at) or "none"),
                ("Finalized", time_words(view.finalized_at) or "not yet"),
                ("Active time", seconds_words(view.active_seconds)),
            ]
        )  # fmt: skip
        yield self._text(TITLES["codes"], "h2")
        for item in report.codes:
            yield from self._decided(item)
        if not report.codes:
            yield self._text("No code stands.", "dim")
        if report.rejected:
            yield self._text(TITLES["rejected"], "h2")
        for item in report.rejected:
            yield from self._decided(item)
        if report.undecided:
            yield self._text(TITLES["undecided"], "h2")
            rows = [[i.code, i.shown.description, i.shown.quotes] for i in report.undecided]
            yield self._table(("Code", "Description", "Evidence"), (56, 196, 258), rows)
        if report.not_coded:
            yield self._text(TITLES["not_coded"], "h2")
            rows = [
                [i.code, i.description,
                 reason_words(i.reason) + (f" ({i.guideline.section})" if i.guideline else ""), i.quotes]
                for i in report.not_coded
            ]  # fmt: skip
            yield self._table(("Code", "Description", "Why not", "Evidence"), (52, 150, 92, 216), rows)
        if report.conflicts:
            yield self._text(TITLES["conflicts"], "h2")
            yield from (self._text(text) for text in report.conflicts)
        yield from self._ledger(report)

    def _ledger(self, report: AuditReport) -> Iterable[Any]:
        view = report.encounter
        yield self._text(TITLES["ledger"], "h2")
        rows = [
            [
                str(line.seq), time_words(line.at), line.actor,
                line.text + ("" if line.good else " (DOES NOT MATCH)"), self._text(line.hash, "hash"),
            ]
            for line in report.ledger
        ]  # fmt: skip
        yield self._table(("Event", "Time", "Who", "What", "Hash"), (32, 112, 70, 152, 144), rows)
        head = f"event {report.head[0]}, {report.head[1]}"
        for name, value in (
            ("Code set", view.code_set), ("Engine", view.versions.engine), ("Rules", view.versions.rules),
            ("Weights", view.versions.weights), ("Note", f"{view.note_characters} characters, keyed digest"),
            ("", view.note_digest), ("Ledger's head", head),
        ):  # fmt: skip
            yield self._text(f"{name}: {value}" if name else value, "dim")

    def _decided(self, item: Decided) -> Iterable[Any]:
        yield self._markup(f"<b>{self._safe(item.code)}</b>  {self._safe(item.shown.description)}", "h3")
        other = {"change": " from {}", "reject": " in favour of {}"}.get(item.how, "")
        said = HOW[item.how].capitalize() + (other.format(item.other) if item.other else "")
        said += f": {reason_words(item.reason)}" if item.reason else ""
        said += f" by {item.coder.name} · {time_words(item.at)} · event {item.event}"
        if item.shown.confidence is not None:
            said += f" · offered as {item.shown.tier}, {item.shown.confidence:.0%}"
        yield self._text(said, "dim")
        if item.reason_text:
            yield self._text(f"“{item.reason_text}”")
        yield from (self._quote(quote) for quote in item.quotes)
        for number, step in enumerate(item.shown.reasoning, 1):
            yield self._text(f"{number}. {step.text}" + (f" ({step.reference})" if step.reference else ""))
        for rule in item.shown.guidelines:
            yield self._text(f"{rule.section} {rule.title}: {rule.summary}", "dim")

    def _quote(self, quote: QuoteTold) -> Any:
        from reportlab.platypus import Table, TableStyle

        words = f"“{self._safe(quote.text)}”" if quote.text else "erased"
        where = f"{section_words(quote.section)} · {quote.assertion} · {quote.start}–{quote.end}"
        inner = self._markup(f'{words} <font color="{DIM}" size="7">{self._safe(where)}</font>')
        bar = ("LINEBEFORE", (0, 0), (0, -1), 2, BARS.get(quote.assertion, DIM))
        pad = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
        style = TableStyle([bar, *pad])
        return Table([[inner]], hAlign="LEFT", spaceBefore=2, spaceAfter=2, splitInRow=1, style=style)

    def _facts(self, facts: list[tuple[str, str]]) -> Any:
        from reportlab.platypus import Table

        cells = [
            self._markup(f'<font color="{DIM}" size="7">{name}</font><br/>{self._safe(value)}')
            for name, value in facts
        ]
        return Table([cells[at : at + 4] for at in range(0, len(cells), 4)], hAlign="LEFT", style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ])  # fmt: skip

    def _table(self, heads: tuple[str, ...], widths: tuple[int, ...], rows: list[list[Any]]) -> Any:
        from reportlab.platypus import Table

        def cell(value: Any) -> Any:
            if isinstance(value, str):
                return self._text(value)
            return [self._quote(quote) for quote in value] if isinstance(value, tuple) else value

        cells = [[self._text(head, "dim") for head in heads], *([cell(v) for v in row] for row in rows)]
        # A row of many quotations may be higher than a page.
        return Table(cells, colWidths=widths, repeatRows=1, splitInRow=1, hAlign="LEFT", style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ])  # fmt: skip

    def _text(self, text: str, style: str = "body") -> Any:
        return self._markup(self._safe(text), style)

    def _markup(self, markup: str, style: str = "body") -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(markup, self.styles[style])

    def _safe(self, text: str) -> str:
        return escape(self.fonts.plain(text))
