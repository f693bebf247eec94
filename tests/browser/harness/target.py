"""A DevTools target that Playwright does not show, such as the toolbar popup."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession

from .waiting import until


class Target:
    """One attached target; speaks through the browser's session.

    Args:
        browser: the browser's DevTools session.
        target_id: the target to attach to.
        pause: passes time, in seconds, while the browser's messages come in.
    """

    def __init__(self, browser: CDPSession, target_id: str, pause: Callable[[float], None]) -> None:
        self._browser, self._pause = browser, pause
        self.id = target_id
        self._answers: dict[int, Any] = {}
        self._count = 0
        self._session = browser.send("Target.attachToTarget", {"targetId": target_id, "flatten": False})[
            "sessionId"
        ]
        browser.on("Target.receivedMessageFromTarget", self._receive)

    def _receive(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if event.get("sessionId") == self._session and "id" in message:
            self._answers[message["id"]] = message

    def send(self, method: str, parameters: dict[str, Any] | None = None) -> Any:
        """One DevTools command; its result."""
        number = self._post(method, parameters or {})
        until(lambda: number in self._answers, f"the answer to {method}", pause=self._pause)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _post(self, method: str, parameters: dict[str, Any]) -> int:
        """Send a command without waiting; its number."""
        self._count += 1
        message = json.dumps({"id": self._count, "method": method, "params": parameters})
        self._browser.send("Target.sendMessageToTarget", {"sessionId": self._session, "message": message})
        return self._count

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, run as a user's gesture; promises are awaited."""
        parameters = {
            "expression": expression,
            "userGesture": True,
            "returnByValue": True,
            "awaitPromise": True,
        }
        answer = self.send("Runtime.evaluate", parameters)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise AssertionError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def text(self) -> str:
        """All visible text."""
        return str(self.evaluate("document.body ? document.body.innerText : ''"))

    def until(self, expression: str, timeout: float = 10.0) -> Any:
        """Wait until the expression gives something true."""
        return until(lambda: self.evaluate(expression), expression, timeout=timeout, pause=self._pause)

    def click(self, selector: str) -> None:
        """Click the first element that the selector finds, with real mouse events."""
        find = f"document.querySelector({json.dumps(selector)})"
        self.until(f"!!{find}")
        box = self.evaluate(
            f"(() => {{ const b = {find}.getBoundingClientRect();"
            " return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; })()"
        )
        button = {"button": "left", "clickCount": 1, **box}
        self.send("Input.dispatchMouseEvent", {"type": "mousePressed", **button})
        # What the click opens may close the popup, and then nobody answers.
        self._post("Input.dispatchMouseEvent", {"type": "mouseReleased", **button})

    def screenshot(self, path: Path) -> None:
        """Write a picture of the target as PNG."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", {"format": "png"})["data"]))

    def close(self) -> None:
        """Close the target, as Escape or a click elsewhere closes a popup."""
        self._browser.remove_listener("Target.receivedMessageFromTarget", self._receive)
        self._browser.send("Target.closeTarget", {"targetId": self.id})
