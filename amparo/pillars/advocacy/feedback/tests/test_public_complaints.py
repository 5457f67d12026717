"""Somebody complains without a name, and comes back with a code for the answer."""

import re

import pytest
from django.test import Client

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.pillars.advocacy.feedback.models import (
    ActionKind,
    Complaint,
    ComplaintAction,
    ResponseDelivery,
    YouSaidWeDid,
)
from tests.support.html import Page

pytestmark = pytest.mark.django_db
COMPLAINT = {"kind": "complaint_service", "text": "They sent me away twice."}
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture(autouse=True)
def _there(office, supervisor):
    """An office that answers."""


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def number_on(response):
    page = Page(response.content.decode())
    return next(
        each.attrs["value"] for each in page.all("input") if each.attrs.get("name") == "form"
    )


def send(visitor, lang="en", **told):
    number = told.pop("form", "") or number_on(visitor.get(f"/a/c/?lang={lang}"))
    return visitor.post(f"/a/c/?lang={lang}", {"form": number, **COMPLAINT, **told})


def code_on(response):
    return CODE.search(response.content.decode()).group()


def come_back(code, lang="en"):
    visitor = Client(enforce_csrf_checks=True)
    number = number_on(visitor.get(f"/a/q/?lang={lang}"))
    response = visitor.post(f"/a/q/?lang={lang}", {"form": number, "code": code}, follow=True)
    return visitor, response


@pytest.mark.parametrize("lang", ["es", "ar"])
def test_few_questions_no_name_and_a_code_in_answer(visitor, lang):
    response = send(visitor, lang, contact="+591 70012345, de noche", fears="yes")
    assert response.status_code == 200
    assert f'<html lang="{lang}"' in response.content.decode()
    complaint = Complaint.objects.get()
    assert (complaint.text, complaint.fears, complaint.language) == (
        COMPLAINT["text"],
        "yes",
        lang,
    )
    assert complaint.received_by is None
    assert code_on(response).replace("-", "") not in str(vars(complaint)), "kept by nobody"


def test_a_double_tap_is_one_complaint_with_one_code(visitor):
    number = number_on(visitor.get("/a/c/?lang=en"))
    first, second = send(visitor, form=number), send(visitor, form=number)
    assert code_on(first) == code_on(second)
    assert Complaint.objects.count() == 1


def test_what_was_changed_before_it_was_sent_again_is_added(visitor):
    number = number_on(visitor.get("/a/c/?lang=en"))
    send(visitor, form=number)
    send(visitor, form=number, text="And they laughed.")
    complaint = Complaint.objects.get()
    assert [each.text for each in complaint.actions.all()] == ["And they laughed."]


def test_what_is_missing_is_said_and_nothing_is_lost(visitor):
    number = number_on(visitor.get("/a/c/?lang=en"))
    response = visitor.post("/a/c/?lang=en", {"form": number, "text": "", "wish": "A list."})
    assert response.status_code == 422
    assert "A list." in response.content.decode()
    assert not Complaint.objects.exists()


def test_a_form_that_is_none_of_ours_is_not_taken(visitor):
    assert visitor.post("/a/c/", {"form": "made up", **COMPLAINT}).status_code == 403
    assert not Complaint.objects.exists()


def test_what_fills_in_everything_is_no_person(visitor):
    assert send(visitor, subject="buy").status_code == 429
    assert not Complaint.objects.exists()


def test_with_the_code_they_read_the_answer_and_say_that_it_is_one(visitor, supervisor):
    code = code_on(send(visitor))
    complaint = Complaint.objects.get()
    complaint.answer(by=supervisor, text="You were right. The list was wrong.")
    for typed in (code, code.lower().replace("-", " ")):
        visitor, page = come_back(typed)
        assert "The list was wrong." in page.content.decode()
        assert supervisor.name not in page.content.decode()
    form = number_on(page)
    visitor.post("/a/q/judge/", {"form": form, "satisfied": "yes"})
    told = complaint.deliveries.get()
    assert (told.how, told.is_satisfied, told.by) == (ResponseDelivery.How.CODE, True, None)
    complaint.close(by=supervisor)
    assert complaint.is_closed


def test_not_satisfied_it_is_looked_at_again_once(visitor, supervisor):
    code = code_on(send(visitor))
    complaint = Complaint.objects.get()
    complaint.answer(by=supervisor, text="Nothing was wrong.")
    visitor, page = come_back(code)
    no = {"form": number_on(page), "satisfied": "no", "text": "It was."}
    for _tap in range(2):
        assert visitor.post("/a/q/judge/", no).status_code == 303
    complaint.refresh_from_db()
    assert complaint.status == "in_review"
    assert complaint.actions.get(kind=ActionKind.REOPENED).text == "It was."
    assert Notification.objects.filter(user=supervisor, event="complaint.reopened").count() == 1
    complaint.answer(by=supervisor, text="We looked again.")
    visitor.post("/a/q/judge/", no)
    complaint.refresh_from_db()
    assert complaint.status == "responded", "once"
    assert complaint.deliveries.count() == 2


