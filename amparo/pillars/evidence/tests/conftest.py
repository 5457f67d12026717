"""What tests of evidence share: refusals in the language of the tests."""

import pytest
from django.utils import translation

from .few_indicators import counting_few


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these tests are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def few_indicators():
    """Only a few indicators are computed."""
    with counting_few():
        yield
