"""Whoever receives a complaint answers it; whoever does not finds no trace of it."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

import amparo
from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import (
    AuditEntry,
    ErasureRecord,
    Notification,
    RestrictedGroupAccess,
)
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.feedback.models import (
    ActionKind,
    Complaint,
    ComplaintSettings,
    ResponseDelivery,
    YouSaidWeDid,
)
from amparo.pillars.advocacy.feedback.statistics import build_table, months_until, sum_by_month
from amparo.pillars.advocacy.feedback.tasks import escalate_complaints
from tests.support.html import Page

pytestmark = pytest.mark.django_db
HANDBOOK = Path(amparo.__file__).parent.parent / "docs" / "handbook"
HEARD = {
    "kind": "complaint_service", "text": "Nobody told her why.", "fears": "unsaid",
    "channel": "in_person", "language": "es",
}  # fmt: skip


def as_(user):
    client = Client()
    client.force_login(user)
    return client


def write_down(user, **told):
    client = as_(user)
    page = Page(client.get("/complaints/new/").content.decode())
    form = next(e.attrs["value"] for e in page.all("input") if e.attrs.get("name") == "form")
    return client, client.post("/complaints/new/", {"form": form, **HEARD, **told}, follow=True)


def test_what_is_heard_in_person_gets_a_code_and_goes_to_who_answers(caseworker, supervisor, who):
    client, response = write_down(caseworker)
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", response.content.decode())
    complaint = Complaint.objects.get()
    assert complaint.received_by == caseworker
    assert who(complaint) == {supervisor}
    assert client.get(complaint.get_absolute_url()).status_code == 404
    with clock.at(now() + timedelta(minutes=11)):
        later = client.get("/complaints/new/code/").content.decode()
    assert "No code is shown any more" in later


def test_of_a_sensitive_one_no_page_of_anybody_else_says_anything(
    caseworker,
    supervisor,
    data_officer,
    auditor,
    sensitive_complaint_staff,
    head_office_user,
    team,
    who,
):
    write_down(caseworker, kind="fraud", text="A canary asks for money.")
    complaint = Complaint.objects.get()
    complaint.add_subject(team, by=head_office_user)
    assert who(complaint) == {sensitive_complaint_staff}
    pages = (
        "/complaints/", "/complaints/?show=closed", "/today/", "/waiting/", "/team/", "/notices/",
        "/complaints/statistics/", "/you-said/", "/ledger/", f"/ledger/?ref={complaint.ref}",
        "/cases/", "/waiting/team/", "/overview/data/",
    )  # fmt: skip
    for user in (caseworker, supervisor, data_officer, auditor):
        client = as_(user)
        assert client.get(complaint.get_absolute_url()).status_code == 404
        told = "".join(client.get(page).content.decode() for page in pages)
        for trace in (str(complaint.ref), complaint.ref.hex[-8:], "canary", "Fraud"):
            assert trace not in told.replace(f"/ledger/?ref={complaint.ref}", "").replace(
                f'value="{complaint.ref}"', ""
            ), f"{user}: {trace}"
        assert not Notification.objects.filter(user=user, event__startswith="complaint").exists()


def test_step_by_step_to_the_end(send_complaint, supervisor):
    complaint, client = send_complaint(), as_(supervisor)
    url = complaint.get_absolute_url()
    assert client.post(f"{url}close/").status_code == 409, "the circle is open"
    for deed, said in (
        ("acknowledge", {"text": "We read it."}),
        ("findings", {"text": "The list was wrong."}),
        ("answer", {"text": "You were right."}),
        ("delivery", {"how": "person", "text": "She nodded."}),
    ):
        assert client.get(f"{url}{deed}/").status_code == 200
        assert client.post(f"{url}{deed}/", said)["Location"] == url
    assert client.post(f"{url}close/").status_code == 303
    complaint.refresh_from_db()
    assert complaint.is_closed
    assert complaint.keep_until.year == complaint.office.today().year + 2
    page = client.get(url).content.decode()
    assert all(text in page for text in ("We read it.", "The list was wrong.", "She nodded."))


def test_that_it_cannot_be_told_says_why(send_complaint, supervisor):
    complaint = send_complaint()
    complaint.answer(by=supervisor, text="You were right.")
    with pytest.raises(Refusal):
        complaint.record_delivery(by=supervisor, how=ResponseDelivery.How.IMPOSSIBLE)
    client = as_(supervisor)
    response = client.post(f"{complaint.get_absolute_url()}delivery/", {"how": "impossible"})
    assert response.status_code == 422
    complaint.record_delivery(by=supervisor, how="impossible", text="No code, no number.")
    complaint.close(by=supervisor)
    assert complaint.is_closed


def test_an_answer_sent_twice_is_one(send_complaint, supervisor):
    complaint = send_complaint()
    for _tap in range(2):
        complaint.answer(by=supervisor, text="You were right.")
        complaint.acknowledge(by=supervisor)
    assert complaint.actions.filter(kind=ActionKind.RESPONDED).count() == 1
    assert complaint.actions.filter(kind=ActionKind.ACKNOWLEDGED).count() == 1


def test_who_names_their_own_office_no_longer_reads_it(
    send_complaint, supervisor, head_office_user, office
):
    complaint, client = send_complaint(), as_(supervisor)
    url = f"{complaint.get_absolute_url()}subject/"
    response = client.post(url, {"office": str(office.ref)})
    assert response["Location"] == "/complaints/"
    assert client.get(complaint.get_absolute_url()).status_code == 404


def test_what_came_in_as_sensitive_stays_so(send_complaint, head_office_user, supervisor):
    complaint = send_complaint("sea")
    with pytest.raises(Refusal):
        complaint.recategorize("suggestion", by=head_office_user)
    page = as_(head_office_user).get(f"{complaint.get_absolute_url()}category/").content.decode()
    assert "Suggestion" not in page
    complaint.recategorize("complaint_staff", by=head_office_user)
    assert complaint.is_sensitive


def test_it_is_given_to_those_who_investigate_as_the_office_says(
    send_complaint, head_office_user, office, administrator
):
    rules = ComplaintSettings.of(office)
    rules.change(by=administrator, investigation="Integrity unit, 555 0199")
    complaint = send_complaint("sea", text="I want to talk to a woman.")
    url = f"{complaint.get_absolute_url()}refer/"
    client = as_(head_office_user)
    assert "Integrity unit, 555 0199" in client.get(url).content.decode()
    client.post(url, {"to": "Integrity unit, 555 0199", "text": "By hand."})
    complaint.refresh_from_db()
    given = complaint.actions.get(kind=ActionKind.REFERRED)
    assert (complaint.status, given.by, given.text) == ("referred", head_office_user, "By hand.")
    assert given.referred_to == "Integrity unit, 555 0199"


def test_past_its_day_it_reaches_one_step_above_once(
    send_complaint, who, supervisor, head_office_user
):
    complaint = send_complaint()
    with clock.at(complaint.acknowledge_by + timedelta(hours=1)):
        for _hour in range(2):
            escalate_complaints.call()
    assert who(complaint) == {supervisor, head_office_user}
    for user in (supervisor, head_office_user):
        assert Notification.objects.filter(user=user, event="complaint.late").count() == 1
    complaint.acknowledge(by=head_office_user)
    with clock.at(complaint.answer_by + timedelta(hours=1)):
        escalate_complaints.call()
    complaint.refresh_from_db()
    assert complaint.escalated_at > complaint.answer_by, "each limit is told once"


def test_whoever_it_is_about_hears_nothing_of_a_late_one(
    send_complaint, who, supervisor, head_office_user, sensitive_complaint_staff
):
    complaint = send_complaint("fraud")
    complaint.add_subject(head_office_user, by=head_office_user)
    with clock.at(complaint.acknowledge_by + timedelta(hours=1)):
        escalate_complaints.call()
    assert head_office_user not in who(complaint)
    assert not Notification.objects.filter(user=head_office_user, event="complaint.late").exists()


def test_few_are_not_counted_for_others_nor_told_by_a_sum():
    months = months_until(date(2026, 2, 15), 3)
    assert months == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    told = [("a", "Port", months[0])] * 4 + [("a", "Port", months[1])] * 7
    [row] = build_table(told, months, is_exact=False)
    assert [cell.shown for cell in row.cells] == [None, 7, 0]
    assert row.total.shown is None
    assert sum_by_month([row], 3) == [None, 7, 0]
    [row] = build_table(told, months, is_exact=True)
    assert [cell.shown for cell in row.cells] == [4, 7, 0]
    assert sum_by_month([row], 3) == [4, 7, 0]
    assert sum_by_month([], 3) == [0, 0, 0]


def test_figures_leave_sensitive_ones_and_few_ones_out(send_complaint, data_officer, supervisor):
    for _each in range(5):
        send_complaint("fraud")
    for _each in range(2):
        send_complaint("suggestion")
    others = as_(data_officer).get("/complaints/statistics/").content.decode()
    assert "Fraud" not in others
    assert "fewer than 5" in others
    own = as_(supervisor).get("/complaints/statistics/").content.decode()
    assert "fewer than" not in own
    assert "Fraud" not in own


def test_nobody_approves_what_they_wrote(supervisor, data_officer, office):
    entry = YouSaidWeDid.draft(
        by=supervisor,
        office=office,
        kind="suggestion",
        said={"es": "Sí."},
        did={"es": "Guardado."},
    )
    url = f"/you-said/{entry.ref}/approve/"
    assert as_(supervisor).post(url).status_code == 409
    assert as_(data_officer).post(url).status_code == 303
    with pytest.raises(Refusal):
        entry.change(by=data_officer, kind="suggestion", said={"es": "No."}, did={"es": "No."})


@pytest.fixture
def draft(supervisor, office):
    """What one wrote, and another is to approve."""
    return YouSaidWeDid.draft(
        by=supervisor,
        office=office,
        kind="suggestion",
        said={"es": "Sí."},
        did={"es": "Guardado."},
    )


def stale(entry):
    """The entry as somebody else loaded it before."""
    return YouSaidWeDid.objects.get(pk=entry.pk)


def test_of_two_who_approve_it_in_the_same_moment_the_first_is_kept(
    draft, data_officer, cast, office
):
    late, third = stale(draft), cast._user("third", "Ruth Okello", "data_officer", office=office)
    draft.approve(by=data_officer)
    late.approve(by=third)
    assert YouSaidWeDid.objects.published().get().approved_by == data_officer
    assert AuditEntry.objects.filter(event="yousaidwedid.approved").count() == 1


def test_what_was_approved_meanwhile_is_not_changed(draft, supervisor, data_officer):
    late = stale(draft)
    draft.approve(by=data_officer)
    with pytest.raises(Refusal):
        late.change(by=supervisor, kind="suggestion", said={"es": "No."}, did={"es": "No."})
    assert YouSaidWeDid.objects.published().get().said == {"es": "Sí."}


def test_who_changed_it_meanwhile_does_not_approve_it(draft, data_officer):
    late = stale(draft)
    draft.change(by=data_officer, kind="suggestion", said={"es": "No."}, did={"es": "No."})
    with pytest.raises(Refusal):
        late.approve(by=data_officer)
    assert not YouSaidWeDid.objects.published().exists()


def test_what_was_taken_down_meanwhile_is_not_published(draft, supervisor, data_officer):
    late = stale(draft)
    draft.remove(by=supervisor)
    with pytest.raises(Refusal):
        late.approve(by=data_officer)
    late = stale(draft)
    late.remove(by=data_officer)
    assert YouSaidWeDid.objects.get().removed_by == supervisor


@pytest.mark.both_databases
def test_the_database_knows_no_approval_by_nobody_or_by_the_author(draft, supervisor):
    for approver in (None, supervisor):
        with pytest.raises(IntegrityError), transaction.atomic():
            YouSaidWeDid.objects.filter(pk=draft.pk).update(
                approved_at=now(), approved_by=approver
            )


def test_half_of_it_is_not_published(supervisor):
    client = as_(supervisor)
    response = client.post("/you-said/new/", {"kind": "suggestion", "said_es": "Sí."})
    assert response.status_code == 422
    assert "Sí." in response.content.decode()
    assert not YouSaidWeDid.objects.exists()


def test_administrators_set_the_limits_of_an_office(administrator, office):
    url = f"/offices/{office.ref}/complaints/"
    told = {"acknowledge_hours": 12, "acknowledge_days": 3, "answer_days": 10, "kept_years": 1}
    assert as_(administrator).post(url, told).status_code == 303
    assert ComplaintSettings.of(office).acknowledge_hours == 12
    assert AuditEntry.objects.filter(event="complaintsettings.changed").count() == 1


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_handbook_tells_the_limits_in_force(language):
    told = (HANDBOOK / language / "complaints.md").read_text(encoding="utf-8")
    for name in ("acknowledge_hours", "acknowledge_days", "answer_days", "kept_years"):
        row = next(line for line in told.splitlines() if f"| `{name}` |" in line)
        figure = str(ComplaintSettings._meta.get_field(name).get_default())
        assert re.findall(r"\d+", row.split("|")[3]) == [figure], name


def over(send_complaint, supervisor):
    """One that was closed, and kept for its two years."""
    complaint = send_complaint()
    complaint.answer(by=supervisor, text="You were right.")
    complaint.record_delivery(by=supervisor, how="person")
    complaint.close(by=supervisor)
    return complaint


def test_past_its_time_two_of_those_who_receive_it_delete_it(
    send_complaint, supervisor, sensitive_complaint_staff
):
    RestrictedGroupAccess.give(
        to=sensitive_complaint_staff, group="complaints", office=supervisor.office, by=None
    )
    complaint = over(send_complaint, supervisor)
    url, first, second = (
        complaint.get_absolute_url(),
        as_(supervisor),
        as_(sensitive_complaint_staff),
    )
    assert first.post(f"{url}delete/").status_code == 409, "its time is not over"
    Complaint.objects.filter(pk=complaint.pk).update(keep_until=date(2026, 1, 1))
    for _twice in range(2):  # whoever taps twice is still one person
        assert first.post(f"{url}delete/")["Location"] == url
    assert Complaint.objects.filter(pk=complaint.pk).exists()
    assert "delete/" not in first.get(url).content.decode()
    assert second.post(f"{url}delete/")["Location"] == "/complaints/"
    assert not Complaint.objects.filter(pk=complaint.pk).exists()
    assert first.get(url).status_code == 404
    stone = ErasureRecord.objects.get(ref=complaint.ref)
    assert (stone.reason, stone.asked_by, stone.by) == (
        "retention",
        supervisor,
        sensitive_complaint_staff,
    )
    assert AuditEntry.objects.filter(event="complaint.erased").count() == 1


def test_what_is_looked_at_again_is_kept(send_complaint, supervisor):
    complaint = over(send_complaint, supervisor)
    Complaint.objects.filter(pk=complaint.pk).update(keep_until=date(2026, 1, 1))
    assert Complaint.objects.get(pk=complaint.pk).delete_permanently(by=supervisor) is False
    complaint.judge(is_satisfied=False, text="It happened again.")
    complaint = Complaint.objects.get(pk=complaint.pk)
    assert not complaint.actions.filter(kind=ActionKind.DELETION_REQUESTED).exists()
    with pytest.raises(Refusal):
        complaint.delete_permanently(by=supervisor)
