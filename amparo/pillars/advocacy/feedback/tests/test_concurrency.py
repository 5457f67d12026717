"""Two hands at one moment: a complaint sent twice is one, and two keepers answer in turn."""

import pytest
from django.test import Client

from amparo.pillars.advocacy.feedback.models import Complaint
from tests.support.html import Page
from tests.test_concurrency import at_once, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_a_form_that_arrives_twice_at_the_same_moment_is_one_complaint(supervisor):
    page = Page(Client().get("/a/c/?lang=en").content.decode())
    form = next(e.attrs["value"] for e in page.all("input") if e.attrs.get("name") == "form")
    told = {"form": form, "kind": "suggestion", "text": "Open earlier."}
    answered = at_once(*[(Client(), "/a/c/?lang=en", told) for _tap in range(3)])
    assert {response.status_code for response in answered} == {200}
    assert Complaint.objects.count() == 1
    assert not Complaint.objects.get().actions.exists()


def test_of_two_who_acknowledge_one_does(send_complaint, supervisor, cast, office):
    other = cast._user("ruth", "Ruth Okello", "supervisor", office=office)
    complaint = send_complaint()
    url = f"{complaint.get_absolute_url()}acknowledge/"
    answered = at_once(*[(signed_in(user), url, {"text": ""}) for user in (supervisor, other)])
    assert {response.status_code for response in answered} == {303}
    complaint.refresh_from_db()
    assert complaint.status == "acknowledged"
    assert complaint.actions.get().by in (supervisor, other)
