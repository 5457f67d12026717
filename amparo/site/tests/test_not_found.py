"""Whoever is signed in and meets a page that is not there, or not theirs, keeps their menu."""

import pytest

pytestmark = pytest.mark.django_db

MENU = 'id="menu"'


@pytest.mark.parametrize("address", ["/no-such-page/", "/people/no-such-person/", "/staff/"])
def test_somebody_signed_in_keeps_the_menu(client, caseworker, address):
    client.force_login(caseworker)
    response = client.get(address)
    assert response.status_code == 404
    assert MENU in response.text
    assert "<h1>We cannot find this page, or it is not for your team.</h1>" in response.text


def test_somebody_signed_out_sees_no_menu(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert MENU not in response.text
    assert "</html>" in response.text
