"""Once a year those who help say what is still true, by a link and without an account."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from amparo.foundation.core import clock
from amparo.foundation.core.models import Notification
from amparo.foundation.directory.models import ConfirmationRequest, ServiceRemark
from amparo.foundation.directory.tasks import notify_stale_services

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmation_request(shelter, supervisor):
    return ConfirmationRequest.send(shelter.provider, by=supervisor)


def answer(client, confirmation_request, **answers):
    return client.post(confirmation_request.link, {"once": str(uuid4())} | answers)


def test_they_confirm_and_the_directory_says_who_said_so(client, confirmation_request, shelter):
    assert client.get(confirmation_request.link).status_code == 200
    shelter.refresh_from_db()
    assert shelter.is_stale, "a mail scanner that opens the link has confirmed nothing"
    assert answer(client, confirmation_request, is_1="true").status_code == 303
    shelter.refresh_from_db()
    assert not shelter.is_stale
    seen = shelter.verifications.get()
    assert (seen.how, seen.name, seen.by) == ("link", "Cruz del Sur", None)


def test_what_changed_comes_to_those_who_keep_the_directory_once(
    client, confirmation_request, shelter, supervisor
):
    for _twice in range(2):
        answer(client, confirmation_request, is_1="changed", text_1="We moved to Calle 9.")
    shelter.refresh_from_db()
    assert shelter.is_stale, "what changed is not confirmed"
    remark = ServiceRemark.objects.get()
    assert remark.text == "We moved to Calle 9."
    assert Notification.objects.get(user=supervisor, event="directory.remark").url
    client.force_login(supervisor)
    page = client.get(f"/directory/organizations/{shelter.provider.ref}/")
    assert b"We moved to Calle 9." in page.content
    client.post(f"/directory/remarks/{remark.ref}/settle/", {"once": str(uuid4())})
    page = client.get(f"/directory/organizations/{shelter.provider.ref}/")
    assert b"We moved to Calle 9." not in page.content


def test_a_change_without_words_is_asked_again(client, confirmation_request):
    assert answer(client, confirmation_request, is_1="changed").status_code == 422
    assert answer(client, confirmation_request).status_code == 422
    assert not ServiceRemark.objects.exists()


def test_an_old_a_replaced_and_a_made_up_link_open_nothing(
    client, confirmation_request, shelter, supervisor
):
    newer = ConfirmationRequest.send(shelter.provider, by=supervisor)
    assert client.get(confirmation_request.link).status_code == 404
    assert client.get(newer.link).status_code == 200
    assert client.get(newer.link[:-4] + "abc/").status_code == 404
    with clock.at(timezone.now() + timedelta(days=61)):
        assert ConfirmationRequest.from_token(newer.link.strip("/").rpartition("/")[2]) is None


def test_a_link_tells_nothing_of_safe_houses_but_their_name(client, safe_house, supervisor):
    confirmation_request = ConfirmationRequest.send(safe_house.provider, by=supervisor)
    assert b"Camino Secreto" not in client.get(confirmation_request.link).content


def test_whoever_keeps_the_directory_is_told_once_what_waits(shelter, supervisor):
    for _twice in range(2):
        notify_stale_services.call()
    assert Notification.objects.filter(user=supervisor, event="directory.stale").count() == 1
    Notification.objects.all().delete()
    shelter.confirm("call", by=supervisor)
    notify_stale_services.call()
    assert not Notification.objects.exists()
