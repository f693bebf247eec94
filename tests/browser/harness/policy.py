"""An organisation's policy for the extension, as its administrator installs one.

Chromium reads policies from a folder that only an administrator may write. Where the tests may not, the
browser's answer is put in place of it; all that the extension does with it is the same.
"""

import json
import os
from pathlib import Path
from typing import Any

from .chromium import Chromium
from .waiting import until

FOLDERS = (Path("/etc/chromium/policies/managed"), Path("/etc/opt/chrome/policies/managed"))

HAND_OVER = """([policy]) => {
  const api = globalThis.browser ?? chrome;
  api.storage.managed.get = async () => policy;
  api.storage.onChanged.dispatch({}, 'managed');
}"""


class PolicyFile:
    """The file of one extension's policy; `remove` takes away all that was made.

    Args:
        extension_id: whom it is for; no other extension is touched.
    """

    def __init__(self, extension_id: str) -> None:
        self._id = extension_id
        self._made: list[Path] = []
        self.files = [folder / f"chartside-tests-{os.getpid()}.json" for folder in FOLDERS]

    @property
    def may_write(self) -> bool:
        """Whether policies can be installed here."""
        there = [next(each for each in file.parents if each.exists()) for file in self.files]
        return all(os.access(each, os.W_OK) for each in there)

    def write(self, policy: dict[str, Any]) -> None:
        """Install the policy, in place of the one before."""
        text = json.dumps({"3rdparty": {"extensions": {self._id: policy}}})
        for file in self.files:
            missing = [each for each in file.parents if not each.exists()]
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made += missing
            part = file.with_suffix(".part")
            part.write_text(text, encoding="utf-8")
            part.replace(file)

    def remove(self) -> None:
        """Take the policy and the folders that were made for it away."""
        for file in self.files:
            file.unlink(missing_ok=True)
        for folder in sorted(set(self._made), key=lambda each: -len(each.parts)):
            if not any(folder.iterdir()):
                folder.rmdir()

    def set(self, browser: Chromium, policy: dict[str, Any]) -> None:
        """Change the policy under a running browser and wait until the extension can see it."""
        if not self.may_write:
            browser.worker().evaluate(HAND_OVER, [policy])
            return
        self.write(policy)
        page = browser.context.pages[0]
        until(
            lambda: browser.worker().evaluate("async () => await chrome.storage.managed.get()") == policy,
            "the browser to read the policy anew",
            timeout=40,
            pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
        )
