"""Finished parts on disk: whole or not there, of one order, held by one run."""

import json
import os
import stat
from pathlib import Path

import pytest

from chartside.batch.rows import BatchError, Outcome
from chartside.batch.store import PartStore, joined
from chartside.errors import InputError

ORDER = {"input": "notes.jsonl 1", "job": "suggest"}


def store(folder: Path, **other: str) -> PartStore:
    return PartStore(folder / "out.jsonl", ORDER | other)


def test_parts_are_joined_in_order_and_the_folder_goes(tmp_path: Path) -> None:
    with store(tmp_path).opened() as parts:
        parts.identify("engine 1")
        parts.keep(1, Outcome("engine 1", b"two\n"))
        parts.keep(0, Outcome("engine 1", b"one\n", b'{"id": "3"}\n'))
        assert stat.S_IMODE(parts.folder.stat().st_mode) == 0o700
        assert parts.failures(2) == 1
        parts.finish(2, joined)
    assert sorted(os.listdir(tmp_path)) == ["out.jsonl", "out.jsonl.failed.jsonl"]
    assert (tmp_path / "out.jsonl").read_text() == "one\ntwo\n"


def test_the_same_order_goes_on_and_another_is_refused(tmp_path: Path) -> None:
    with store(tmp_path).opened() as parts:
        parts.identify("engine 1")
        parts.keep(0, Outcome("engine 1", b"one\n"))
    with store(tmp_path).opened() as parts:
        assert [parts.has(0), parts.has(1)] == [True, False]
        with pytest.raises(InputError, match="another version"):
            parts.identify("engine 2")
    with pytest.raises(InputError, match="another job"), store(tmp_path, job="hcc").opened():
        pass
    with store(tmp_path, job="hcc").opened(fresh=True) as parts:
        assert not parts.has(0)


def test_an_output_that_stands_is_not_replaced_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("mine")
    with pytest.raises(InputError, match="there already"), store(tmp_path).opened():
        pass
    assert os.listdir(tmp_path) == ["out.jsonl"]
    with store(tmp_path).opened(fresh=True) as parts:
        parts.keep(0, Outcome("", b"new"))
        parts.finish(1, joined)
    assert (tmp_path / "out.jsonl").read_text() == "new"


def test_two_runs_do_not_write_to_one_output(tmp_path: Path) -> None:
    with store(tmp_path).opened(), pytest.raises(BatchError, match="Another run"), store(tmp_path).opened():
        pass


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path) -> None:
    with store(tmp_path).opened() as parts:
        (parts.folder / ".unfinished-x").write_text("half")
        (tmp_path / "out.jsonl.unfinished-y").write_text("half")
        (tmp_path / "out.jsonl.parts.unfinished-1").mkdir()
    with store(tmp_path).opened() as parts:
        assert sorted(os.listdir(parts.folder)) == ["lock", "manifest.json"]
        parts.keep(0, Outcome("", b""))
        parts.finish(1, joined)
    with pytest.raises(InputError), store(tmp_path).opened():
        pass
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_a_damaged_list_of_the_order_is_a_sentence(tmp_path: Path) -> None:
    with store(tmp_path).opened() as parts:
        manifest = parts.folder / "manifest.json"
    assert json.loads(manifest.read_text()) == ORDER
    for broken in ("{", "[]"):
        manifest.write_text(broken)
        with pytest.raises(InputError, match="--fresh"), store(tmp_path).opened():
            pass


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.parts").write_text("a file")
    with pytest.raises(BatchError, match="cannot be written"), store(tmp_path).opened():
        pass
