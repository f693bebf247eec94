"""Target `release`: releases that are damaged, strange or made to do harm, to the import."""

from __future__ import annotations

import io
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from _hammer import Property
from chartside.codesets.archive import Limits
from chartside.codesets.catalog import choose, installed_releases
from chartside.codesets.imports import import_release
from chartside.codesets.opening import open_state
from chartside.codesets.release import ICD10CM, Release
from chartside.codesets.states import current_state
from chartside.errors import ChartsideError

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "codesets"))
small: Any = import_module("small_release")
"""The tests' own release, in the form of the official ones."""

MIB = 1024 * 1024
LIMITS = Limits(member=4 * MIB, total=8 * MIB, members=200)
SECONDS = 20.0
MEMORY = 200 * MIB
"""What an import of files below `LIMITS` may take, beyond what came before."""
OCTOBER, DAY = Release(ICD10CM, date(2026, 10, 1)), date(2026, 11, 28)

Files = Mapping[str, bytes]
NAMES = [*small.whole(), "icd10cm_codes_2027.txt", "icd10pcs_order_2027.txt", "icd10cm_conversion_table.xlsx"]
OUTSIDE = ["../../outside.xml", "/tmp/outside.xml", "..\\outside.xml", "C:\\outside.xml", "a/../../b.xml", ""]  # noqa: S108
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><ICD10CM.tabular><version>2027</version>&j;</ICD10CM.tabular>"
)
OUTER = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM '
    b'"http://127.0.0.1:9/x">%b;]><ICD10CM.tabular><version>2027</version>&a;</ICD10CM.tabular>'
)
PIECES = [
    *[b"\x00", b"\xff\xfe", b"\xc3", b"<", b"</diag>", b"<diag>", b"]]>", b"&a;", b"\r", b"\x1a", b"-"],
    *[b"\xef\xbb\xbf", b"\r\n\r\n"],
    *[b"<name>A00.0</name>", b"<name>" + b"A" * 5000 + b"</name>", b"<!--", b" " * 3000, b"<x>" * 900],
]  # fmt: skip


def changed(content: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """The content with pieces of it taken out or others put in, each at its share of the length."""
    for share, gone, put in cuts:
        at = int(share * len(content))
        content = content[:at] + put + content[at + gone :]
    return content


def contents() -> st.SearchStrategy[tuple[str, bytes]]:
    """A file under an official name: whole, changed, in another encoding, hostile or of anything."""
    real = st.sampled_from(sorted(small.whole().items()))
    cut = st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from([0, 1, 2, 7, 100, 3000, 10**6]),
        st.one_of(st.sampled_from(PIECES), st.binary(max_size=6), st.just(b"")),
    )
    mutated = st.builds(
        lambda file, cuts: (file[0], changed(file[1], cuts)), real, st.lists(cut, min_size=1, max_size=4)
    )
    recoded = st.builds(
        lambda file, code: (file[0], file[1].decode().encode(code)),
        real,
        st.sampled_from(["utf-16", "utf-8-sig", "utf-32"]),
    )
    hostile = st.tuples(
        st.sampled_from(NAMES),
        st.one_of(st.sampled_from([BOMB, OUTER, b"", b"PK\x03\x04"]), st.binary(max_size=400)),
    )
    return st.one_of(mutated, recoded, hostile, real)


def archives() -> st.SearchStrategy[bytes]:
    """A zip with changed files, names that lead outside, links, bombs, zips within, or damage."""
    odd_name = st.tuples(st.sampled_from(OUTSIDE), st.sampled_from([small.tabular(), b"x"]))
    large = st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from([3, 5]).map(lambda many: small.tabular()[:400] + b" " * (many * MIB)),
    )
    inner = st.lists(contents(), max_size=3).map(lambda files: ("inner.zip", packed(files)))
    member = st.one_of(contents(), odd_name, large, inner)
    whole = st.builds(
        lambda files, link, more: packed([*(small.whole().items() if more else ()), *files], link),
        st.lists(member, max_size=4), st.sampled_from(["", "", "/etc/passwd", "../.."]), st.booleans(),
    )  # fmt: skip
    damage = st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 400), st.binary(max_size=8)), max_size=3
    )
    return st.builds(changed, whole, damage)


