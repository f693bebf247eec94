"""What Chartside loads of medSpaCy, and what it does not."""

import subprocess
import sys

PROGRAM = """
import sys
from pathlib import Path
from chartside.cli import main
note = Path(sys.argv[1])
note.write_text("Assessment: type 2 diabetes with nephropathy. No pneumonia.")
assert main(["suggest", str(note)]) == 0
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
from quickumls import QuickUMLS
print("unidecode" in sys.modules)
"""


def test_a_suggestion_loads_neither_quickumls_nor_what_it_asks_for(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(tmp_path / "note.txt")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "E11.21" in done.stdout
    assert "J18.9" in done.stdout
    loaded = next(line for line in done.stdout.splitlines() if line.startswith("loaded:")).split()
    assert {"medspacy", "spacy"} < set(loaded)
    assert not {"quickumls", "unidecode", "nltk", "unqlite", "pysimstring"} & set(loaded)
    # Who wants it gets it, whole.
    assert done.stdout.splitlines()[-1] == "True"
