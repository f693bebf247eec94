"""Settings of a department: each wrong one is refused by a sentence that names it."""

import os
from pathlib import Path

import pytest

from chartside import department as floor
from chartside.cli import main
from chartside.department import VARIABLES, Department, Rates, read_department
from chartside.errors import InputError, ServiceError

URL = "postgresql://chartside@127.0.0.1/chartside"


def read(**told: str) -> Department:
    return read_department(
        {"CHARTSIDE_DATABASE_URL": URL} | {f"CHARTSIDE_{name}": text for name, text in told.items()}
    )


def test_a_database_is_all_that_is_needed_on_one_computer() -> None:
    made = read()
    assert made == Department(URL, workers=os.cpu_count() or 1)
    assert (made.bind, made.is_local, made.tls) == ("127.0.0.1:8765", True, False)


def test_everything_is_read(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.touch()
    key.touch()
    made = read(
        BIND="[::]:8443", HOSTS="Codes.example.org, b.example:8443", WORKERS="3", THREADS="12",
        TLS_CERT=str(certificate), TLS_KEY=str(key), PROXIES="10.0.0.1,10.1.0.0/16",
        RATE_SUGGEST="5/second", LOG="line",
    )  # fmt: skip
    assert made == Department(
        URL, "::", 8443, ("codes.example.org", "b.example:8443"), 3, 12, certificate, key,
        ("10.0.0.1", "10.1.0.0/16"), Rates(suggest="5/second"), False,
    )  # fmt: skip
    assert (made.bind, made.is_local, made.tls) == ("[::]:8443", False, True)


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"DATABASE_URL": ""}, "CHARTSIDE_DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///x"}, "CHARTSIDE_DATABASE_URL"),
        ({"BIND": "127.0.0.1"}, "CHARTSIDE_BIND"),
        ({"BIND": "codes.example.org:80"}, "CHARTSIDE_BIND"),
        ({"BIND": "127.0.0.1:65536"}, "CHARTSIDE_BIND"),
        ({"BIND": "127.0.0.1:٣"}, "CHARTSIDE_BIND"),
        ({"HOSTS": "https://codes.example.org"}, "CHARTSIDE_HOSTS"),
        ({"HOSTS": "*.example.org"}, "CHARTSIDE_HOSTS"),
        ({"WORKERS": "0"}, "CHARTSIDE_WORKERS"),
        ({"WORKERS": "many"}, "CHARTSIDE_WORKERS"),
        ({"THREADS": "65"}, "CHARTSIDE_THREADS"),
        ({"TLS_CERT": "cert.pem"}, "CHARTSIDE_TLS_KEY"),
        ({"TLS_CERT": "none.pem", "TLS_KEY": "none.pem"}, "CHARTSIDE_TLS_CERT"),
        ({"PROXIES": "proxy.example.org"}, "CHARTSIDE_PROXIES"),
        ({"RATE_LOOKUP": "often"}, "CHARTSIDE_RATE_LOOKUP"),
        ({"LOG": "xml"}, "CHARTSIDE_LOG"),
        ({"BIND": "0.0.0.0:8765", "HOSTS": "codes.example.org"}, "in the clear"),
        ({"BIND": "0.0.0.0:8765", "PROXIES": "10.0.0.1"}, "CHARTSIDE_HOSTS"),
        ({"PROXIES": "127.0.0.1"}, "CHARTSIDE_HOSTS"),
    ],
)
def test_what_is_wrong_is_named_in_a_sentence(told: dict[str, str], named: str) -> None:
    with pytest.raises(InputError) as refusal:
        read(**told)
    assert named in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_without_the_packages_it_says_which_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floor, "find_spec", lambda name: None)
    with pytest.raises(ServiceError, match=r"pip install 'chartside\[department\]'"):
        read()


def test_the_help_names_every_variable(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--department", "--help"])
    shown = capsys.readouterr().out
    assert all(name in shown for name in VARIABLES)


def test_the_port_is_one_of_the_variables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--department", "--port", "9000"]) == 2
    assert "CHARTSIDE_BIND" in capsys.readouterr().err
