"""Text from a file or from standard input, in the encodings that notes come in."""

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from chartside.errors import InputError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = frozenset(range(0x20)) - frozenset(b"\t\n\v\f\r\x1b")


def read_text(source: str) -> str:
    """The text of the file `source`, `-` for standard input.

    Raises:
        InputError: no such file, or not text.
    """
    with _opened(source) as stream:
        return decode(stream.read(), name_of(source))


def read_lines(source: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a JSONL file that are not blank, each with its number, as UTF-8.

    Raises:
        InputError: no such file, or it is a folder.
    """
    with _opened(source) as stream:
        first = stream.readline()
        if first.startswith(_UTF16):
            whole = decode(first + stream.read(), name_of(source)).encode("utf-8", "replace")
            lines: Iterator[bytes] = iter(whole.split(b"\n"))
        else:
            lines = _chain(first.removeprefix(codecs.BOM_UTF8), stream)
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line


def decode(data: bytes, name: str) -> str:
    """`data` as text: UTF-8, UTF-16 with its mark, else Windows-1252, as older systems write.

    Line ends stay as they are, so that offsets are those of the file; a byte order mark is no part of it.

    Raises:
        InputError: it is not text.
    """
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise _no_text(name) from None
    sample = data[:65536]
    controls = sum(byte in _CONTROL for byte in sample)
    if b"\0" in data or data.startswith(b"%PDF-") or (controls > 4 and controls * 50 > len(sample)):
        raise _no_text(name)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _no_text(name)


def name_of(source: str) -> str:
    """What to call `source` in a sentence."""
    return "Standard input" if source == "-" else source


def _no_text(name: str) -> InputError:
    return InputError(f"{name} is not a text file; save the note as plain text (UTF-8) first.")


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(source).open("rb")  # noqa: SIM115  closed below
    except FileNotFoundError:
        raise InputError(f"There is no file {source}; check the name.") from None
    except IsADirectoryError:
        raise InputError(f"{source} is a folder; name one file.") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "not a file name"
        raise InputError(f"{source} cannot be read ({reason}).") from None
    with stream:
        yield stream


def _chain(first: bytes, rest: BinaryIO) -> Iterator[bytes]:
    yield first
    yield from rest
