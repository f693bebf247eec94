"""Settings of a service that a department shares, from the environment, checked before anything starts."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address, ip_network
from pathlib import Path

from chartside.errors import InputError, ServiceError
from chartside.settings import HOST, PORT

VARIABLES = {
    "CHARTSIDE_DATABASE_URL": "PostgreSQL database of the record, postgresql://USER@HOST/NAME; required",
    "CHARTSIDE_BIND": f"address and port to listen on; {HOST}:{PORT} if left out",
    "CHARTSIDE_HOSTS": "names under which browsers reach it, comma separated; required beyond loopback",
    "CHARTSIDE_WORKERS": "worker processes; as many as processors if left out",
    "CHARTSIDE_THREADS": "threads of each worker; 8 if left out",
    "CHARTSIDE_TLS_CERT": "file with the certificate and those above it, PEM",
    "CHARTSIDE_TLS_KEY": "file with its key, PEM",
    "CHARTSIDE_PROXIES": "addresses of the reverse proxies in front, comma separated",
    "CHARTSIDE_RATE_SUGGEST": "most notes read for a coder by a worker; 120/minute if left out",
    "CHARTSIDE_RATE_LOOKUP": "most lookups; 1200/minute if left out",
    "CHARTSIDE_RATE_DECIDE": "most decisions and other writing; 600/minute if left out",
    "CHARTSIDE_LOG": "json (one object a line) or line; json if left out",
}
"""What the environment may say, as `chartside serve --help` lists it."""
MOST_WORKERS, MOST_THREADS = 64, 64
PACKAGES = ("gunicorn", "prometheus_client", "limits", "pythonjsonlogger")
_NAME = re.compile(r"(?=.{1,260}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Rates:
    """How often one coder may ask one worker, each in the notation of `limits`, such as `120/minute`."""

    suggest: str = "120/minute"
    lookup: str = "1200/minute"
    decide: str = "600/minute"


@dataclass(frozen=True, slots=True)
class Department:
    """What `chartside serve --department` needs beside `Settings`.

    Attributes:
        database: address of the PostgreSQL database.
        host: address to listen on.
        port: TCP port; 0 takes any free one.
        hosts: names under which browsers reach it, lower case, each with its port when one was given.
        workers: processes.
        threads: of each process.
        certificate: PEM file; None without TLS of our own.
        key: PEM file of its key.
        proxies: addresses whose word about the client counts, one hop.
        rates: limits by coder.
        json_logs: one JSON object a line instead of a plain line.
    """

    database: str
    host: str = HOST
    port: int = PORT
    hosts: tuple[str, ...] = ()
    workers: int = 1
    threads: int = 8
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()
    rates: Rates = Rates()
    json_logs: bool = True

    @property
    def tls(self) -> bool:
        """Whether it speaks TLS itself."""
        return self.certificate is not None

    @property
    def is_local(self) -> bool:
        """Whether this computer alone can reach it."""
        return ip_address(self.host).is_loopback

    @property
    def bind(self) -> str:
        """Address and port as a server takes them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_department(told: Mapping[str, str] | None = None) -> Department:
    """The settings of the environment.

    Raises:
        InputError: one of them cannot be used.
        ServiceError: the packages of the extra are missing.
    """
    told = os.environ if told is None else told
    if any(find_spec(name) is None for name in PACKAGES):
        raise ServiceError(
            "A department needs more packages; install them: pip install 'chartside[department]'."
        )
    host, port = _bind(told.get("CHARTSIDE_BIND", "").strip() or f"{HOST}:{PORT}")
    certificate, key = _tls(told)
    made = Department(
        database=_database(told.get("CHARTSIDE_DATABASE_URL", "").strip()),
        host=host,
        port=port,
        hosts=_hosts(told),
        workers=_count(told, "CHARTSIDE_WORKERS", os.cpu_count() or 1, MOST_WORKERS),
        threads=_count(told, "CHARTSIDE_THREADS", 8, MOST_THREADS),
        certificate=certificate,
        key=key,
        proxies=_proxies(told),
        rates=_rates(told),
        json_logs=_log(told),
    )
    if not made.is_local and not made.tls and not made.proxies:
        raise InputError(
            f"Notes would cross the network in the clear: with CHARTSIDE_BIND={made.bind}, give "
            "CHARTSIDE_TLS_CERT and CHARTSIDE_TLS_KEY, or CHARTSIDE_PROXIES when a proxy speaks TLS."
        )
    if not made.hosts and not (made.is_local and not made.proxies):
        raise InputError("Give in CHARTSIDE_HOSTS the names under which browsers reach the service.")
    return made


