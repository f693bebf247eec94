from pathlib import Path

from chartside.coding.axes import axes_of
from chartside.coding.branch_store import open_branches
from chartside.coding.branches import BranchReader
from chartside.coding.suggester import Suggester


def test_compiled_branches_are_those_of_the_titles(suggester: Suggester, tmp_path: Path) -> None:
    get, reader = suggester.code_set.get, BranchReader(suggester.code_set, axes_of(suggester.code_set).words)
    told: list[str] = []
    store = open_branches(tmp_path, suggester.code_set, reader, lambda _done, _total, text: told.append(text))
    assert told
    for header in ("N18", "I50", "M17", "K57.9", "E11", "S62.6", "J45", "C50.01"):
        assert store.below(header) == reader.below(get(header)), header
    assert store.below("S62.601") is None, "told apart by the 7th character"
    store.close()


def test_a_damaged_file_is_made_anew(suggester: Suggester, tmp_path: Path) -> None:
    reader = BranchReader(suggester.code_set, axes_of(suggester.code_set).words)
    open_branches(tmp_path, suggester.code_set, reader).close()
    (path,) = (tmp_path / "vocabulary").glob("*.branches")
    path.write_bytes(path.read_bytes()[:9000])
    store = open_branches(tmp_path, suggester.code_set, reader)
    assert store.below("N18")
    store.close()
