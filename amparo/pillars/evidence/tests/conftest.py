"""What tests of evidence share: refusals in the language of the tests."""

import pytest
from django.utils import translation

from amparo.pillars.evidence import computing

# Which indicators a test counts that asks for few: all of them take a second.
FEW = {"OPT-1", "OPT-2", "OPT-3", "OPT-4", "OPT-5", "DQ-1", "PATH"}


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these tests are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def few_indicators(monkeypatch):
    """Only `FEW` indicators are computed."""
    every = computing.versions_in_force
    monkeypatch.setattr(
        computing,
        "versions_in_force",
        lambda: [each for each in every() if each.indicator.code in FEW],
    )
