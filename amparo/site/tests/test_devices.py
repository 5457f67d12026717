"""Each colleague keeps their telephones: sets them up, sees what they took along, revokes them."""

import base64
import json
import zlib
from uuid import uuid4

import pytest

from amparo.foundation.core.accounts import sessions
from amparo.foundation.fieldwork.models import Device
from amparo.foundation.fieldwork.openrosa.collect_settings import encode_for_qr_code, settings_for
from tests.support.openrosa_client import OpenRosaClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def proven(client):
    """Somebody who has just proven who they are."""

    def proven(user):
        client.force_login(user)
        session = client.session
        sessions.start_session(session, proof="two")
        session.save()
        return client

    return proven


def test_a_telephone_is_set_up_by_a_picture_that_is_shown_once(proven, caseworker):
    client, key = proven(caseworker), str(uuid4())
    form = {"once": key, "name": "The old Samsung"}
    page = client.post("/devices/new/", form)
    assert page.status_code == 200
    address, secret = page.context["address"], page.context["secret"]
    assert address == f"http://testserver/or/{secret}"
    assert "data:image/svg+xml;base64," in page.text
    assert OpenRosaClient(secret)._get(f"/or/{secret}/formList").status_code == 200
    again = client.post("/devices/new/", form)
    assert (again.status_code, again["Location"]) == (303, "/devices/")
    assert Device.objects.count() == 1
    assert secret not in client.get("/devices/").text


def test_the_picture_is_read_as_odk_collect_reads_it(caseworker):
    device, secret = Device.register(by=caseworker, kind="collect", name="x")
    drawn = encode_for_qr_code(settings_for(device, f"https://amparo.example/or/{secret}"))
    told = json.loads(zlib.decompress(base64.b64decode(drawn)))
    assert told["general"]["server_url"] == f"https://amparo.example/or/{secret}"
    assert told["general"]["form_update_mode"] == "match_exactly"
    assert told["general"]["delete_send"] is True
    assert "password" not in told["general"]


def test_setting_one_up_asks_once_more_who_is_there(client, caseworker):
    client.force_login(caseworker)
    session = client.session
    session["fresh"] = "2020-01-01T00:00:00+00:00"
    session.save()
    answer = client.post("/devices/new/", {"once": str(uuid4()), "name": "x"})
    assert answer["Location"].startswith("/account/confirm/")
    assert not Device.objects.exists()


def test_a_name_is_asked_for(proven, caseworker):
    assert proven(caseworker).post("/devices/new/", {"once": str(uuid4())}).status_code == 422


def test_a_lost_telephone_is_revoked_by_its_holder(client, openrosa_device, caseworker):
    phone = openrosa_device()
    client.force_login(caseworker)
    client.post(f"/devices/{phone.device.ref}/revoke/", {"once": str(uuid4())})
    assert phone._get(f"{phone.server}/formList").status_code == 403
    assert "Revoked" in client.get("/devices/").text


@pytest.mark.parametrize("who", ["supervisor", "administrator"])
def test_who_answers_for_them_may_revoke_it_too(client, openrosa_device, who, request):
    phone = openrosa_device()
    client.force_login(request.getfixturevalue(who))
    assert "The old Samsung" in client.get("/devices/").text
    client.post(f"/devices/{phone.device.ref}/revoke/", {"once": str(uuid4())})
    phone.device.refresh_from_db()
    assert phone.device.revoked_at


@pytest.mark.parametrize("who", ["colleague", "stranger", "nurse", "data_officer"])
def test_for_others_it_is_not_there(client, openrosa_device, who, request):
    phone = openrosa_device()
    client.force_login(request.getfixturevalue(who))
    assert "The old Samsung" not in client.get("/devices/").text
    address = f"/devices/{phone.device.ref}/revoke/"
    assert client.post(address, {"once": str(uuid4())}).status_code == 404


def test_the_owner_of_a_form_says_whether_it_takes_the_case_list_along(
    client, data_officer, published
):
    form = published().form
    client.force_login(data_officer)
    address = f"/forms/{form.ref}/lists"
    client.post(f"{address}/on/", {"once": str(uuid4())})
    form.refresh_from_db()
    assert form.lists_since
    assert "Enabled" in client.get(f"/forms/{form.ref}/").text
    client.post(f"{address}/off/", {"once": str(uuid4())})
    form.refresh_from_db()
    assert form.lists_since is None


def test_nobody_else_switches_it(client, caseworker, published):
    form = published().form
    client.force_login(caseworker)
    answer = client.post(f"/forms/{form.ref}/lists/on/", {"once": str(uuid4())})
    assert answer.status_code == 404
