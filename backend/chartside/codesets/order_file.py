"""Readers of the plain-text files of ICD-10: order file and code list.

Layout of the order file (CMS, icd10OrderFiles.pdf): columns 1-5 a number, 7-13 the code without dot, 15 a 1
for a valid code and a 0 for a header, 17-76 the short title, from 78 the long title.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from chartside.codesets.recognise import CM_CODE, PCS_CODE
from chartside.errors import InputError

_LINE = re.compile(r"\d{5} (\S{3,7}) *([01]) (.{60}) (\S.*)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A code as a list has it; `valid` is false for a header."""

    code: str
    valid: bool
    title: str
    short: str = ""


def read_order_file(stream: IO[bytes], name: str) -> tuple[Listed, ...]:
    """Every code of an order file, in its order.

    Raises:
        InputError: a line is not as the layout has it, or a code stands there twice.
    """
    found = []
    for number, line in text_lines(stream, name):
        match = _LINE.fullmatch(line)
        if match is None:
            raise InputError(
                f"{name}, line {number}: this is no line of an order file; the file is cut short or damaged."
            )
        code, valid, short, title = match.groups()
        found.append(Listed(code, valid == "1", title.strip(), short.strip()))
    return once(found, name)


def read_code_list(stream: IO[bytes], name: str) -> tuple[Listed, ...]:
    """Every code of a list: the code, then its title if it is given.

    Raises:
        InputError: a line does not begin with a code, or a code stands there twice.
    """
    found = []
    for number, line in text_lines(stream, name):
        code, _, title = line.strip().partition(" ")
        bare = code.replace(".", "")
        if not (CM_CODE.fullmatch(bare) or PCS_CODE.fullmatch(bare)):
            raise InputError(
                f"{name}, line {number}: the line does not begin with a code; take another copy."
            )
        found.append(Listed(bare, True, " ".join(title.split())))
    return once(found, name)


def text_lines(stream: IO[bytes], name: str) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is not blank.

    Raises:
        InputError: the file is not UTF-8.
    """
    for number, raw in enumerate(stream, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise InputError(
                f"{name}, line {number}: this is not UTF-8 text; save the file as UTF-8."
            ) from None
        if line.strip():
            yield number, line


def once(found: list[Listed], name: str) -> tuple[Listed, ...]:
    """`found`, when no code stands there twice and there is one at all.

    Raises:
        InputError: it is otherwise.
    """
    seen: set[str] = set()
    for listed in found:
        if listed.code in seen:
            raise InputError(f"{name} has the code {listed.code} twice; take the official file anew.")
        seen.add(listed.code)
    if not found:
        raise InputError(f"{name} holds no code; take the official file anew.")
    return tuple(found)
