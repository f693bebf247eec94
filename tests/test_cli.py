"""The command line as a person or a script meets it: a process of its own, on the real suggester."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chartside.coding.suggester import Suggester
from cli_process import Run, said

NOTE = """History of Present Illness:
She denies chest pain. Her mother had breast cancer.

Assessment and Plan:
1. Hypertension. Continue lisinopril.
2. Possible pneumonia.
"""


def test_help_is_quick_and_has_examples(run: Run) -> None:
    began = time.perf_counter()
    shown = run("--help").stdout.decode()
    # The floor is the interpreter's own start; a heavy import takes seconds.
    assert time.perf_counter() - began < 1.0
    for command in ("serve", "token", "suggest", "assertions", "lookup", "code"):
        assert command in shown
        assert run(command, "--help").returncode == 0
    assert "examples:" in shown


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, chartside.cli as c; c.build_parser().format_help(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"spacy", "flask", "rich", "medspacy", "numpy", "waitress"} & set(done.stdout.split())


def test_version(run: Run) -> None:
    assert re.fullmatch(r"chartside \d+\.\d+\.\d+", run("--version").stdout.decode().strip())


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["suggest", "--format", "xml"],
        ["suggest", "--setting", "home"],
        ["suggest", "--date", "1.4.2026"],
        ["serve", "--port", "70000"],
        ["lookup", "--limit", "0", "x"],
    ],
)
def test_wrong_use_is_one_sentence(run: Run, arguments: list[str]) -> None:
    assert "--help`" in said(run(*arguments), 2)


@pytest.mark.parametrize("arguments", [[], ["audit"]])
def test_who_names_no_command_sees_which_there_are(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == run(*arguments, "--help").stdout.decode()


def test_table_in_a_pipe_is_plain_and_whole(run: Run) -> None:
    done = run("suggest", stdin=NOTE.encode())
    shown = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\x1b" not in shown
    assert all(line == line.rstrip() for line in shown.split("\n"))
    row = next(line for line in shown.splitlines() if "I10" in line)
    assert re.search(
        r"I10 +Essential \(primary\) hypertension +Suggested +\d+% +present +“Hypertension” · ", row
    )
    assert shown.index("Suggested codes") < shown.index("Not coded, and why")
    assert re.search(r"R07\.9 +Chest pain, unspecified +negated", shown)
    assert "“chest pain” ← denies" in shown
    assert "the coder decides" in shown


def test_table_on_a_terminal_has_colour(home: Path, suggester: Suggester, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    ours, theirs = pty.openpty()
    env = os.environ | {"CHARTSIDE_HOME": str(home), "TERM": "xterm-256color", "COLUMNS": "140"}
    env.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "chartside.cli", "suggest", str(tmp_path / "note.txt")], stdout=theirs, env=env
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 0
    assert b"\x1b[1mI10" in shown
    assert b"\x1b[32mpresent" in shown


def test_json_has_code_point_offsets(run: Run) -> None:
    text = "😀 é\r\n" + NOTE
    for form in ("json", "jsonl"):
        done = run("suggest", "--format", form, stdin=text.encode())
        result = json.loads(done.stdout)
        assert result["offset_unit"] == "codepoint"
        evidence = [e for s in result["suggestions"] + result["not_coded"] for e in s["evidence"]]
        assert evidence
        for place in evidence:
            assert text[place["start"] : place["end"]] == place["text"]
        assert (form == "jsonl") == (done.stdout.count(b"\n") == 1)


def test_csv_is_one_row_per_code(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    done = run("suggest", "--format", "csv", "note.txt", cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert rows[0]["id"] == "note.txt"
    listed = {row["code"]: row["list"] for row in rows}
    assert listed["I10"] == "suggested"
    assert listed["R07.9"] == "not_coded"


def test_setting_and_date_are_taken(run: Run) -> None:
    done = run(
        "suggest", "--format", "json", "--setting", "inpatient", "--date", "2026-05-02", stdin=NOTE.encode()
    )
    result = json.loads(done.stdout)
    assert result["setting"] == "inpatient"
    assert "J18.9" in {s["code"] for s in result["suggestions"]}


def test_many_notes_one_bad_line(run: Run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "text": NOTE, "gold": ["I10"]}),
        '{"id": "b", "text": CANARY}',
        "",
        json.dumps({"id": "c"}),
        json.dumps({"id": 4, "text": "half \ud83d an emoji", "setting": "inpatient"}),
        json.dumps({"id": "e", "text": ""}),
    ]
    (tmp_path / "notes.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("suggest", "--format", "jsonl", "--input", "notes.jsonl", cwd=tmp_path)
    results = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [result["id"] for result in results] == ["a", "4", "e"]
    assert [result["setting"] for result in results] == ["outpatient", "inpatient", "outpatient"]
    complaints = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [re.search(r"notes\.jsonl, line (\d+): ", line)[1] for line in complaints] == ["2", "4"]
    assert b"CANARY" not in done.stderr


def test_input_goes_with_lines_only(run: Run) -> None:
    assert "--format jsonl or csv" in said(run("suggest", "--input", "x.jsonl", "--format", "json"), 2)
    assert "not both" in said(run("suggest", "note.txt", "--input", "x.jsonl"), 2)


@pytest.mark.parametrize("text", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_empty_text_is_said_and_is_no_error(run: Run, text: bytes) -> None:
    done = run("suggest", "--format", "json", stdin=text)
    assert done.returncode == 0
    assert json.loads(done.stdout)["suggestions"] == []
    assert "the note is empty" in done.stderr.decode()
    assert "nothing to suggest" in run("suggest", stdin=text).stdout.decode()


def test_files_that_are_no_notes_are_sentences(run: Run, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7\n\0\1\2")
    assert "There is no file none.txt" in said(run("suggest", "none.txt", cwd=tmp_path), 2)
    assert "scan.pdf is not a text file" in said(run("suggest", "scan.pdf", cwd=tmp_path), 2)
    assert "Standard input is not a text file" in said(run("suggest", stdin=b"\0\1\2"), 2)
    assert "is a folder" in said(run("suggest", str(tmp_path)), 2)
    assert "There is no file none.jsonl" in said(run("assertions", "--input", "none.jsonl"), 2)


def test_one_mebibyte_of_text_is_read(run: Run) -> None:
    text = ("The patient walks in the park and feels well today.\n" * 21_000)[: 1024 * 1024]
    done = run("suggest", "--format", "jsonl", stdin=text.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    json.loads(done.stdout)


def test_what_steers_a_terminal_is_not_printed(run: Run) -> None:
    note = "Assessment:\n1. Hypertension\x1b[2J\x07 and \x1b]0;x\x07gout \u202ereversed.\n<script>x</script>"
    done = run("suggest", stdin=note.encode())
    assert done.returncode == 0
    assert not set("\x1b\x07\u202e") & set(done.stdout.decode())


def test_a_reader_that_has_enough_is_no_error(home: Path, suggester: Suggester, tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": NOTE})
    (tmp_path / "notes.jsonl").write_text("\n".join([line] * 300), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "chartside.cli", "suggest", "--input", str(tmp_path / "notes.jsonl")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"CHARTSIDE_HOME": str(home)},
    )
    process.stdout.readline()
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), complaint) == (0, b"")


def test_a_token_opens_the_service(run: Run, tmp_path: Path) -> None:
    env = {"CHARTSIDE_HOME": str(tmp_path / "home")}
    token = run("token", "report script", env=env).stdout.decode().strip()
    assert re.fullmatch(r"[\w-]{43}", token)
    assert token not in (tmp_path / "home" / "tokens.json").read_text(encoding="utf-8")
    assert "Give a name" in said(run("token", " ", env=env), 2)


def test_an_error_inside_is_one_sentence_without_the_note(home: Path, suggester: Suggester) -> None:
    """As a bug would be: the suggester raises with the note's text in its message."""
    code = (
        "import sys, chartside.coding.suggester as s\n"
        "def broken(self, note, *learned): raise ValueError(note.text)\n"
        "s.Suggester.suggest = broken\n"
        "from chartside.cli import main\n"
        "sys.exit(main(['suggest']))"
    )
    env = os.environ | {"CHARTSIDE_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", code], input=b"CANARY fever", capture_output=True, env=env)
    assert "something went wrong inside (ValueError at " in said(done, 1)
    assert b"CANARY" not in done.stderr
