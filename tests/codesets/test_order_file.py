import io

import pytest
import small_release as small

from chartside.codesets.order_file import Listed, read_code_list, read_order_file
from chartside.errors import InputError


def order(content):
    return read_order_file(io.BytesIO(content), "order.txt")


def test_an_order_file():
    found = order(small.order_file())
    assert found[0] == Listed("A00", False, "Sample condition A00", "Sample A00")
    assert found[1] == Listed("A000", True, "Sample condition A000", "Sample A000")
    assert len(found) == len(small.codes())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (small.order_file() + b"00095 Z99     1 Cut of", "line 95: this is no line of an order file"),
        (small.order_file() + small.order_file(), "code A00 twice"),
        (small.order_file().replace(b"Sample A001", b"Sample \xff001"), "line 3: this is not UTF-8"),
        (b"", "holds no code"),
    ],
)
def test_damaged_order_files_are_refused(content, reason):
    with pytest.raises(InputError, match=reason):
        order(content)


def test_a_code_list_with_and_without_titles():
    found = read_code_list(io.BytesIO(b"\xef\xbb\xbfA000    Cholera,  classic\r\n\r\nA00.1\n"), "list.txt")
    assert found == (Listed("A000", True, "Cholera, classic"), Listed("A001", True, ""))


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"A000\nnothing\n", "line 2"), (b"A000\nA00.0\n", "A000 twice"), (b"\n", "no code")],
)
def test_damaged_code_lists_are_refused(content, reason):
    with pytest.raises(InputError, match=reason):
        read_code_list(io.BytesIO(content), "list.txt")
