"""Eyes and hands for a closed shadow root, which neither the page nor Playwright can see into.

The DevTools protocol shows closed roots (`DOM.getDocument` with `pierce`); functions then run on them
through `Runtime.callFunctionOn`. Clicks are real mouse clicks, so the panel sees trusted events.
"""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import CDPSession, Page

from .waiting import until

VISIBLE_TEXT = """function () {
  return [...this.children].filter((e) => !['STYLE', 'LINK', 'SCRIPT'].includes(e.tagName))
    .map((e) => e.innerText ?? '').join('\\n');
}"""

# The innermost visible element whose name (label or text) or CSS selector fits.
LOCATE = """function (selector, name) {
  const fits = (e) => !name || [e.getAttribute('aria-label'), e.title, e.innerText, e.placeholder]
    .some((t) => t && t.toLowerCase().includes(name.toLowerCase()));
  const all = [...this.querySelectorAll(selector)].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && box.height && fits(e);
  });
  const found = all.find((e) => !all.some((o) => o !== e && e.contains(o)));
  if (!found) return null;
  found.scrollIntoView({ block: 'nearest' });
  const box = found.getBoundingClientRect();
  return { x: box.x, y: box.y, width: box.width, height: box.height, text: found.innerText };
}"""


def closed_roots(node: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(host, root) of every closed shadow root below a node of `DOM.getDocument`."""
    for root in node.get("shadowRoots", ()):
        if root["shadowRootType"] == "closed":
            yield node, root
        yield from closed_roots(root)
    for child in node.get("children", ()):
        yield from closed_roots(child)
    if "contentDocument" in node:
        yield from closed_roots(node["contentDocument"])


class Shadow:
    """The closed shadow roots of one page (its same-process frames included).

    Args:
        page: the page.
        apart: whether functions run in a world of their own, out of reach of the page's script; then only the
            roots of the main frame are seen.
    """

    def __init__(self, page: Page, apart: bool = False) -> None:
        self.page, self._apart = page, apart
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.send("DOM.enable")

    def roots(self) -> list[tuple[str, int]]:
        """(tag name of the host, backend node id of the root), in document order."""
        document = self._cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        return [(host["localName"], root["backendNodeId"]) for host, root in closed_roots(document)]

    def evaluate(self, function: str, *arguments: Any) -> list[Any]:
        """Run `function` with `this` as each root in turn; the results, by value."""
        results = []
        world = self._world() if self._apart else {}
        for _, backend_id in self.roots():
            try:
                remote = self._cdp.send("DOM.resolveNode", {"backendNodeId": backend_id, **world})["object"]
                answer = self._cdp.send(
                    "Runtime.callFunctionOn",
                    {
                        "functionDeclaration": function,
                        "objectId": remote["objectId"],
                        "arguments": [{"value": value} for value in arguments],
                        "returnByValue": True,
                        "awaitPromise": True,
                    },
                )
            except Exception as gone:  # the root may be removed between two commands
                if "node" in str(gone).lower() or "context" in str(gone).lower():
                    continue
                raise
            if "exceptionDetails" in answer:
                raise AssertionError(answer["exceptionDetails"]["exception"].get("description", answer))
            results.append(answer["result"].get("value"))
        return results

    def _world(self) -> dict[str, Any]:
        frame = self._cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        return dict(self._cdp.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "tests"}))

    def text(self) -> str:
        """All visible text in our roots."""
        return "\n".join(text for text in self.evaluate(VISIBLE_TEXT) if text)

    def until(self, function: str, *arguments: Any, what: str = "", timeout: float = 10.0) -> Any:
        """Wait until `function` gives something true in one of the roots, and return it."""

        def look() -> Any:
            return next((value for value in self.evaluate(function, *arguments) if value), None)

        return until(look, what or function, timeout=timeout, pause=self._pause)

    def until_text(self, *parts: str, timeout: float = 10.0) -> str:
        """Wait until every part stands in the visible text (letter case aside); that text."""
        seen = ""

        def look() -> str:
            nonlocal seen
            seen = self.text()
            return seen if all(part.lower() in seen.lower() for part in parts) else ""

        try:
            return until(look, f"{parts} in the panel", timeout=timeout, pause=self._pause)
        except AssertionError as vain:
            raise AssertionError(f"{vain}\nthe panel says:\n{seen}") from None

    def until_gone(self, timeout: float = 10.0) -> None:
        """Wait until the page has no closed shadow root."""
        until(lambda: not self.roots(), "the panel to be gone", timeout=timeout, pause=self._pause)

    def box(self, selector: str = "*", name: str = "") -> dict[str, Any]:
        """Wait for a visible element by CSS selector and (part of its) name; its box in CSS pixels."""
        found = self.until(LOCATE, selector, name, what=f"{selector} {name!r} in the panel")
        assert isinstance(found, dict)
        return found

    def click(self, selector: str = "*", name: str = "") -> None:
        """Click an element with the real mouse."""
        box = self.box(selector, name)
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def accessible(self) -> list[tuple[str, str]]:
        """(role, name) of everything in the page's accessibility tree, closed roots included."""
        nodes = self._cdp.send("Accessibility.getFullAXTree")["nodes"]
        return [
            (node.get("role", {}).get("value", ""), node.get("name", {}).get("value", ""))
            for node in nodes
            if not node.get("ignored")
        ]

    def _pause(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * 1000)