def packed(files: Any, link: str = "") -> bytes:
    """A zip of files, some of one name perhaps; `link` adds a symbolic link to there."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            member = zipfile.ZipInfo(name or "icd10cm_tabular_2027.xml")
            member.compress_type = zipfile.ZIP_DEFLATED
            member.filename = name or member.filename
            # Twice the same name is what a hostile archive holds, and no news.
            archive.NameToInfo.pop(member.filename, None)
            archive.writestr(member, content)
        if link:
            member = zipfile.ZipInfo("icd10cm_index_2027.xml.link")
            member.external_attr = 0o120777 << 16
            archive.writestr(member, link)
    return out.getvalue()


class Checks:
    """What has to hold for an import, whatever is handed in."""

    def __init__(self, room: Path) -> None:
        self._room, self._whole = room, room / "whole"
        first = room / "first.zip"
        first.write_bytes(
            small.zipped({n: c for n, c in small.whole().items() if "order" in n or "tabular" in n})
        )
        import_release(self._whole, first, date(2026, 10, 1))
        self._peak = peak()

    def zip(self, content: bytes) -> None:
        """A zip under a plain name."""
        self._tried({"2027-code-tables.zip": content}, "2027-code-tables.zip")

    def folder(self, files: list[tuple[str, bytes]]) -> None:
        """A folder with a whole release in which some files are others."""
        self._tried(small.whole() | dict(files), "")

    def single(self, file: tuple[str, bytes]) -> None:
        """One file for the release that is there."""
        self._tried({file[0]: file[1]}, file[0])

    def _tried(self, files: Files, name: str) -> None:
        with tempfile.TemporaryDirectory(dir=self._room) as place:
            handed, home = Path(place, "handed"), Path(place, "home")
            for each, content in files.items():
                (handed / each).parent.mkdir(parents=True, exist_ok=True)
                (handed / each).write_bytes(content)
            shutil.copytree(self._whole, home)
            self._hold(place, home, handed / name if name else handed)

    def _hold(self, place: str, home: Path, handed: Path) -> None:
        kept, around = _everything(home), _everything(Path(place), but=home)
        started = time.process_time()
        refusal = ""
        try:
            import_release(home, handed, date(2026, 10, 1), limits=LIMITS)
        except ChartsideError as refused:
            refusal = str(refused)
        if refusal:
            assert refusal.endswith("."), f"a refusal is a sentence: {refusal}"
            assert "\n" not in refusal, "a refusal is one line"
            assert _everything(home) == kept, "something of the refused release is left"
        assert time.process_time() - started < SECONDS, "it took too long"
        assert peak() - self._peak < MEMORY, "it took too much memory"
        assert _everything(Path(place), but=home) == around, "something was written outside the data folder"
        assert not [path for path in home.rglob("*") if "tmp" in path.name], "something is left over"
        assert choose(installed_releases(home), day=DAY).installed.release == OCTOBER
        with open_state(home, current_state(home, OCTOBER)) as opened:
            assert opened.find("E11"), "the release in force cannot be read"


def peak() -> int:
    """The most memory that this process has held, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _everything(folder: Path, but: Path | None = None) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and (but is None or but not in path.parents)
    }


@contextmanager
def release() -> Iterator[list[Property]]:
    """The properties, in a folder that goes after them."""
    with tempfile.TemporaryDirectory() as room:
        checks = Checks(Path(room))
        yield [
            Property("zip", archives(), checks.zip),
            Property("folder", st.lists(contents(), max_size=3), checks.folder),
            Property("single", contents(), checks.single),
        ]
