"""The action page in the whole product: done once, refused in place, never led astray."""

from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.core.action_views import ActionView, NestedActionView, attempt
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.ui.forms import Form

pytestmark = pytest.mark.django_db
PASSPORT = {"kind": "passport", "number": "BO-123456", "held_by": "withheld"}


@pytest.fixture
def new_document(client, caseworker, rosa):
    client.force_login(caseworker)
    return reverse("people:document-new", args=[rosa.ref])


def test_sent_twice_under_one_key_it_is_done_once(client, new_document, rosa):
    data = PASSPORT | {"once": str(uuid4())}
    first, again = client.post(new_document, data), client.post(new_document, data)
    assert (first.status_code, again.status_code) == (303, 303)
    assert rosa.documents.count() == 1


def test_a_stale_key_with_other_answers_changes_nothing(client, new_document, rosa):
    key = str(uuid4())
    client.post(new_document, PASSPORT | {"once": key})
    answer = client.post(new_document, PASSPORT | {"number": "BO-654321", "once": key})
    assert answer.status_code == 409
    assert [each.number for each in rosa.documents.all()] == [PASSPORT["number"]]


def test_a_refusal_undoes_all_and_keeps_what_was_written(client, caseworker, rosa):
    consent = rosa.consents.get()
    client.force_login(caseworker)
    where = reverse("people:consent-withdraw", args=[consent.ref])
    assert client.post(where, {"once": str(uuid4())}).status_code == 303
    withdrawn = AuditEntry.objects.filter(event="consent.withdrawn")
    answer = client.post(where, {"statement": "She said so again", "once": str(uuid4())})
    assert answer.status_code == 422
    assert "there is nothing to withdraw" in answer.text
    assert "She said so again" in answer.text
    assert withdrawn.count() == 1


@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_what_was_done_leads_to_no_other_site(client, new_document, rosa, foreign):
    data = PASSPORT | {"next": foreign, "once": str(uuid4())}
    answer = client.post(f"{new_document}?next={foreign}", data)
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"/people/{rosa.ref}/")


def test_what_was_done_leads_back_to_the_page_that_asked(client, new_document):
    page = client.get(f"{new_document}?next=/search/")
    assert '<a class="btn btn-quiet" href="/search/">Leave without saving</a>' in page.text
    answer = client.post(new_document, PASSPORT | {"next": "/search/", "once": str(uuid4())})
    assert answer["Location"] == "/search/"


def test_who_may_not_do_it_finds_no_page(client, new_document, stranger, rosa):
    client.force_login(stranger)
    assert client.get(new_document).status_code == 404
    assert client.post(new_document, PASSPORT | {"once": str(uuid4())}).status_code == 404
    assert not rosa.documents.exists()


def test_an_action_without_records_is_a_fault_of_ours(rf):
    for kind in (ActionView, NestedActionView):
        view = kind()
        view.setup(rf.get("/"))
        with pytest.raises((TypeError, NotImplementedError)):
            view.get_record(ref=uuid4())


def test_a_step_that_is_refused_says_so_on_its_form():
    form = Form({})

    def decline():
        raise Refusal("Not on a Sunday.")

    assert attempt(form, decline) is None
    assert form.non_field_errors() == ["Not on a Sunday."]
    assert attempt(form, lambda: "done") == "done"
