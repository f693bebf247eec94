"""Assertion that is written without words: check boxes, answers after a colon, plus and minus, years.

[ ] diabetes [x] hypertension     Fever: no     (+) cough, -rash     pneumonia in 2008
"""

import re
from collections.abc import Mapping

from chartside.model import Assertion, Cue

_ANSWER = re.compile(
    r"[ \t]*\)?[ \t]*(?:[:|?=]|\t|\.{2,})[ \t]*(?P<value>[^\n\r,;.|]{1,24}?)[ \t]*(?=$|[\n\r,;.|]|[ \t]{2})"
)
# A comma or a dash also separates other things, so only the end of the statement closes its answer.
_VERDICT = re.compile(r"[ \t]*[,\-–—][ \t]*(?P<value>[^\n\r,;.|]{1,24}?)[ \t]*(?=$|[\n\r,;.|])")
_BOX = re.compile(r"(?P<box>\[[ \t]*[xX✓✔]?[ \t]*\]|\([ \t]*[xX✓+\-–−]?[ \t]*\)|[☐☑☒✓✔✗✘])[ \t]*$")
_CHECKED = frozenset("x✓✔☑☒+")
_SIGN = re.compile(r"(?:^|[\s,;:/(])(?P<sign>[+\-−])$")
_SIGNED_WORD = re.compile(r"(?:^|[\s,;:/(])\+[A-Za-z]")

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?,?[ \t]+)?"
_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|many|several|few"
_PAST = re.compile(
    rf"\b(?:in|from|back in|during|around|circa|of)[ \t]+{_MONTH}(?:the[ \t]+)?{_YEAR}s?\b"
    rf"|\({_MONTH}{_YEAR}\)"
    rf"|\b(?:\d+|an?|{_NUMBER})\+?[ \t]+(?:years?|yrs?|decades?)[ \t]+(?:ago|prior|back|earlier)\b"
    r"|\bas a (?:child|teen(?:ager)?|kid|young (?:man|woman|adult))\b"
    r"|\bin (?:childhood|adolescence|infancy)\b",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(rf"[ \t]*,?[ \t]+(?P<year>{_YEAR})\b(?![ \t]*(?:/|-|mg|ml|cc|\d))")
_STILL = re.compile(
    r"\b(?:since|diagnosed|dx'?d?|onset|started|began|known|ongoing|chronic|current(?:ly)?|now|still|today|"
    r"compared|unchanged|presents?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;,]|\bbut\b|\bnow\b|\band now\b", re.IGNORECASE)

Judgement = tuple[Assertion, tuple[Cue, ...]]


def by_template(
    text: str, start: int, end: int, line: tuple[int, int], answers: Mapping[str, Assertion]
) -> Judgement | None:
    """The assertion of the span by a box, a sign or an answer around it; None when there is none.

    Args:
        text: the text that holds the span.
        start: first character of the span.
        end: the character after it.
        line: range of the sentence around it.
        answers: what may stand after a colon, in lower case.
    """
    box = _BOX.search(text, line[0], start)
    if box:
        checked = any(mark in _CHECKED for mark in box.group("box").lower())
        cue = Cue(*box.span("box"), box.group("box"), "template")
        return (Assertion.PRESENT if checked else Assertion.NEGATED), (cue,)
    sign = _SIGN.search(text, line[0], start)
    if sign and (sign.group("sign") == "+" or _SIGNED_WORD.search(text, *line)):
        cue = Cue(*sign.span("sign"), sign.group("sign"), "template")
        return (Assertion.PRESENT if sign.group("sign") == "+" else Assertion.NEGATED), (cue,)
    answer = _ANSWER.match(text, end) or _VERDICT.match(text, end)
    if answer:
        assertion = answers.get(answer.group("value").strip().lower())
        if assertion is not None:
            return assertion, (Cue(*answer.span("value"), answer.group("value"), "template"),)
    return None


def by_time(text: str, start: int, end: int, sentence: tuple[int, int]) -> Judgement | None:
    """Historical when the span's clause puts it into a year or years back and nothing says it lasts."""
    year = _BARE_YEAR.match(text, end, sentence[1])
    if year:
        return Assertion.HISTORICAL, (Cue(*year.span("year"), year.group("year"), "historical"),)
    for past in _PAST.finditer(text, *sentence):
        first, last = min(end, past.end()), max(start, past.start())
        between = text[first:last]
        until = max(end, past.end())
        if not _CLAUSE.search(between) and not _STILL.search(text, sentence[0], until):
            return Assertion.HISTORICAL, (Cue(past.start(), past.end(), past.group(), "historical"),)
    return None
