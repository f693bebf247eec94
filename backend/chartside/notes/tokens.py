"""The tokenizer: spaCy's English rules with the extra splits that clinical shorthand needs."""

import re

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# "HTN/DM2", "(-)fever", "?PE", "PMH:asthma", "fever,cough", "right+left"
_INFIXES = (r"[/\\|,;:+=~()\[\]{}?•*]", r"(?<=[A-Za-z0-9])[-–—](?=[A-Za-z0-9])", r"(?<=[a-z])\.(?=[A-Z])")
_EDGES = (r"[-–—+~/|•▪◦●*?=]",)
LONGEST_RUN = 400
"""Characters without a space that are tokenized in one go."""

_PIECE = re.compile(rf"\S{{1,{LONGEST_RUN}}}\s?|\s+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ABBREVIATION = re.compile(r"(?:[A-Za-z]\.){2,}$")


def blank_nlp() -> Language:
    """A spaCy pipeline without components, whose tokenizer splits clinical shorthand."""
    nlp = spacy.blank("en")
    defaults = nlp.Defaults
    tokenizer = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex([*(defaults.infixes or []), *_INFIXES]).finditer
    tokenizer.prefix_search = compile_prefix_regex([*(defaults.prefixes or []), *_EDGES]).search
    tokenizer.suffix_search = compile_suffix_regex([*(defaults.suffixes or []), *_EDGES]).search
    tokenizer.token_match = _ABBREVIATION.match
    # Emoticons and internet names are no part of a clinical note and hide punctuation.
    tokenizer.url_match = None
    tokenizer.rules = {
        text: parts for text, parts in tokenizer.rules.items() if any(c.isalpha() for c in text)
    }
    return nlp


def tokenize(nlp: Language, text: str) -> Doc:
    """The tokens of any text, broken surrogates and runs without a space included.

    spaCy strips the edges of a run one by one, which takes quadratic time on "((((..." a million long;
    such runs are cut. Halves of broken surrogate pairs each become one replacement character.
    """
    text = _SURROGATE.sub("\ufffd", text)
    if max(map(len, text.split()), default=0) <= LONGEST_RUN:
        return nlp.tokenizer(text)
    tokens = [token for piece in _PIECE.findall(text) for token in nlp.tokenizer(piece)]
    return Doc(nlp.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens])
