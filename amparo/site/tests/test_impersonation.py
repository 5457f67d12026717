"""Where all people are made up, an administrator may look at the house as any of them."""

import pytest

from amparo.foundation.core.models import User

pytestmark = pytest.mark.django_db


def test_in_an_installation_of_made_up_people_an_administrator_looks_as_any(
    client, cast, settings
):
    names = (cast.administrator, cast.caseworker)
    for user in names:
        user.email = user.email.replace("@example.org", "@demo.amparo.example")
        user.save()
    assert not User.objects.exclude(email__endswith="@demo.amparo.example").exists()
    settings.DEMO = True
    case = cast.case
    client.force_login(cast.administrator)
    client.post(f"/look/{cast.caseworker.ref}/")
    assert client.get(case.get_absolute_url()).status_code == 200
    assert client.post(f"{case.get_absolute_url()}notes/new/", {"text": "x"}).status_code == 409
    client.post("/look/end/")
    assert client.get(case.get_absolute_url()).status_code == 404
