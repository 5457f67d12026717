"""Rosa agreed to be contacted; whoever brings texts is a recorder."""

import pytest

from amparo.foundation.people.texts import outbox

from .texting import Recorder, agrees


@pytest.fixture
def reachable(rosa, caseworker):
    """Rosa, who said that we may get in touch by message."""
    agrees(rosa, caseworker)
    return rosa


@pytest.fixture
def recorder(monkeypatch):
    """What would leave the house."""
    chosen = Recorder()
    monkeypatch.setattr(outbox, "provider", lambda: chosen)
    return chosen
