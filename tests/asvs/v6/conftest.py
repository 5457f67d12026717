"""Somebody who signs in, somebody new, and a clock that stands still."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from amparo.foundation.core import clock
from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import User
from tests.asvs.v6.sign_in import SECRET, Screen
from tests.support.stories import PASSWORD


@pytest.fixture
def client():
    return Screen()


@pytest.fixture
def lucia(caseworker):
    """She has a password, and an app for the second step."""
    caseworker.set_password(PASSWORD)
    caseworker.save()
    two_factor.add_app(caseworker, SECRET)
    return caseworker


@pytest.fixture
def newcomer(administrator, client):
    """Somebody new, and the link that the administrator hands over."""
    user = User.objects.create_user("new@example.org", "Yara Nasser")
    client.force_login(administrator)
    told = client.post(reverse("staff-link", args=[user.ref])).text
    client.logout()
    return user, re.search(r"http://testserver(/welcome/[^<]+)", told).group(1)


@pytest.fixture
def noon():
    """The clock stands still, however slow the machine is."""
    with clock.at(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        yield clock.now()
