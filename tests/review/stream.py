"""Coders at work over HTTP until their service is gone: what was acknowledged, and what was on its way."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException

from .serving import Served

NOTE = (
    "HISTORY OF PRESENT ILLNESS\n\nSeen for follow-up, feels well.\n\nASSESSMENT AND PLAN\n\n"
    "1. Hypertension. Continue lisinopril.\n2. Type 2 diabetes mellitus, on insulin.\n"
)
CODES = ("I10", "E11.9", "Z79.4", "R05.9", "J45.909", "M10.9")
Told = tuple[str, int | str | None]
"""An event by its kind and what tells it from others of that kind."""


@dataclass
class Coder:
    """One who opens notes, decides, takes back, reads again, finalizes and opens again, without a pause."""

    served: Served
    headers: dict[str, str]
    chance: random.Random
    enough: Callable[["Coder"], bool] = lambda coder: False
    """When to stop of oneself."""
    acknowledged: dict[str, list[Told]] = field(default_factory=dict)
    """What was answered with 200, by encounter."""
    on_its_way: tuple[str | None, Told] | None = None
    """What was sent and not answered; the encounter is None while it is being opened."""
    refused: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Answers other than 200."""

    def __post_init__(self) -> None:
        self.begun = threading.Event()
        self.stopping = threading.Event()
        self._encounter: str | None = None
        self._standing: list[int] = []
        self._count, self._closed, self._readings = 0, False, 0
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def wait(self) -> None:
        """Until the service is gone, it is enough, or `stopping` is set."""
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()

    def _work(self) -> None:
        try:
            while not self.stopping.is_set() and not self.enough(self):
                self._step()
        except (OSError, HTTPException):
            pass  # killed
        finally:
            self.begun.set()
            self.served.hang_up()

    def _step(self) -> None:
        if self._encounter is None:
            self._open()
        elif self._closed:
            if self.chance.random() < 0.5:
                self._encounter = None
            elif self._ask("reopen", ("reopened", None)):
                self._closed = False
        else:
            self._act(self.chance.random())

    def _act(self, drawn: float) -> None:
        if drawn < 0.06:
            self._readings += 1
            note = {"text": f"{NOTE}3. Gout, seen again {self._readings} times.\n"}
            self._ask("read", ("read_again", None), note=note)
        elif drawn < 0.12:
            self._closed = self._ask("finalize", ("finalized", None))
        elif drawn < 0.3 and self._standing:
            if self._ask("undo", ("undone", self._standing[-1])):
                self._standing.pop()
        else:
            quote = {"start": 84, "end": 96, "text": NOTE[84:96], "section": "assessment_plan"}
            code = self.chance.choice(CODES)
            more = {"number": self._count + 1, "reason_text": "as documented", "evidence": [quote]}
            if self._ask("decisions", ("decided", self._count + 1), kind="add", code=code, **more):
                self._count += 1
                self._standing.append(self._count)

    def _open(self) -> None:
        answer = self._send(None, ("opened", None), "/v1/encounters", {"note": {"text": NOTE}})
        if answer is not None:
            self._encounter = answer["encounter"]
            self.acknowledged[self._encounter] = [("opened", None)]
            self._standing, self._count, self._closed = [], 0, False

    def _ask(self, where: str, told: Told, **body: object) -> bool:
        answer = self._send(self._encounter, told, f"/v1/encounters/{self._encounter}/{where}", body)
        if answer is None:
            return False
        if told[0] in ("decided", "undone"):
            assert answer["decision"]["number"] == told[1]
        self.acknowledged[self._encounter].append(told)
        return True

    def _send(self, encounter: str | None, told: Told, path: str, body: object) -> dict | None:
        self.on_its_way = (encounter, told)
        status, answer = self.served.send("POST", path, self.headers, body)
        self.on_its_way = None
        self.begun.set()
        if status != 200:
            self.refused.append((status, answer["error"]))
            return None
        return answer
