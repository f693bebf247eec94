import socket

import pytest

from _typing_clients import Query, _answered, prefixes, read_queries, shuffled


def test_the_label_set_is_read_with_every_wanted_code():
    queries = read_queries()
    smoker = next(query for query in queries if query.text == "smoker")
    assert smoker.wanted == {"F17.200", "F17.210"}
    assert smoker.kind == "lay"


def test_another_header_is_refused(tmp_path):
    (tmp_path / "queries.tsv").write_text("query\tcode\nhtn\tI10\n", "utf-8")
    with pytest.raises(SystemExit, match="the header must be query, wanted, kind, note"):
        read_queries(tmp_path / "queries.tsv")


def test_each_key_but_the_space_asks_anew():
    typed = [
        Query("a fib", frozenset({"I48.91"}), "abbreviation"),
        Query("ckd", frozenset({"N18.9"}), "abbreviation"),
    ]
    assert list(prefixes(typed)) == ["a", "a f", "a fi", "a fib", "c", "ck", "ckd"]


def test_the_order_depends_on_the_seed_alone():
    assert shuffled(read_queries(), 3) == shuffled(read_queries(), 3)
    assert shuffled(read_queries(), 3) != shuffled(read_queries(), 4)


@pytest.mark.parametrize(("status", "good"), [("200 OK", True), ("401 Unauthorized", False)])
def test_an_answer_is_read_to_its_end(status, good):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(f"HTTP/1.1 {status}\r\ncontent-length: 5\r\n\r\nwhole".encode())
        assert _answered(ours) is good


def test_a_closed_line_is_no_answer():
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        assert not _answered(ours)
