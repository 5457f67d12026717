"""The shelter by the harbour and the house on no map, as the directory tests know them."""

import pytest

from amparo.foundation.core import clock
from amparo.foundation.directory.tests.conftest import (  # noqa: F401
    hall,
    harbour,
    provider,
    safe_house,
    shelter,
)
from amparo.public import offline_copy
from tests.support.html import Page


@pytest.fixture(autouse=True)
def _no_copy_of_another_test():
    offline_copy.build_copy.cache_clear()


@pytest.fixture
def look(client):
    """Open a public page, in English unless its address says otherwise."""

    def look(url, moment=None, **told):
        with clock.at(moment or clock.now()):
            response = client.get(url, {"lang": "en"} | told)
        assert response.status_code == 200
        return Page(response.content.decode())

    return look
