"""Offsets as JavaScript counts them: UTF-16 units, where a character beyond U+FFFF takes two."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

Offset = Callable[[int], int]
"""From a code point offset of a text to the offset in the unit that is asked for."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def code_points(_text: str) -> Offset:
    """Offsets as Python counts them."""
    return lambda offset: offset


def wide_of(text: str) -> tuple[int, ...]:
    """The code point offsets of the characters that take two units; enough to count without the text."""
    return tuple(i for i, character in enumerate(text) if character > "\uffff") if not text.isascii() else ()


def utf16_units(text: str) -> Offset:
    """Offsets into `text` as JavaScript counts them; a lone surrogate is one unit there and here."""
    return to_utf16(wide_of(text))


def to_utf16(wide: Sequence[int]) -> Offset:
    """As `utf16_units`, for a text whose wide characters are at these offsets."""
    return lambda offset: offset + bisect_left(wide, offset)


def from_utf16(text: str) -> Offset:
    """Offsets into `text` from JavaScript's; one in the middle of a pair means the character's start."""
    return to_code_points(wide_of(text))


def to_code_points(wide: Sequence[int]) -> Offset:
    """As `from_utf16`, for a text whose wide characters are at these offsets."""
    if not wide:
        return lambda offset: offset
    # The UTF-16 offset at which each wide character ends.
    ends = [index + seen + 2 for seen, index in enumerate(wide)]
    middles = {end - 1 for end in ends}
    return lambda offset: offset - bisect_right(ends, offset) - (offset in middles)


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate as U+FFFD: same length in both units, and valid as UTF-8.

    JSON can carry half of a pair (text cut in the middle of an emoji); no encoder takes it.
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
