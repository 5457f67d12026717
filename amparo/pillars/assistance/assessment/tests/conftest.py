"""Refusals are read in the language in which these promises are written."""

import pytest
from django.utils import translation

from tests.support.casework import agree, bed, hostess, many_cases, refer, referral, refuge  # noqa: F401 - a referral, as it is sent


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield
