from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from chartside.codesets.flags import CodeFlags, Group
from chartside.codesets.release import HCPCS, Release
from chartside.codesets.store import CodeSet
from chartside.coding.suggester import Suggester
from chartside.model import Flags
from chartside.web import codes
from chartside.web.flags_json import write_flags, write_suggestion_flags

Headers = dict[str, str]


def test_one_code_has_its_groups_with_labels_and_sources(client: FlaskClient, bearer: Headers) -> None:
    flags = client.get("/v1/codes/I50.22", headers=bearer).get_json()["flags"]
    assert list(flags) == ["hcc_v24", "hcc_v28", "rxhcc", "cc_mcc", "cc_mcc_version", "ccsr", "sources"]
    assert flags["hcc_v28"] == {"number": "226", "label": "Heart Failure, Except End-Stage and Acute"}
    assert flags["cc_mcc"] == "CC"
    assert flags["cc_mcc_version"].startswith("v4")
    assert all("(" in source for source in flags["sources"])


def test_a_header_has_none(client: FlaskClient, bearer: Headers) -> None:
    flags = client.get("/v1/codes/I50", headers=bearer).get_json()["flags"]
    assert flags == write_flags(CodeFlags())
    assert flags["hcc_v28"] is None
    assert flags["sources"] == []


def test_a_suggestion_has_them_for_the_day_of_the_note(client: FlaskClient, bearer: Headers) -> None:
    text = "Assessment:\n1. Multiple sclerosis.\n2. Chronic systolic heart failure."

    def flags(day: str) -> dict[str, dict]:
        answer = client.post("/v1/suggest", json={"text": text, "date": day}, headers=bearer).get_json()
        return {item["code"]: item["flags"] for item in answer["suggestions"]}

    in_2026 = flags("2026-05-01")["I50.22"]
    assert (in_2026["hcc_v28"], in_2026["hcc_v24"], in_2026["rxhcc"]) == ("226", "85", "186")
    assert (in_2026["cc_mcc"], in_2026["ccsr"]) == ("CC", "CIR019")
    assert in_2026["hcc_v28_label"] == "Heart Failure, Except End-Stage and Acute"
    in_2020 = flags("2020-05-01")["I50.22"]
    assert (in_2020["hcc_v28"], in_2020["cc_mcc"]) == (None, "CC")


def test_nothing_is_null() -> None:
    written = write_suggestion_flags(Flags(billable=True, unspecified=False))
    assert written.pop("billable") is True
    assert written.pop("unspecified") is False
    assert set(written.values()) == {None}
    assert write_flags(CodeFlags(ccsr=Group("END003", "")))["ccsr"] == {"number": "END003", "label": ""}


class OtherSystem:
    """A library whose only code set claims to be HCPCS and spells its codes as ICD-10-CM does."""

    def __init__(self, code_set: CodeSet) -> None:
        self._code_set = code_set
        self.release = Release(HCPCS, date(2026, 4, 1))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._code_set, name)

    def code_set(self, _system: str, _day: date | None) -> SimpleNamespace:
        """What a library answers: itself as the code set that was chosen."""
        return SimpleNamespace(code_set=self, notices=())


def test_a_code_of_another_system_has_none(suggester: Suggester) -> None:
    app = Flask("test")
    app.register_blueprint(codes.blueprint(OtherSystem(suggester.code_set), suggester.flags))
    answer = app.test_client().get("/v1/codes/J10.00?system=HCPCS&date=2026-05-01").get_json()
    assert answer["code"] == "J10.00"
    assert answer["flags"] == write_flags(CodeFlags())
