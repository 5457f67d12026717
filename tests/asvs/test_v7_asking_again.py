"""V7.5.3: what gives power or carries much away first asks who is at the screen."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from tests.doors import address

pytestmark = pytest.mark.django_db

POWER = ("role-give", "role-end", "leave-give", "leave-end", "staff-link", "staff-way-revoke",
         "recovery")  # fmt: skip
OWN = ("way-app", "way-passkey", "way-passkey-ask", "way-codes", "way-remove")
TAKEN_OUT = ("assistance:rights-prepare", "assistance:rights-take")


def asks_first(client, url) -> bool:
    """By GET and by POST alike, where it answers to both."""
    answers = [each for each in (client.get(url), client.post(url)) if each.status_code != 405]
    return {each.headers.get("Location", "").partition("?")[0] for each in answers} == {
        "/account/confirm/"
    }


@pytest.mark.parametrize(
    ("who", "routes"),
    [
        ("administrator", POWER),
        ("caseworker", OWN + TAKEN_OUT),
        ("data_officer", ["assistance:register-to-correct"]),
    ],
)
def test_v7_5_3_what_gives_power_or_carries_much_away_asks_again(house, client, who, routes):
    client.force_login(getattr(house, who))
    with clock.at(clock.now() + timedelta(minutes=16)):
        for route in routes:
            assert asks_first(client, address(route, house)), route
