import codecs
from pathlib import Path

import pytest

from chartside.errors import InputError
from chartside.textinput import decode, read_lines, read_text

TEXT = "Café 😀\r\nHTN"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
)
def test_unicode_is_read_as_it_is(data: bytes) -> None:
    assert decode(data, "note.txt") == TEXT


def test_older_systems_write_windows_1252() -> None:
    assert decode(b"Caf\xe9 \x96 \x93HTN\x94", "note.txt") == "Café – “HTN”"


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01\0\0\0",
        b"%PDF-1.7\n%text only",
        b"a\0b",
        bytes(range(1, 32)) * 20,
        b"\x81\x8d\x8f",
        codecs.BOM_UTF16_LE + b"a",
    ],
)
def test_binary_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(InputError, match=r"note\.txt is not a text file; save the note as plain text"):
        decode(data, "note.txt")


def test_what_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file .*; check the name"):
        read_text(str(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="is a folder; name one file"):
        read_text(str(tmp_path))
    with pytest.raises(InputError, match="cannot be read"):
        read_text("a\0b")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_keep_their_numbers(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "notes.jsonl"
    file.write_bytes('{"a": "\u2028é"}\n\n  \r\n{"b": 2}'.encode(encoding))
    lines = [(number, line.decode().strip()) for number, line in read_lines(str(file))]
    assert lines == [(1, '{"a": "\u2028é"}'), (4, '{"b": 2}')]


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert list(read_lines(str(tmp_path / "empty"))) == []
