import re
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

import _setup

Version = namedtuple("Version", "major minor micro releaselevel serial")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own, with a lock and a pip that only notes what it is asked."""
    monkeypatch.setattr(_setup, "ROOT", tmp_path)
    monkeypatch.setattr(_setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(_setup, "_STAMP", tmp_path / ".venv" / "stamp.json")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "requirements.lock").write_text(
        "one==1 \\\n    --hash=1\nsetuptools==80 \\\n    --hash=2\ntwo==2\n"
    )
    asked = []
    monkeypatch.setattr(_setup, "_pip", lambda arguments, line: asked.append(arguments))
    return tmp_path, asked


def test_installs_with_hashes_and_then_the_project(project):
    folder, asked = project
    _setup.install(folder / "requirements.lock")
    backend, packages, project = asked
    assert backend[:2] == ["--require-hashes", "--no-deps"]
    assert packages[0] == "--require-hashes"
    assert packages[-2:] == ["-r", str(folder / "requirements.lock")]
    assert project[-2:] == ["-e", str(folder)]
    assert "--no-deps" in project
    assert "--no-build-isolation" in packages
    assert "--no-build-isolation" in project


def test_the_build_backend_comes_from_the_lock(project):
    folder, _ = project
    assert _setup._entry(folder / "requirements.lock", "setuptools") == "setuptools==80 \\\n    --hash=2\n"
    assert "--hash=sha256:" in _setup._entry(_setup.RUN_LOCK, "setuptools")


def test_a_second_run_installs_nothing(project):
    folder, asked = project
    for _ in range(2):
        _setup.install(folder / "requirements.lock")
    assert len(asked) == 3


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_file_installs_again(project, changed):
    folder, asked = project
    _setup.install(folder / "requirements.lock")
    (folder / changed).write_text((folder / changed).read_text() + "\n# changed\n")
    _setup.install(folder / "requirements.lock")
    assert len(asked) == 6


def test_a_damaged_stamp_installs_again(project):
    folder, asked = project
    (folder / ".venv" / "stamp.json").write_bytes(b"\xff{")
    _setup.install(folder / "requirements.lock")
    assert len(asked) == 3


def test_a_failed_installation_leaves_no_stamp(project, monkeypatch):
    folder, _ = project

    def fail(arguments, line):
        raise _setup.Stop("no network")

    monkeypatch.setattr(_setup, "_pip", fail)
    with pytest.raises(_setup.Stop):
        _setup.install(folder / "requirements.lock")
    assert not (folder / ".venv" / "stamp.json").exists()


def test_an_old_python_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", Version(3, 9, 2, "final", 0))
    monkeypatch.setattr(_setup.shutil, "which", lambda name: None)
    with pytest.raises(_setup.Stop, match=r"needs Python 3\.11, 3\.12 or 3\.13 and this is 3\.9: install"):
        _setup.use_supported_python()


def test_an_old_python_hands_over_to_a_supported_one(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "version_info", Version(3, 9, 2, "final", 0))
    monkeypatch.setattr(_setup.shutil, "which", lambda name: sys.executable if name == "python3.12" else None)
    done = tmp_path / "done"
    monkeypatch.setattr(sys, "argv", ["-c", f"open({str(done)!r}, 'w').close()"])
    with pytest.raises(SystemExit) as ended:
        _setup.use_supported_python()
    assert ended.value.code == 0
    assert done.exists()


def test_a_missing_compiler_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", Version(3, 13, 0, "final", 0))
    monkeypatch.setattr(_setup.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(_setup, "may_apt", lambda: False)
    monkeypatch.setattr(_setup.shutil, "which", lambda name: None)
    with pytest.raises(
        _setup.Stop, match=r"no C compiler: install one .*, or start the script with Python 3\.11"
    ):
        _setup._need_compiler()


def test_a_missing_venv_module_gets_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(_setup, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(_setup, "may_apt", lambda: False)
    monkeypatch.setattr(_setup.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(_setup.Stop, match=r"apt-get install python3\.\d+-venv"):
        _setup.make_environment()


@pytest.mark.parametrize(
    "name",
    ["requirements.lock", "requirements-server.lock", "requirements-test.lock", "requirements-node.lock"],
)
def test_every_locked_package_has_one_version_and_hashes(name):
    lines = (_setup.ROOT / name).read_text().split("\n")
    pins = [index for index, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    assert pins
    for index in pins:
        assert re.match(r"[a-z0-9-]+==[0-9a-z.]+( ; .+)? \\$", lines[index])
        assert lines[index + 1].strip().startswith("--hash=sha256:")


def test_the_locks_agree():
    # Without the markers: a package that tests alone need may want another one on more systems.
    run, server, test = (
        set(re.findall(r"^[a-z0-9-]+==\S+", (_setup.ROOT / f"requirements{kind}.lock").read_text(), re.M))
        for kind in ("", "-server", "-test")
    )
    assert run < server < test


@pytest.mark.parametrize("script", ["run.py", "test.py"])
def test_help_needs_no_set_up(script, scripts: Path):
    said = subprocess.run([sys.executable, "-S", scripts / script, "--help"], capture_output=True, text=True)
    assert said.returncode == 0
    assert "usage" in said.stdout
    assert said.stderr == ""
