"""Each test of `firefox/*.test.mjs`, counted as one test here."""

from collections.abc import Callable

import pytest

from .harness import node
from .harness.control import Control
from .harness.packages import unpacked
from .harness.pages import PageServer
from .harness.service import Service

Lookup = Callable[[str], node.Outcome]


@pytest.fixture(scope="module")
def outcome(
    request: pytest.FixtureRequest,
    whole_service: Service,
    pages: PageServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Lookup:
    """The outcome of one node test by its name; all chosen ones run together, in one go."""
    whole_service.start()
    chosen = [item.callspec.params["name"] for item in request.session.items if "firefox_test" in item.name]
    package = unpacked(tmp_path_factory.mktemp("packages"))["firefox"]
    control = Control(whole_service)
    try:
        outcomes, notes = node.run(
            chosen,
            CHARTSIDE_TEST_CONTROL=control.address,
            CHARTSIDE_TEST_PAGES=pages.origin,
            CHARTSIDE_TEST_PACKAGE=str(package),
        )
    finally:
        control.close()
    print("\n".join(notes))
    missing = node.Outcome(False, "no result; node said:\n" + "\n".join(notes[-40:]))
    return lambda name: outcomes.get(name, missing)


@pytest.mark.parametrize("name", node.names())
def test_firefox_test(name: str, outcome: Lookup) -> None:
    result = outcome(name)
    if not result.ok:
        pytest.fail(result.error, pytrace=False)
