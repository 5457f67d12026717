"""In which language these promises are tried."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield
