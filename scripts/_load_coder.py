"""A simulated coder for `load.py`, run by locust; what it was told goes into a file at the end.

Pauses are those of a person in a hurry, drawn evenly from a range: 3 to 9 s to look at a note's
suggestions, 1.5 to 4 s for a decision, 2 to 6 s before an edit is read, 0.12 to 0.28 s between two keys of a
lookup, 2 to 6 s between two notes. A note takes about 50 s so; real ones take minutes.

A request that is cut is sent again, as the extension does. A decision carries its number, so that it is
written once.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import gevent
from locust import FastHttpUser, events, task
from locust.env import Environment

TOLD: dict[str, Any] = json.loads(Path(os.environ["CHARTSIDE_LOAD"]).read_text(encoding="utf-8"))
"""`tokens`, `notes`, `queries`, `origin`, `seed` and `out`, a path."""
SPENT: dict[str, list[float]] = {}
"""Milliseconds of each answered request by kind; of one that was sent again, from the first try."""
COUNTS: Counter[str] = Counter()
FAILED: list[str] = []
WRITTEN: dict[str, dict[str, Any]] = {}
"""What was acknowledged, by encounter."""
ON_ITS_WAY: dict[int, tuple[str, str, Any]] = {}
"""What each coder has sent and not been answered."""
TRIES = 8
CUT = (0, 502, 503, 504)
"""What a coder sees of a worker that is gone: no status at all, or a proxy's."""
REST = 0.25
"""Seconds before a cut request is sent again."""
EDITS = ("No fever.", "Denies chest pain.", "Continue current medication.", "Follow up in two weeks.")


class Coder(FastHttpUser):  # type: ignore[misc]
    """Opens a note, reads suggestions, decides, edits, looks up, finalizes; and so on until the end."""

    connection_timeout = 60.0
    network_timeout = 60.0
    made = 0

    def on_start(self) -> None:
        """Take a token of one's own, and begin at a moment of one's own."""
        self.number = Coder.made
        Coder.made += 1
        self.chance = random.Random(TOLD["seed"] * 1000 + self.number)  # noqa: S311
        token = TOLD["tokens"][self.number]
        self.headers = {"Authorization": f"Bearer {token}", "Origin": TOLD["origin"]}
        self._pause(0, 6)

    @task  # type: ignore[untyped-decorator]
    def code_a_note(self) -> None:
        """One note from its opening to its end."""
        text = self.chance.choice(TOLD["notes"])
        answer = self._ask(
            "suggest", "POST", "/v1/encounters", {"note": {"text": text}, "page": "ehr.example"}
        )
        if answer is None:
            return
        encounter = answer["encounter"]
        kept = WRITTEN[encounter] = {"decided": {}, "undone": [], "finalized": False}
        where = f"/v1/encounters/{encounter}"
        found = [each["code"] for each in answer["result"]["suggestions"] if each["tier"] == "suggested"]
        self._pause(3, 9)
        for code in found[:4]:
            self._decide(where, kept, "accept", code)
        self._look_up()
        for _ in range(2):
            self._pause(2, 6)
            text = f"{text}\n{self.chance.choice(EDITS)}"
            self._ask("suggest", "POST", f"{where}/read", {"note": {"text": text}})
        begin = self.chance.randrange(max(1, len(text) - 200))
        self._ask("suggest", "POST", "/v1/suggest", {"text": text[begin : begin + 200]})
        self._look_up()
        self._decide(where, kept, "add", self.chance.choice(("I10", "Z79.4", "R05.9", "M10.9")))
        if self.chance.random() < 0.3:
            self._undo(where, kept)
        self._ask("activity", "POST", f"{where}/activity", {"seconds": 20})
        self._finalize(where, kept)
        self._pause(2, 6)

    def _decide(self, where: str, kept: dict[str, Any], kind: str, code: str) -> None:
        self._pause(1.5, 4)
        number = len(kept["decided"]) + 1
        body = {"kind": kind, "code": code, "number": number}
        ON_ITS_WAY[self.number] = (where, "decided", number)
        answer = self._ask("decide", "POST", f"{where}/decisions", body)
        if answer is not None:
            kept["decided"][number] = [kind, answer["decision"]["code"]]
        ON_ITS_WAY.pop(self.number)

    def _undo(self, where: str, kept: dict[str, Any]) -> None:
        self._pause(1, 3)
        number = len(kept["decided"])
        ON_ITS_WAY[self.number] = (where, "undone", number)
        if self._ask("decide", "POST", f"{where}/undo", {"number": number}) is not None:
            kept["undone"].append(number)
        ON_ITS_WAY.pop(self.number)

    def _finalize(self, where: str, kept: dict[str, Any]) -> None:
        self._pause(1, 3)
        ON_ITS_WAY[self.number] = (where, "finalized", None)
        if self._ask("decide", "POST", f"{where}/finalize", {}, done=f"{where}") is not None:
            kept["finalized"] = True
        ON_ITS_WAY.pop(self.number)

    def _look_up(self) -> None:
        """Type a few letters and choose; the answer to a key comes before the next key."""
        words = self.chance.choice(TOLD["queries"])
        for length in range(2, min(len(words), 10) + 1):
            self._pause(0.12, 0.28)
            self._ask("lookup", "GET", f"/v1/codes?q={words[:length].replace(' ', '+')}&limit=20")

    def _pause(self, least: float, most: float) -> None:
        gevent.sleep(self.chance.uniform(least, most) * TOLD["haste"])

    def _ask(self, kind: str, method: str, path: str, body: object = None, done: str = "") -> Any:
        """The answer, or None when it was refused.

        Args:
            kind: under which its time counts.
            method: of HTTP.
            path: with its query.
            body: as JSON.
            done: an encounter that is closed when an earlier try did what was asked.
        """
        begun = time.perf_counter()
        tried, status, text = -1, 0, ""
        while status in CUT and tried < TRIES:
            tried += 1
            if tried:
                COUNTS["cut"] += 1
                gevent.sleep(REST)
            with self.client.request(
                method, path, json=body, headers=self.headers, name=kind, catch_response=True
            ) as answer:
                answer.success()
                status, text = answer.status_code, answer.text
        if status == 409 and tried and done:
            return self._ask(kind, "GET", done)
        if tried:
            COUNTS["sent again"] += 1
        if status != 200:
            FAILED.append(f"{method} {kind} {status} {str(text)[:200]}")
            return None
        SPENT.setdefault(kind if not tried else "after a cut", []).append(
            (time.perf_counter() - begun) * 1000
        )
        return json.loads(text or "null")


def write(environment: Environment, **_more: object) -> None:
    """Hand over what happened."""
    told = {"spent": SPENT, "counts": COUNTS, "failed": FAILED, "written": WRITTEN}
    way = [list(each) for each in ON_ITS_WAY.values()]
    Path(TOLD["out"]).write_text(json.dumps({**told, "on_its_way": way}), encoding="utf-8")


events.quitting.add_listener(write)
