"""A page that wants a click, with what its attacks are made of, and the hand of a coder."""

from dataclasses import dataclass

from playwright.sync_api import Page

from .review import decided
from .shadow import Shadow
from .waiting import until

ACCEPT = ".row [data-do=accept]"
REFUSED = "Not taken"
TOOLS = """() => {
  const over = 'position:fixed;inset:0;background:#fff;z-index:2147483647;pointer-events:none';
  window.host = document.querySelector('[data-chartside-layer]');
  window.html = document.documentElement;
  window.cover = (style = over, into = html) => {
    const each = document.createElement('div');
    each.style.cssText = style;
    into.append(each);
    return each;
  };
  window.sheet = (text) => {
    const each = document.createElement('style');
    each.textContent = text;
    document.head.append(each);
    return () => each.remove();
  };
  window.popover = (style, into = document.body) => {
    const each = cover('border:0;margin:0;pointer-events:none;' + style, into);
    each.popover = 'manual';
    each.showPopover();
    return () => each.remove();
  };
  window.styled = (element, name, value) => {
    element.style.setProperty(name, value, 'important');
    return () => element.style.removeProperty(name);
  };
  window.WHOLE = 'width:100vw;height:100vh;max-width:none;max-height:none;background:#fff;';
}"""
"""What the page's attacks are made of; each gives back how to end it."""
ATTACK = "(attack) => { window.end = eval(attack); }"


@dataclass
class Scene:
    """A page with the panel, and the hand of a coder."""

    page: Page
    shadow: Shadow

    def do(self, attack: str) -> None:
        """The page's script does this; what it gives back ends it."""
        self.page.evaluate(ATTACK, attack)

    def click(self) -> None:
        """Click where "accept" is now."""
        self.shadow.click(ACCEPT)

    def refused(self, name: str) -> None:
        """The click was not taken, and that is said."""
        until(lambda: REFUSED in self.shadow.text() or self.drawn(), f"an answer: {name}", pause=self.pause)
        assert self.drawn() == {}, f"accepted under: {name}"
        self.shadow.evaluate("function () { this.querySelector('.toast')?.remove(); }")

    def drawn(self) -> dict[str, str]:
        """What is decided, once the panel has drawn it."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        return decided(self.shadow)

    def accept_and_undo(self) -> None:
        """Click until it is taken, as it must be soon; then take it back."""

        def taken() -> bool:
            self.click()
            return self.drawn() != {}

        until(taken, "a click that is taken", pause=self.pause)
        self.undo()

    def undo(self) -> None:
        """Take it back by its key."""
        self.page.keyboard.press("u")
        until(lambda: decided(self.shadow) == {}, "the decision to be undone", pause=self.pause)

    def pause(self, seconds: float) -> None:
        """Let the browser go on."""
        self.page.wait_for_timeout(seconds * 1000)