def _database(url: str) -> str:
    if not url:
        raise InputError("A department keeps its record in PostgreSQL; name it in CHARTSIDE_DATABASE_URL.")
    if not re.match(r"postgresql(\+\w+)?://", url):
        raise InputError("CHARTSIDE_DATABASE_URL must begin with postgresql:// for a department.")
    return url


def _bind(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    host = "127.0.0.1" if host == "localhost" else host
    try:
        ip_address(host)
    except ValueError:
        host = ""
    if not host or not (port.isascii() and port.isdigit() and int(port[:9]) <= 65535):
        raise InputError(
            f"CHARTSIDE_BIND must be an address and a port, such as {HOST}:{PORT} or [::1]:{PORT}."
        )
    return host, int(port)


def _hosts(told: Mapping[str, str]) -> tuple[str, ...]:
    names = _listed(told, "CHARTSIDE_HOSTS")
    for name in names:
        if not _NAME.fullmatch(name):
            raise InputError(
                "CHARTSIDE_HOSTS must hold plain names, such as codes.example.org or codes.example.org:8443, "
                "separated by commas."
            )
    return names


def _proxies(told: Mapping[str, str]) -> tuple[str, ...]:
    names = _listed(told, "CHARTSIDE_PROXIES")
    try:
        return tuple(str(ip_network(name)) if "/" in name else str(ip_address(name)) for name in names)
    except ValueError:
        raise InputError(
            "CHARTSIDE_PROXIES must hold addresses, such as 127.0.0.1, separated by commas."
        ) from None


def _listed(told: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in told.get(name, "").split(",") if part.strip())


def _count(told: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = told.get(name, "").strip() or str(usual)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        raise InputError(f"{name} must be a whole number from 1 to {most}.")
    return int(text)


def _tls(told: Mapping[str, str]) -> tuple[Path | None, Path | None]:
    names = ("CHARTSIDE_TLS_CERT", "CHARTSIDE_TLS_KEY")
    given = [told.get(name, "").strip() for name in names]
    if not any(given):
        return None, None
    if not all(given):
        missing = names[given.index("")]
        raise InputError(f"{names[0]} and {names[1]} go together; {missing} is missing.")
    for name, path in zip(names, given, strict=True):
        if not (Path(path).is_file() and os.access(path, os.R_OK)):
            raise InputError(f"{name} names no file that can be read; give the path of a PEM file.")
    return Path(given[0]), Path(given[1])


def _rates(told: Mapping[str, str]) -> Rates:
    from limits import parse

    found = {}
    for kind in ("suggest", "lookup", "decide"):
        name = f"CHARTSIDE_RATE_{kind.upper()}"
        found[kind] = told.get(name, "").strip() or getattr(Rates(), kind)
        try:
            parse(found[kind])
        except ValueError:
            raise InputError(f"{name} must be a rate such as 120/minute or 5/second.") from None
    return Rates(**found)


def _log(told: Mapping[str, str]) -> bool:
    kind = told.get("CHARTSIDE_LOG", "").strip().lower() or "json"
    if kind not in ("json", "line"):
        raise InputError("CHARTSIDE_LOG must be json or line.")
    return kind == "json"
