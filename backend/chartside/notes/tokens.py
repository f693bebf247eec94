"""The tokenizer: spaCy's English rules with the extra splits that clinical shorthand needs."""

import re

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# "HTN/DM2", "(-)fever", "?PE", "PMH:asthma", "fever,cough", "right+left"
_INFIXES = (r"[/\\|,;:+=~()\[\]{}?•*]", r"(?<=[A-Za-z0-9])[-–—](?=[A-Za-z0-9])", r"(?<=[a-z])\.(?=[A-Z])")
_EDGES = (r"[-–—+~/|•▪◦●*?=]",)
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
