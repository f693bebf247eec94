"""The fonts of a PDF, and plain letters for those that they lack."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

PLAIN = {
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "←": "<-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "✓": "x",
    "µ": "u",
    "μ": "u",
}


@dataclass(frozen=True, slots=True)
class Fonts:
    """Two registered fonts and the letters that both have."""

    regular: str
    bold: str
    known: frozenset[int]

    def plain(self, text: str) -> str:
        """`text` in letters that the font has, on one line."""
        line = " ".join(text.split())
        if all(ord(letter) in self.known for letter in line):
            return line
        return "".join(map(self._letter, line))

    def _letter(self, letter: str) -> str:
        if ord(letter) in self.known:
            return letter
        other = PLAIN.get(letter) or unicodedata.normalize("NFKD", letter)
        return "".join(each for each in other if ord(each) in self.known) or "?"


@lru_cache(maxsize=1)
def pdf_fonts() -> Fonts:
    """DejaVu Sans where the system has it, else Vera, which comes with reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for regular, bold in (("DejaVuSans", "DejaVuSans-Bold"), ("Vera", "VeraBd")):
        try:
            fonts = [TTFont(name, f"{name}.ttf") for name in (regular, bold)]
        except TTFError:
            continue
        for font in fonts:
            pdfmetrics.registerFont(font)
        pdfmetrics.registerFontFamily(regular, regular, bold, regular, bold)
        return Fonts(regular, bold, frozenset.intersection(*(frozenset(f.face.charToGlyph) for f in fonts)))
    return Fonts("Helvetica", "Helvetica-Bold", frozenset(range(32, 127)) | frozenset(range(160, 256)))
