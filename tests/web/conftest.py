"""A coder with a paired browser."""

import pytest
from flask.testing import FlaskClient

from chartside.settings import Settings

from .calls import Headers, paired
from .pagecalls import entered


@pytest.fixture
def ana(settings: Settings) -> Headers:
    """What Ana's browser sends with each request."""
    return paired(settings, "Ana")


@pytest.fixture
def page(client: FlaskClient, ana: Headers) -> FlaskClient:
    """A browser's tab with a session of Ana's."""
    return entered(client, ana)
