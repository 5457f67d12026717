"""What tests of evidence share: refusals in the language of the tests."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these tests are written."""
    with translation.override("en"):
        yield
