import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from chartside import audit_common
from chartside.wholefile import write_whole


def test_a_file_is_its_owners_alone_and_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "told"
    path.write_text("before", encoding="utf-8")
    write_whole(path, b"after")
    assert path.read_bytes() == b"after"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["told"]


def test_a_writing_that_breaks_off_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "told"
    path.write_text("before", encoding="utf-8")

    def full(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_whole(path, full)
    assert path.read_text(encoding="utf-8") == "before"
    assert os.listdir(tmp_path) == ["told"]


def test_what_is_no_plain_file_stays_what_it_is(tmp_path: Path) -> None:
    pipe, link, target = tmp_path / "pipe", tmp_path / "link", tmp_path / "target"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        audit_common.write(str(pipe), b"told")
        assert os.read(reader, 100) == b"told"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    link.symlink_to(target)
    audit_common.write(str(link), b"told")
    assert link.is_symlink()
    assert target.read_bytes() == b"told"
