"""Problem headings: the lines under which a clinician discusses one diagnosis after the other.

Nine of ten diagnoses that coders assign to an outpatient note stand in such a line: a short title or
list item of the assessment or plan, without a verb ("2. Chronic back pain", "Hypertension.").
"""

import re
from collections.abc import Sequence

from spacy.tokens import Span

from chartside.notes.sections import ASSESSMENT, NoteSection, SectionIndex
from chartside.notes.terms import TermMatch

MAX_WORDS = 14
"""Words of a title, condition names included."""
MAX_OTHER_WORDS = 8
"""Words of a title beside the condition names."""

_SMALL = frozenset("of the a an to in on with without and or due by at from left right bilateral".split())
"""Words that make a title longer and no less a title."""
_DASHES = frozenset("- – — -- ->".split())
_VERB = re.compile(
    r"\b(?:is|was|are|were|be|been|has|had|have|will|would|should|shall|can|may|might|could|continue[sd]?|"
    r"start(?:ed)?|order(?:ed)?|refer(?:red)?|discuss(?:ed)?|recommend(?:ed)?|we|"
    r"(?<!bipolar )(?<!type )(?<!class )(?<!stage )(?<!grade )i|he|she|they|his|her|their|"
    r"patient|reports?|denies|presents|present(?! (?:on|at|upon) (?:admission|arrival))|"
    r"return|call|follow(?!-up)|repeat|increase|decrease|prescribe[d]?)\b",
    re.IGNORECASE,
)


def title_end(
    sentence: Span, matches: Sequence[TermMatch], section: NoteSection | None, index: SectionIndex
) -> int:
    """Where the title of a problem ends that a sentence with these terms is or begins with.

    Returns:
        The token of the document after the title; 0 when the sentence titles no problem.
    """
    if section is None or section.category not in ASSESSMENT or index.detail_at(sentence.start_char):
        return 0
    end: int = sentence.end
    first = matches[0].end - sentence.start
    stop = next((at for at in range(first, len(sentence)) if _parts(sentence, at)), 0)
    dash = bool(stop) and sentence[stop].text in _DASHES and _begins_line(sentence)
    if not dash and _is_short(sentence, matches):
        return end
    # "GERD - continue omeprazole": the title is what stands before the dash.
    head = sentence[:stop]
    end = head.end
    inside = [match for match in matches if match.end <= end]
    return end if stop and _begins_line(sentence) and _is_short(head, inside) else 0


def _is_short(title: Span, matches: Sequence[TermMatch]) -> bool:
    if len(title) > 3 * MAX_WORDS:
        return False
    words = sum((token.is_alpha or token.like_num) and token.lower_ not in _SMALL for token in title)
    named = sum(match.end - match.start for match in matches)
    return words <= MAX_WORDS and words - named <= MAX_OTHER_WORDS and not _VERB.search(title.text)


def _parts(sentence: Span, at: int) -> bool:
    """Whether a token parts the title from what is said of the problem: a colon, or a dash between blanks."""
    text = sentence[at].text
    blank_before = at > 0 and bool(sentence[at - 1].whitespace_)
    return text in (":", ";") or (text in _DASHES and blank_before and bool(sentence[at].whitespace_))


def _begins_line(sentence: Span) -> bool:
    before = sentence.doc.text[: sentence.start_char].rstrip(" \t")
    return not before or before[-1] in "\n\r:" or not sentence[0].is_alpha


def is_title(text: str) -> bool:
    """Whether a statement of the assessment is short and without a verb, as titles are."""
    return len(text.split()) <= MAX_OTHER_WORDS and not _VERB.search(text)
