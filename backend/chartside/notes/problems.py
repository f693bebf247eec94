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

_VERB = re.compile(
    r"\b(?:is|was|are|were|be|been|has|had|have|will|would|should|shall|can|may|might|could|continue[sd]?|"
    r"start(?:ed)?|order(?:ed)?|refer(?:red)?|discuss(?:ed)?|recommend(?:ed)?|we|i|he|she|they|his|her|their|"
    r"patient|reports?|denies|presents?|return|call|follow(?!-up)|repeat|increase|decrease|prescribe[d]?)\b",
    re.IGNORECASE,
)


def heads_problem(
    sentence: Span, matches: Sequence[TermMatch], section: NoteSection | None, index: SectionIndex
) -> bool:
    """Whether a sentence with these terms is the title of a problem."""
    if section is None or section.category not in ASSESSMENT:
        return False
    if index.detail_at(sentence.start_char) or len(sentence) > 3 * MAX_WORDS:
        return False
    words = sum(token.is_alpha or token.like_num for token in sentence)
    named = sum(match.end - match.start for match in matches)
    return words <= MAX_WORDS and words - named <= MAX_OTHER_WORDS and not _VERB.search(sentence.text)


def is_title(text: str) -> bool:
    """Whether a statement of the assessment is short and without a verb, as titles are."""
    return len(text.split()) <= MAX_OTHER_WORDS and not _VERB.search(text)
