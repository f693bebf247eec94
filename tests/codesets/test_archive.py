import io
import os
import stat
import struct
import zipfile

import pytest
import small_release as small

from chartside.codesets.archive import MIB, Limits, open_official
from chartside.errors import InputError


def wanted(name, head, size):
    return "text" if name.endswith(".txt") else None


@pytest.fixture
def look(tmp_path):
    """Opens bytes as a zip; the names found, what they hold, and those left out."""

    def opened(content, limits=None):
        (tmp_path / "a.zip").write_bytes(content)
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        found, ignored = open_official(tmp_path / "a.zip", scratch, wanted, limits)
        return {file.name: file.path.read_bytes() for file in found}, ignored

    return opened


def zip_of(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def test_files_in_a_zip_and_in_zips_within(look):
    inner = small.zipped({"deep/b.txt": b"two", "c.jpg": b"\xff"})
    found, ignored = look(small.zipped({"a.txt": b"one", "Inner/x.zip": inner}))
    assert found == {"a.zip/a.txt": b"one", "a.zip/Inner/x.zip/deep/b.txt": b"two"}
    assert ignored == ("a.zip/Inner/x.zip/c.jpg",)


def test_a_folder_and_a_single_file(tmp_path):
    folder = small.write(
        tmp_path / "release", {"sub/a.txt": b"one", "b.zip": small.zipped({"c.txt": b"two"})}
    )
    (tmp_path / "scratch").mkdir()
    found, _ = open_official(folder, tmp_path / "scratch", wanted)
    assert [file.name for file in found] == ["release/b.zip/c.txt", "release/sub/a.txt"]
    found, _ = open_official(folder / "sub" / "a.txt", tmp_path / "scratch", wanted)
    assert [file.name for file in found] == ["a.txt"]
    with pytest.raises(InputError, match="There is no file or folder"):
        open_official(tmp_path / "none.zip", tmp_path / "scratch", wanted)


@pytest.mark.parametrize("name", ["../a.txt", "x/../../a.txt", "/etc/a.txt", "C:/a.txt", "..\\a.txt"])
def test_names_that_lead_outside_are_refused(look, tmp_path, name):
    with pytest.raises(InputError, match="outside of its folder"):
        look(zip_of((name, b"x")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "scratch"]


def test_symbolic_links_are_refused(look, tmp_path):
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(InputError, match="symbolic link"):
        look(zip_of((link, b"/etc/passwd")))
    folder = small.write(tmp_path / "release", {"a.txt": b"x"})
    (folder / "b.txt").symlink_to(tmp_path / "a.zip")
    with pytest.raises(InputError, match=r"release/b\.txt is a symbolic link"):
        open_official(folder, tmp_path / "scratch", wanted)


def test_encrypted_members_are_refused(look):
    content = bytearray(zip_of(("a.txt", b"x")))
    for at in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        struct.pack_into("<H", content, at, 1)
    with pytest.raises(InputError, match="encrypted"):
        look(bytes(content))


def test_one_name_twice_is_refused(look):
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zip_of(("a.txt", b"x"), ("a.txt", b"y"))
    with pytest.raises(InputError, match="twice in its zip"):
        look(content)


def test_zip_bombs_are_refused(look):
    with pytest.raises(InputError, match="unpacks to more than 120 times its size"):
        look(zip_of(("a.txt", b"0" * (4 * MIB))))


@pytest.mark.parametrize(
    ("limits", "members", "reason"),
    [
        (Limits(member=1000), [("a.txt", os.urandom(1001))], "more than any official release"),
        (
            Limits(total=1000),
            [("a.txt", os.urandom(600)), ("b.txt", os.urandom(600))],
            "more than any official",
        ),
        (Limits(members=3), [(f"{n}.jpg", b"") for n in range(3)], "file number 4"),
    ],
)
def test_sizes_and_numbers_have_a_limit(look, limits, members, reason):
    with pytest.raises(InputError, match=reason):
        look(zip_of(*members), limits)


def test_zips_within_zips_have_a_limit(look):
    content = zip_of(("a.txt", b"x"))
    for _ in range(3):
        content = zip_of(("inner.zip", content))
    with pytest.raises(InputError, match="zips within zips"):
        look(content)


def test_what_is_not_wanted_is_not_written(look, tmp_path):
    look(zip_of(("a.jpg", os.urandom(2 * MIB)), ("a.txt", b"x")))
    assert len(list((tmp_path / "scratch").iterdir())) == 1


def test_a_zip_that_lies_about_a_size_is_damaged(look):
    content = bytearray(zip_of(("a.txt", os.urandom(MIB))))
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, 3)
    with pytest.raises(InputError, match="damaged zip"):
        look(bytes(content))


@pytest.mark.parametrize("how", ["halved", "flipped", "begun"])
def test_damaged_zips_are_refused(look, how):
    content = bytearray(zip_of(("a.txt", os.urandom(1000))))
    if how == "flipped":
        content[500] ^= 0xFF
    with pytest.raises(InputError, match="damaged zip"):
        look(bytes(content[: {"halved": len(content) // 2, "begun": 4}.get(how)]))


def test_pipes_in_a_folder_are_not_read(tmp_path):
    folder = small.write(tmp_path / "release", {"a.txt": b"x"})
    os.mkfifo(folder / "b.txt")
    (tmp_path / "scratch").mkdir()
    found, _ = open_official(folder, tmp_path / "scratch", wanted)
    assert [file.name for file in found] == ["release/a.txt"]


def test_a_folder_that_is_no_release_is_refused(tmp_path):
    folder = small.write(tmp_path / "home", {f"{n}.jpg": b"x" for n in range(5)})
    with pytest.raises(InputError, match="name the zip or the folder of one release"):
        open_official(folder, tmp_path, wanted, Limits(members=4))
