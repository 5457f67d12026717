"""What was done with a complaint is kept in one table; who reads of it depends on the kind."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from amparo.foundation.core.erasure import disclosed_models
from amparo.foundation.core.models import User
from amparo.pillars.advocacy.feedback.models import ActionKind, Complaint, ComplaintAction
from amparo.pillars.advocacy.feedback.models.records import READ_WITH_CODE
from tests.support.html import Page

pytestmark = pytest.mark.django_db
ABOUT = {
    ActionKind.RECATEGORIZED: {"from_category": "canary-before", "to_category": "canary-after"},
    ActionKind.REFERRED: {"referred_to": "A canary unit"},
}
BY_COMPLAINANT = {ActionKind.REOPENED, ActionKind.WITHDRAWN}
AMONG_US = {ActionKind.REFERRED, ActionKind.RECATEGORIZED, ActionKind.DELETION_REQUESTED}
every_kind = pytest.mark.parametrize("kind", ActionKind)


@pytest.fixture
def act(supervisor):
    """Write down that something was done, with a text of its own."""

    def act(complaint, kind, **about):
        by = None if kind in BY_COMPLAINANT else supervisor
        fields = {"by": by, "text": f"canary {kind}"} | ABOUT.get(kind, {}) | about
        return complaint.actions.create(kind=kind, **fields)

    return act


def page_of(complaint):
    """What whoever complained reads with their code."""
    visitor = Client(enforce_csrf_checks=True)
    page = Page(visitor.get("/a/q/?lang=en").content.decode())
    form = next(e.attrs["value"] for e in page.all("input") if e.attrs.get("name") == "form")
    told = {"form": form, "code": complaint.code}
    return visitor.post("/a/q/?lang=en", told, follow=True).content.decode()


def found_by(model, pk):
    return {user for user in User.objects.all() if model.objects.accessible_to(user).filter(pk=pk)}


def test_messages_and_answers_are_read_with_the_code_and_nothing_else():
    assert set(READ_WITH_CODE) == {ActionKind.MESSAGE, ActionKind.RESPONDED}


@every_kind
def test_the_public_page_shows_no_other_kind(kind, send_complaint, act):
    complaint = send_complaint()
    act(complaint, kind)
    page = page_of(complaint)
    assert complaint.text in page
    assert ("canary" in page) == (kind in READ_WITH_CODE)


@every_kind
def test_whom_it_is_about_finds_no_action_of_any_kind(
    kind, send_complaint, act, supervisor, sensitive_complaint_staff
):
    complaint = send_complaint("fraud")
    complaint.add_subject(supervisor, by=sensitive_complaint_staff)
    action = act(complaint, kind)
    assert supervisor not in found_by(ComplaintAction, action.pk)
    assert found_by(ComplaintAction, action.pk) == found_by(Complaint, complaint.pk)


@every_kind
def test_each_is_withheld_with_the_reason_of_its_kind(kind, send_complaint, act):
    complaint = send_complaint()
    action = act(complaint, kind)
    parts = [part for part in disclosed_models(complaint) if part.model is ComplaintAction]
    [declared] = [part for part in parts if action in part.rows(complaint)]
    reason = "stays among those who receive" if kind in AMONG_US else "with their code"
    with translation.override("en"):
        assert reason in str(declared.withheld)


@pytest.mark.both_databases
def test_what_happens_once_is_there_once(send_complaint, act):
    complaint, refused = send_complaint(), Counter()
    for kind in [*ActionKind, *ActionKind]:
        try:
            with transaction.atomic():
                act(complaint, kind)
        except IntegrityError:
            refused[kind] += 1
    assert refused == {
        ActionKind.ACKNOWLEDGED: 1,
        ActionKind.REOPENED: 1,
        ActionKind.WITHDRAWN: 1,
        ActionKind.DELETION_REQUESTED: 1,
    }


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (ActionKind.DELETION_REQUESTED, {"by": None}),
        (ActionKind.RESPONDED, {"by": None}),
        (ActionKind.RECATEGORIZED, {"to_category": ""}),
        (ActionKind.RECATEGORIZED, {"from_category": ""}),
        (ActionKind.REFERRED, {"referred_to": ""}),
        (ActionKind.MESSAGE, {"referred_to": "A unit"}),
        (ActionKind.MESSAGE, {"to_category": "sea"}),
        ("finding", {}),
    ],
)
def test_the_database_refuses_what_says_nothing_or_too_much(kind, about, send_complaint, act):
    complaint = send_complaint()
    with pytest.raises(IntegrityError), transaction.atomic():
        act(complaint, kind, **about)


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", sorted(BY_COMPLAINANT))
def test_no_colleague_takes_it_back_or_is_dissatisfied_for_them(
    kind, send_complaint, act, supervisor
):
    complaint = send_complaint()
    with pytest.raises(IntegrityError), transaction.atomic():
        act(complaint, kind, by=supervisor)


def test_of_two_who_act_on_a_copy_the_second_sees_the_first(send_complaint, supervisor):
    complaint = send_complaint()
    late = Complaint.objects.get(pk=complaint.pk)
    complaint.withdraw(text="I fear them.")
    late.withdraw(text="Again.")
    assert complaint.actions.get(kind=ActionKind.WITHDRAWN).text == "I fear them."
    assert late.is_closed
    late.close(by=supervisor)
    assert complaint.actions.filter(kind=ActionKind.CLOSED).count() == 1


def test_whoever_asked_for_its_deletion_does_not_confirm_it_on_a_copy(send_complaint, supervisor):
    complaint = send_complaint()
    complaint.withdraw()
    Complaint.objects.filter(pk=complaint.pk).update(keep_until=complaint.office.today())
    copies = [Complaint.objects.get(pk=complaint.pk) for _copy in range(2)]
    assert [copy.delete_permanently(by=supervisor) for copy in copies] == [False, False]
    assert complaint.actions.get(kind=ActionKind.DELETION_REQUESTED).by == supervisor
