"""What the extension asks for at install, and that every file it names is there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import chartside.web

from .harness.chromium import EXTENSION

MANIFEST: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))


def test_at_install_it_asks_only_for_the_local_service() -> None:
    # Without the port: Firefox does not match a pattern that has one.
    assert MANIFEST["host_permissions"] == ["http://127.0.0.1/*"]
    assert set(MANIFEST["permissions"]) <= {"activeTab", "scripting", "storage", "contextMenus"}
    assert "content_scripts" not in MANIFEST
    assert set(MANIFEST["optional_host_permissions"]) == {"http://*/*", "https://*/*"}


def test_no_page_can_find_the_extension() -> None:
    assert "web_accessible_resources" not in MANIFEST
    assert "externally_connectable" not in MANIFEST


def test_its_own_pages_load_nothing_from_elsewhere() -> None:
    policy = MANIFEST["content_security_policy"]["extension_pages"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert set(re.findall(r"https?://[^\s;]+", policy)) == {"http://127.0.0.1:*"}


def named_files() -> list[str]:
    """Every file that the manifest names."""
    action, background = MANIFEST["action"], MANIFEST["background"]
    return sorted(
        {
            *MANIFEST["icons"].values(),
            *action["default_icon"].values(),
            action["default_popup"],
            MANIFEST["options_ui"]["page"],
            background["service_worker"],
            *background["scripts"],
            f"_locales/{MANIFEST['default_locale']}/messages.json",
        }
    )


@pytest.mark.parametrize("name", named_files())
def test_every_named_file_is_there(name: str) -> None:
    assert (EXTENSION / name).is_file()


def test_no_script_fetches_anything_but_the_service() -> None:
    for file in EXTENSION.rglob("*.js"):
        text = file.read_text(encoding="utf-8")
        found = set(re.findall(r"\bhttps?://[^\s\"'`*)]+", text)) - {"http://127.0.0.1:8765"}
        assert not {each for each in found if "www.w3.org" not in each}, (file, found)
        assert not re.search(r"\beval\(|new Function\(", text), file


def test_every_kind_of_reasoning_step_has_a_word_on_screen() -> None:
    service = json.loads(Path(chartside.web.__file__).with_name("openapi.json").read_text(encoding="utf-8"))
    suggestion = service["components"]["schemas"]["Suggestion"]
    kinds = suggestion["properties"]["reasoning"]["items"]["properties"]["step"]["enum"]
    words = json.loads((EXTENSION / "_locales" / "en" / "messages.json").read_text(encoding="utf-8"))
    assert "index" in kinds
    assert all(words[f"step_{kind}"]["message"] for kind in kinds)
