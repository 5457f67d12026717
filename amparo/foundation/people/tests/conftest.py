"""Rosa agreed to be contacted; whoever brings texts is a recorder."""

import pytest

from amparo.foundation.people.messaging import delivery

from .support import Recorder, record_contact_consent


@pytest.fixture
def reachable(rosa, caseworker):
    """Rosa, who said that we may get in touch by message."""
    record_contact_consent(rosa, caseworker)
    return rosa


@pytest.fixture
def recorder(monkeypatch):
    """What would leave the house."""
    chosen = Recorder()
    monkeypatch.setattr(delivery, "provider", lambda: chosen)
    return chosen
