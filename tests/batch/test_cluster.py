"""An existing Dask cluster under TLS: workers on two addresses; the driver is killed, then a worker."""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chartside.batch.cluster import workers_at
from chartside.batch.reading import read_part
from chartside.batch.rows import Setup, cut
from chartside.batch.sources import Lines
from chartside.coding.suggester import Suggester
from chartside.errors import InputError
from web.departments import make_certificate

from .notes import write_notes

NOTES = 1000
KILLS = int(os.environ.get("CHARTSIDE_BATCH_KILLS", "3"))
PATIENCE = 180
HOSTS = ("127.0.0.1", "127.0.0.2")


def dask(kind: str, *arguments: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *arguments]
    return subprocess.Popen(
        command, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.fixture
def certified(tmp_path: Path) -> dict[str, str]:
    """Dask's own configuration, with a certificate that all of them have."""
    certificate = make_certificate(tmp_path, "dask.example.org")
    files = {"CERT": certificate, "KEY": certificate.with_name("key.pem")}
    told = {
        f"{who}__{what}": file for who in ("SCHEDULER", "WORKER", "CLIENT") for what, file in files.items()
    }
    told |= {"CA_FILE": certificate}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(file) for name, file in told.items()}


@pytest.fixture
def cluster(
    tmp_path: Path, home: Path, suggester: Suggester, certified: dict[str, str]
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address and its workers."""
    told = tmp_path / "scheduler.json"
    env = {"CHARTSIDE_HOME": str(home), "DASK_TEMPORARY_DIRECTORY": str(tmp_path / "scratch"), **certified}
    how = ("--host", HOSTS[0], "--port", "0", "--protocol", "tls", "--scheduler-file", str(told))
    scheduler = dask("scheduler", *how, env=env)
    started = [scheduler]
    try:
        until = time.monotonic() + PATIENCE
        while not (told.exists() and told.read_text().endswith("}")):
            assert scheduler.poll() is None
            assert time.monotonic() < until
        address = json.loads(told.read_text())["address"]
        more = ("--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path / "scratch" / "workers"))
        started += [dask("worker", address, "--host", host, *more, env=env) for host in HOSTS]
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_tls_without_certificates_is_told_at_once() -> None:
    with pytest.raises(InputError, match=r"distributed\.comm\.tls\.ca-file"), workers_at("tls://127.0.0.1:1"):
        pass


def test_the_output_is_the_same_whoever_is_killed(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], home: Path, tmp_path: Path, certified: dict[str, str]
) -> None:
    address, workers = cluster
    assert address.startswith("tls://")
    notes = write_notes(tmp_path / "notes.jsonl", NOTES)
    out = tmp_path / "out.jsonl"
    parts = out.with_name("out.jsonl.parts")
    chance = random.Random(7)
    command = [sys.executable, "-m", "chartside.cli", "batch", str(notes), str(out), "--scheduler", address]
    env = os.environ | {"CHARTSIDE_HOME": str(home)} | certified

    def started_until(wanted: int) -> subprocess.Popen[bytes]:
        driver = subprocess.Popen(command, env=env, stderr=subprocess.PIPE)
        until = time.monotonic() + PATIENCE
        while driver.poll() is None and len(list(parts.glob("part-*"))) < wanted:
            assert time.monotonic() < until
        return driver

    most = NOTES // 100 - 3
    for number in range(KILLS):
        driver = started_until(1 + chance.randrange(number * most // KILLS, (number + 1) * most // KILLS))
        driver.kill()
        driver.communicate()
        assert not out.exists()
    driver = started_until(most + 1)
    workers[1].kill()
    said = driver.communicate(timeout=PATIENCE)[1].decode()
    assert driver.returncode == 0, said
    assert "none failed" in said
    kept = b"".join(path.read_bytes() for path in (tmp_path / "scratch").rglob("*") if path.is_file())
    assert b"Assessment" not in kept
    setup = Setup(home=str(home))
    undisturbed = b"".join(read_part(setup, part).data for part in cut(Lines(notes).rows()))
    assert hashlib.sha256(out.read_bytes()).digest() == hashlib.sha256(undisturbed).digest()
    assert not parts.exists()
