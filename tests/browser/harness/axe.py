"""axe-core over our surfaces: our own pages whole, and closed shadow roots from a world of their own.

axe walks `shadowRoot`, which is null for a closed root. Each JavaScript world has its own wrappers of the
page's nodes, so in a world made for axe the host can say which root it has; page and extension see nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Page

from .chromium import REPOSITORY
from .shadow import closed_roots

SOURCE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = (1280, 800), (320, 640)
VIEWS = [(size, dark) for size in (WIDE, NARROW) for dark in (False, True)]
"""Every surface is looked at wide and narrow, light and dark."""
AS_IT_IS = [(None, False), (None, True)]
"""For what has a size of its own, such as the popup."""

OPTIONS = {
    "preload": False,
    "resultTypes": ["violations", "incomplete"],
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
        "best-practice",
    ],
    "rules": {"target-size": {"enabled": True}},
    "checks": {"color-contrast": {"options": {"ignoreLength": True, "ignoreUnicode": False}}},
}

RUN = """async function (options) {
  const all = { ...options, elementRef: true };
  const contrast = { ...all, runOnly: { type: 'rule', values: ['color-contrast'] }, rules: {} };
  const told = (rule, kind) => rule.nodes.map((node) =>
    `${kind} ${rule.id}: ${[node.target].flat(9).at(-1)} ${node.html.slice(0, 140)} | ` +
    [...node.any, ...node.all, ...node.none].map((check) => check.message).join('; '));
  const found = await axe.run(this, all);
  const unclear = found.incomplete.find((rule) => rule.id === 'color-contrast')?.nodes ?? [];
  const lines = found.violations.flatMap((rule) => told(rule, 'violation'));
  // Text that is cut where a list scrolls cannot be measured: once more, in full view.
  for (const { element } of unclear) {
    element.scrollIntoView({ block: 'center' });
    const again = await axe.run(this, contrast);
    for (const kind of ['violations', 'incomplete']) for (const rule of again[kind]) {
      const nodes = rule.nodes.filter((node) => node.element === element);
      lines.push(...told({ id: rule.id, nodes }, kind === 'incomplete' ? 'unclear' : 'violation'));
    }
  }
  return lines;
}"""

SHOW_ROOT = (
    "function (root) { Object.defineProperty(this, 'shadowRoot', { value: root, configurable: true }); }"
)

# axe measures only what stands in the body; our host stands after it.
WALK_ON = """
const walker = document.createTreeWalker;
document.createTreeWalker = function (root, ...more) {
  if (root !== document.body) return walker.call(document, root, ...more);
  const whole = walker.call(document, document.documentElement, ...more);
  whole.currentNode = root;
  return whole;
};
"""

AT_REST = """async function () {
  const all = [...this.querySelectorAll('*')].flatMap((element) => element.getAnimations());
  await Promise.all(all.filter((each) => each.effect.getComputedTiming().endTime < 1e6)
    .map((each) => each.finished));
}"""


class Axe:
    """axe on one page: on our closed roots when it has some, else on the whole document.

    Args:
        send: speaks DevTools with the page: command and parameters in, result out.
    """

    def __init__(self, send: Callable[[str, dict[str, Any]], Any]) -> None:
        self._send = send
        send("DOM.enable", {})
        frame = send("Page.getFrameTree", {})["frameTree"]["frame"]["id"]
        made = send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "accessibility"})
        self._world: int = made["executionContextId"]
        source = {"expression": WALK_ON + SOURCE.read_text(encoding="utf-8"), "contextId": self._world}
        send("Runtime.evaluate", source)

    def problems(self, views: Sequence[tuple[tuple[int, int] | None, bool]] = VIEWS) -> list[str]:
        """What axe finds in each view (width and height in CSS pixels, dark or not), a line for each."""
        found = []
        for size, dark in views:
            self.show(size, dark)
            where = f"{size[0] if size else 'own'} px, {'dark' if dark else 'light'}"
            found += [f"{where}: {line}" for line in self._run()]
        self.show(*views[0])
        return found

    def show(self, size: tuple[int, int] | None, dark: bool) -> None:
        """Give the page a size and a colour scheme."""
        if size:
            metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 0, "mobile": False}
            self._send("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._send("Emulation.setEmulatedMedia", {"features": [scheme]})
        painted = (
            "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go(innerWidth))))"
        )
        wait = {"expression": painted, "awaitPromise": True, "returnByValue": True}
        width = self._send("Runtime.evaluate", wait)["result"]["value"]
        assert not size or width == size[0]

    def _run(self) -> list[str]:
        document = self._send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        closed = list(closed_roots(document))
        if not closed:
            return list(self._call(RUN, self._resolve(document["backendNodeId"]), OPTIONS))
        found = []
        for host, root in closed:
            host_id, root_id = (self._resolve(each["backendNodeId"]) for each in (host, root))
            self._call("function () { return new Promise(requestAnimationFrame); }", root_id)
            self._call(AT_REST, root_id)
            self._call(SHOW_ROOT, host_id, object_id=root_id)
            found += self._call(RUN, host_id, OPTIONS)
        return found

    def _resolve(self, backend_id: int) -> str:
        where = {"backendNodeId": backend_id, "executionContextId": self._world}
        return str(self._send("DOM.resolveNode", where)["object"]["objectId"])

    def _call(self, function: str, this: str, value: Any = None, object_id: str = "") -> Any:
        """Run a function of axe's world on a node; its result by value."""
        call = {
            "functionDeclaration": function,
            "objectId": this,
            "arguments": [{"objectId": object_id} if object_id else {"value": value}],
            "returnByValue": True,
            "awaitPromise": True,
        }
        answer = self._send("Runtime.callFunctionOn", call)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"]["exception"].get("description", answer))
        return answer["result"].get("value")


def axe(page: Page) -> Axe:
    """axe on a page of Playwright's."""
    return Axe(page.context.new_cdp_session(page).send)
