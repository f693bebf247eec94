"""What is counted, who may read it, and that nothing of a note or a query stands in it."""

import os
import subprocess
import sys

import pytest
from flask.testing import FlaskClient

from chartside.coding.suggester import Suggester
from chartside.department import Department
from chartside.errors import StoreError
from chartside.settings import Settings
from chartside.web import metrics
from chartside.web.app import create_app
from chartside.web.tokens import TokenStore

from .calls import ClientOf, Headers, opened, post


@pytest.fixture
def counted(settings: Settings, suggester: Suggester, client_of: ClientOf) -> FlaskClient:
    return client_of(create_app(settings, suggester, department=Department("postgresql://")))


def read(client: FlaskClient, settings: Settings) -> str:
    token = TokenStore(settings.home).create("watch", role="monitor")
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return answer.text


def test_requests_notes_and_decisions_are_counted_by_route(
    counted: FlaskClient, settings: Settings, ana: Headers
) -> None:
    encounter = opened(counted, ana)
    post(counted, ana, f"{encounter}/decisions", kind="add", code="I10", number=1)
    post(counted, ana, f"{encounter}/decisions", kind="add", code="nonsense", number=2)
    post(counted, ana, f"{encounter}/undo")
    counted.get("/v1/codes?q=quetzal", headers=ana)
    counted.get("/quetzal", headers=ana)
    counted.open("/v1/health", method="QUETZAL")
    text = read(counted, settings)
    where = 'route="/v1/encounters/<encounter>/decisions"'
    assert f'chartside_requests_total{{method="POST",{where},status="200"}} 1.0' in text
    assert f'chartside_requests_total{{method="POST",{where},status="404"}} 1.0' in text
    assert f'chartside_request_seconds_bucket{{le="+Inf",{where}}} 2.0' in text
    assert 'chartside_decisions_total{kind="decided"} 1.0' in text
    assert 'chartside_decisions_total{kind="undone"} 1.0' in text
    assert "chartside_notes_read_total 1.0" in text
    assert "chartside_reader_wait_seconds_count 1.0" in text
    assert "chartside_workers 1.0" in text
    for word in ("quetzal", "QUETZAL", "Quetzal", encounter, "I10"):
        assert word not in text


def test_a_record_that_fails_is_counted(
    counted: FlaskClient, settings: Settings, ana: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StoreError("The database is away.")

    monkeypatch.setattr(counted.application.extensions["chartside"]["record"], "reviews", away)
    assert counted.get("/v1/encounters", headers=ana).status_code == 503
    assert "chartside_record_errors_total 1.0" in read(counted, settings)


def test_only_a_monitor_or_an_administrator_reads_it(
    counted: FlaskClient, settings: Settings, ana: Headers
) -> None:
    assert counted.get("/metrics").status_code == 401
    answer = counted.get("/metrics", headers=ana)
    assert answer.status_code == 403
    assert "role" in answer.get_json()["error"]["message"]


def test_a_service_of_one_coder_has_none(client: FlaskClient, ana: Headers) -> None:
    assert client.get("/metrics", headers=ana).status_code == 404


WORKERS = """
import os
from chartside.web import metrics

with metrics.shared_folder() as folder:
    assert folder.stat().st_mode & 0o777 == 0o700
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            metrics.Metrics().waited(0.5)
            raise SystemExit
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    assert folder.is_dir(), "an ended worker took it along"
    mine = metrics.Metrics()
    print(mine.text()[0].decode())
    metrics.worker_ended(children[0])
    print("--\\n" + mine.text()[0].decode())
assert not folder.exists()
"""


def test_the_numbers_of_all_workers_are_summed_and_outlive_them() -> None:
    env = {name: text for name, text in os.environ.items() if name != metrics.FOLDER}
    done = subprocess.run(
        [sys.executable, "-c", WORKERS], capture_output=True, text=True, env=env, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    before, after = done.stdout.split("--\n")
    assert "chartside_reader_wait_seconds_count 2.0" in before
    assert "chartside_workers 3.0" in before
    assert "chartside_reader_wait_seconds_count 2.0" in after
    assert "chartside_workers 2.0" in after