def test_they_add_words_say_how_to_be_reached_and_take_it_back(visitor, supervisor):
    code = code_on(send(visitor))
    visitor, page = come_back(code)
    form = number_on(page)
    for _tap in range(2):
        visitor.post("/a/q/add/", {"form": form, "text": "It was on Monday."})
    visitor.post("/a/q/reach/", {"form": form, "contact": "Through Sister Inés"})
    complaint = Complaint.objects.get()
    assert [each.text for each in complaint.actions.all()] == ["It was on Monday."]
    assert complaint.contact_details == "Through Sister Inés"
    assert "Take back what you told us?" in visitor.get("/a/q/stop/?lang=en").content.decode()
    visitor.post("/a/q/stop/", {"form": form})
    complaint.refresh_from_db()
    assert complaint.is_closed
    assert complaint.actions.get(kind=ActionKind.WITHDRAWN).by is None


def test_what_endangers_others_is_still_looked_into_and_they_are_told_so(visitor):
    code = code_on(send(visitor, kind="fraud"))
    visitor, page = come_back(code)
    assert "we still look into it" in visitor.get("/a/q/stop/?lang=en").content.decode()
    visitor.post("/a/q/stop/", {"form": number_on(page)})
    assert not Complaint.objects.get().is_closed


def test_after_abuse_help_is_offered_at_once(visitor):
    response = send(visitor, kind="sea", text="He asked for it.").content.decode()
    assert "Do you need help now?" in response
    assert "Do you need help now?" not in send(visitor, kind="suggestion").content.decode()


def test_a_wrong_code_opens_nothing_and_six_in_a_minute_are_too_many(visitor):
    send(visitor)
    guesser = Client()
    form = number_on(guesser.get("/a/q/?lang=en"))
    answers = [
        guesser.post("/a/q/?lang=en", {"form": form, "code": "0000-0000-0000"}).status_code
        for _try in range(6)
    ]
    assert answers == [422] * 5 + [429]


def test_the_visit_ends_with_one_tap_and_another_telephone_never_had_it(visitor):
    code = code_on(send(visitor))
    visitor, page = come_back(code)
    assert COMPLAINT["text"] in visitor.get("/a/q/?lang=en").content.decode()
    visitor.post("/a/q/end/", {"form": number_on(page)})
    for each in (visitor, Client()):
        assert COMPLAINT["text"] not in each.get("/a/q/?lang=en").content.decode()
    assert visitor.get("/a/q/stop/")["Location"].startswith("/a/q/")


def test_another_page_cannot_send_a_form_of_this_visit(visitor):
    visitor, _page = come_back(code_on(send(visitor)))
    assert visitor.post("/a/q/add/", {"form": "made up", "text": "x"}).status_code == 403


def test_the_ledger_says_that_something_was_done_and_neither_what_nor_of_whom(visitor, supervisor):
    send(visitor, kind="suggestion")
    complaint = Complaint.objects.get()
    complaint.acknowledge(by=supervisor)
    lines = AuditEntry.objects.filter(file_ref=complaint.ref)
    assert {line.event for line in lines} == {"complaint.worked_on"}
    assert all(line.details == {} for line in lines)


def test_what_we_did_is_published_when_a_second_person_has_read_it(
    visitor, supervisor, data_officer, office
):
    entry = YouSaidWeDid.draft(
        by=supervisor, office=office, kind="suggestion", said={"es": "Abrid antes."},
        did={"es": "Abrimos a las siete."},
    )  # fmt: skip
    assert "Abrid antes." not in visitor.get("/a/y/?lang=es").content.decode()
    entry.approve(by=data_officer)
    page = visitor.get("/a/y/?lang=fr").content.decode()
    assert 'lang="es" dir="auto">Abrid antes.' in page, "said to be in another language"
    entry.remove(by=supervisor)
    assert "Abrid antes." not in visitor.get("/a/y/?lang=es").content.decode()


def test_answers_are_sealed(visitor, supervisor):
    send(visitor, text="A canary sings.")
    Complaint.objects.get().answer(by=supervisor, text="Another canary.")
    kept = [
        *Complaint.objects.values_list("text", flat=True),
        *ComplaintAction.objects.filter(kind=ActionKind.RESPONDED).values_list("text", flat=True),
    ]
    assert not any(b"canary" in bytes(each) for each in kept)
