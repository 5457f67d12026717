"""Fixtures of the tests of core."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english() -> Iterator[None]:
    """Messages are compared as they are written in English."""
    with translation.override("en"):
        yield
