"""What searches are asked by: words of a bounded length, and how many results."""

from flask import request

from chartside.errors import InputError
from chartside.web.offsets import without_surrogates

LONGEST = 200
"""Longest words of a search, in characters."""
MOST_RESULTS = 100


def read_words() -> str:
    """The words `q` that this request searches for, on one line.

    Raises:
        InputError: they are too long.
    """
    words = without_surrogates(" ".join(request.args.get("q", "").split()))
    if len(words) > LONGEST:
        raise InputError(f"Search with fewer words: at most {LONGEST} characters.")
    return words


def read_limit(usual: int = 20, most: int = MOST_RESULTS) -> int:
    """How many results this request wants at most, by `limit`.

    Raises:
        InputError: it is no number from 1 to `most`.
    """
    text = request.args.get("limit", str(usual))
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= most):
        raise InputError(f"`limit` must be a whole number from 1 to {most}.")
    return int(text)
