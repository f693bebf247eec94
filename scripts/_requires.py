"""Which locked package wants which, as the packages say that are installed here.

A lock names packages, not why each is there. What a package wants is read from its own metadata, for every
system and Python that the lock is for, whichever this one is. A package that is not installed here, such as
another system's, says nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from _locks import Pinned

SYSTEMS = (
    ("linux", "Linux", "posix", ("x86_64", "aarch64")),
    ("darwin", "Darwin", "posix", ("x86_64", "arm64")),
    ("win32", "Windows", "nt", ("AMD64", "ARM64")),
)
PYTHONS = ("3.11", "3.12", "3.13")
ENVIRONMENTS = tuple(
    {
        "sys_platform": name, "platform_system": system, "os_name": kind, "platform_machine": machine,
        "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for name, system, kind, machines in SYSTEMS
    for machine, python in itertools.product(machines, PYTHONS)
)  # fmt: skip


def wanted_by(pins: Sequence[Pinned], asked: Iterable[Requirement]) -> dict[str, set[str]]:
    """The names that each name wants, of all that `asked` leads to; canonical names, locked ones only."""
    locked = {pin.name: {each.version for each in pins if each.name == pin.name} for pin in pins}
    found: dict[str, set[str]] = {pin.name: set() for pin in pins}
    seen: set[tuple[str, str]] = set()
    left = [(canonicalize_name(each.name), extra) for each in asked for extra in ("", *each.extras)]
    while left:
        name, extra = left.pop()
        if (name, extra) in seen or name not in locked:
            continue
        seen.add((name, extra))
        for each in _said(name, extra, locked[name]):
            target = canonicalize_name(each.name)
            if target in locked:
                found[name].add(target)
                left += [(target, more) for more in ("", *each.extras)]
    return found


def _said(name: str, extra: str, versions: set[str]) -> Iterator[Requirement]:
    """What a package says that it wants, with one of its extras."""
    try:
        known = requires(name) if version(name) in versions else None
    except PackageNotFoundError:
        return
    for text in known or ():
        each = Requirement(text)
        if each.marker is None or _holds(each.marker, extra):
            yield each


def _holds(marker: Marker, extra: str) -> bool:
    return any(marker.evaluate(dict(each, extra=extra)) for each in ENVIRONMENTS)
