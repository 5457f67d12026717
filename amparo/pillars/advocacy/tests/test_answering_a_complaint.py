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
from amparo.pillars.advocacy.models import ActionKind, Complaint, ComplaintRules, Told, YouSaid
from amparo.pillars.advocacy.tasks import look_at_complaints
from amparo.pillars.advocacy.trends import months_until, sum_by_month, table
from tests.support.html import Page

pytestmark = pytest.mark.django_db
HANDBOOK = Path(amparo.__file__).parent.parent / "docs" / "handbook"
HEARD = {
    "kind": "complaint_service", "words": "Nobody told her why.", "fears": "unsaid",
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
    assert complaint.heard_by == caseworker
    assert who(complaint) == {supervisor}
    assert client.get(complaint.get_absolute_url()).status_code == 404
    with clock.at(now() + timedelta(minutes=11)):
        later = client.get("/complaints/new/code/").content.decode()
    assert "No code is shown any more" in later


def test_of_a_sensitive_one_no_page_of_anybody_else_says_anything(
    caseworker, supervisor, data_officer, auditor, trusted, above, team, who
):
    write_down(caseworker, kind="fraud", words="A canary asks for money.")
    complaint = Complaint.objects.get()
    complaint.concern(team, by=above)
    assert who(complaint) == {trusted}
    pages = (
        "/complaints/", "/complaints/?show=closed", "/today/", "/waiting/", "/team/", "/notices/",
        "/complaints/trends/", "/you-said/", "/ledger/", f"/ledger/?ref={complaint.ref}",
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


def test_step_by_step_to_the_end(complain, supervisor):
    complaint, client = complain(), as_(supervisor)
    url = complaint.get_absolute_url()
    assert client.post(f"{url}close/").status_code == 409, "the circle is open"
    for deed, said in (
        ("acknowledge", {"words": "We read it."}),
        ("finding", {"words": "The list was wrong."}),
        ("answer", {"words": "You were right."}),
        ("told", {"how": "person", "words": "She nodded."}),
    ):
        assert client.get(f"{url}{deed}/").status_code == 200
        assert client.post(f"{url}{deed}/", said)["Location"] == url
    assert client.post(f"{url}close/").status_code == 303
    complaint.refresh_from_db()
    assert complaint.is_closed
    assert complaint.keep_until.year == complaint.office.today().year + 2
    page = client.get(url).content.decode()
    assert all(words in page for words in ("We read it.", "The list was wrong.", "She nodded."))


def test_that_it_cannot_be_told_says_why(complain, supervisor):
    complaint = complain()
    complaint.answer(by=supervisor, words="You were right.")
    with pytest.raises(Refusal):
        complaint.told_by(by=supervisor, how=Told.How.IMPOSSIBLE)
    client = as_(supervisor)
    response = client.post(f"{complaint.get_absolute_url()}told/", {"how": "impossible"})
    assert response.status_code == 422
    complaint.told_by(by=supervisor, how="impossible", words="No code, no number.")
    complaint.close(by=supervisor)
    assert complaint.is_closed


def test_an_answer_sent_twice_is_one(complain, supervisor):
    complaint = complain()
    for _tap in range(2):
        complaint.answer(by=supervisor, words="You were right.")
        complaint.acknowledge(by=supervisor)
    assert complaint.actions.filter(kind=ActionKind.RESPONDED).count() == 1
    assert complaint.actions.filter(kind=ActionKind.ACKNOWLEDGED).count() == 1


def test_who_names_their_own_office_no_longer_reads_it(complain, supervisor, above, office):
    complaint, client = complain(), as_(supervisor)
    url = f"{complaint.get_absolute_url()}concern/"
    response = client.post(url, {"office": str(office.ref)})
    assert response["Location"] == "/complaints/"
    assert client.get(complaint.get_absolute_url()).status_code == 404


def test_what_came_in_as_sensitive_stays_so(complain, above, supervisor):
    complaint = complain("sea")
    with pytest.raises(Refusal):
        complaint.sort_anew("suggestion", by=above)
    page = as_(above).get(f"{complaint.get_absolute_url()}kind/").content.decode()
    assert "Suggestion" not in page
    complaint.sort_anew("complaint_staff", by=above)
    assert complaint.is_sensitive


def test_it_is_given_to_those_who_investigate_as_the_office_says(
    complain, above, office, administrator
):
    rules = ComplaintRules.of(office)
    rules.change(by=administrator, investigation="Integrity unit, 555 0199")
    complaint = complain("sea", words="I want to talk to a woman.")
    url = f"{complaint.get_absolute_url()}refer/"
    client = as_(above)
    assert "Integrity unit, 555 0199" in client.get(url).content.decode()
    client.post(url, {"to": "Integrity unit, 555 0199", "words": "By hand."})
    complaint.refresh_from_db()
    given = complaint.actions.get(kind=ActionKind.REFERRED)
    assert (complaint.status, given.by, given.text) == ("referred", above, "By hand.")
    assert given.referred_to == "Integrity unit, 555 0199"


def test_past_its_day_it_reaches_one_step_above_once(complain, who, supervisor, above):
    complaint = complain()
    with clock.at(complaint.acknowledge_by + timedelta(hours=1)):
        for _hour in range(2):
            look_at_complaints.call()
    assert who(complaint) == {supervisor, above}
    for user in (supervisor, above):
        assert Notification.objects.filter(user=user, event="complaint.late").count() == 1
    complaint.acknowledge(by=above)
    with clock.at(complaint.answer_by + timedelta(hours=1)):
        look_at_complaints.call()
    complaint.refresh_from_db()
    assert complaint.escalated_at > complaint.answer_by, "each limit is told once"


def test_whoever_it_is_about_hears_nothing_of_a_late_one(
    complain, who, supervisor, above, trusted
):
    complaint = complain("fraud")
    complaint.concern(above, by=above)
    with clock.at(complaint.acknowledge_by + timedelta(hours=1)):
        look_at_complaints.call()
    assert above not in who(complaint)
    assert not Notification.objects.filter(user=above, event="complaint.late").exists()


def test_few_are_not_counted_for_others_nor_told_by_a_sum():
    months = months_until(date(2026, 2, 15), 3)
    assert months == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    told = [("a", "Port", months[0])] * 4 + [("a", "Port", months[1])] * 7
    [row] = table(told, months, is_exact=False)
    assert [cell.shown for cell in row.cells] == [None, 7, 0]
    assert row.total.shown is None
    assert sum_by_month([row], 3) == [None, 7, 0]
    [row] = table(told, months, is_exact=True)
    assert [cell.shown for cell in row.cells] == [4, 7, 0]
    assert sum_by_month([row], 3) == [4, 7, 0]
    assert sum_by_month([], 3) == [0, 0, 0]


def test_figures_leave_sensitive_ones_and_few_ones_out(complain, data_officer, supervisor):
    for _each in range(5):
        complain("fraud")
    for _each in range(2):
        complain("suggestion")
    others = as_(data_officer).get("/complaints/trends/").content.decode()
    assert "Fraud" not in others
    assert "fewer than 5" in others
    own = as_(supervisor).get("/complaints/trends/").content.decode()
    assert "fewer than" not in own
    assert "Fraud" not in own


def test_nobody_approves_what_they_wrote(supervisor, data_officer, office):
    entry = YouSaid.draft(
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
    return YouSaid.draft(
        by=supervisor,
        office=office,
        kind="suggestion",
        said={"es": "Sí."},
        did={"es": "Guardado."},
    )


def stale(entry):
    """The entry as somebody else loaded it before."""
    return YouSaid.objects.get(pk=entry.pk)


def test_of_two_who_approve_it_in_the_same_moment_the_first_is_kept(
    draft, data_officer, cast, office
):
    late, third = stale(draft), cast._user("third", "Ruth Okello", "data_officer", office=office)
    draft.endorse(by=data_officer)
    late.endorse(by=third)
    assert YouSaid.objects.published().get().approved_by == data_officer
    assert AuditEntry.objects.filter(event="yousaid.endorsed").count() == 1


def test_what_was_approved_meanwhile_is_not_changed(draft, supervisor, data_officer):
    late = stale(draft)
    draft.endorse(by=data_officer)
    with pytest.raises(Refusal):
        late.change(by=supervisor, kind="suggestion", said={"es": "No."}, did={"es": "No."})
    assert YouSaid.objects.published().get().said == {"es": "Sí."}


def test_who_changed_it_meanwhile_does_not_approve_it(draft, data_officer):
    late = stale(draft)
    draft.change(by=data_officer, kind="suggestion", said={"es": "No."}, did={"es": "No."})
    with pytest.raises(Refusal):
        late.endorse(by=data_officer)
    assert not YouSaid.objects.published().exists()


def test_what_was_taken_down_meanwhile_is_not_published(draft, supervisor, data_officer):
    late = stale(draft)
    draft.take_down(by=supervisor)
    with pytest.raises(Refusal):
        late.endorse(by=data_officer)
    late = stale(draft)
    late.take_down(by=data_officer)
    assert YouSaid.objects.get().removed_by == supervisor


@pytest.mark.both_databases
def test_the_database_knows_no_approval_by_nobody_or_by_the_author(draft, supervisor):
    for approver in (None, supervisor):
        with pytest.raises(IntegrityError), transaction.atomic():
            YouSaid.objects.filter(pk=draft.pk).update(approved_at=now(), approved_by=approver)


def test_half_of_it_is_not_published(supervisor):
    client = as_(supervisor)
    response = client.post("/you-said/new/", {"kind": "suggestion", "said_es": "Sí."})
    assert response.status_code == 422
    assert "Sí." in response.content.decode()
    assert not YouSaid.objects.exists()


def test_administrators_set_the_limits_of_an_office(administrator, office):
    url = f"/offices/{office.ref}/complaints/"
    told = {"acknowledge_hours": 12, "acknowledge_days": 3, "answer_days": 10, "kept_years": 1}
    assert as_(administrator).post(url, told).status_code == 303
    assert ComplaintRules.of(office).acknowledge_hours == 12
    assert AuditEntry.objects.filter(event="rules.changed").count() == 1


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_handbook_tells_the_limits_in_force(language):
    told = (HANDBOOK / language / "complaints.md").read_text(encoding="utf-8")
    for name in ("acknowledge_hours", "acknowledge_days", "answer_days", "kept_years"):
        row = next(line for line in told.splitlines() if f"| `{name}` |" in line)
        figure = str(ComplaintRules._meta.get_field(name).get_default())
        assert re.findall(r"\d+", row.split("|")[3]) == [figure], name


def over(complain, supervisor):
    """One that was closed, and kept for its two years."""
    complaint = complain()
    complaint.answer(by=supervisor, words="You were right.")
    complaint.told_by(by=supervisor, how="person")
    complaint.close(by=supervisor)
    return complaint


def test_past_its_time_two_of_those_who_receive_it_delete_it(complain, supervisor, trusted):
    RestrictedGroupAccess.give(to=trusted, group="complaints", office=supervisor.office, by=None)
    complaint = over(complain, supervisor)
    url, first, second = complaint.get_absolute_url(), as_(supervisor), as_(trusted)
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
    assert (stone.reason, stone.asked_by, stone.by) == ("retention", supervisor, trusted)
    assert AuditEntry.objects.filter(event="complaint.erased").count() == 1


def test_what_is_looked_at_again_is_kept(complain, supervisor):
    complaint = over(complain, supervisor)
    Complaint.objects.filter(pk=complaint.pk).update(keep_until=date(2026, 1, 1))
    assert Complaint.objects.get(pk=complaint.pk).delete_for_good(by=supervisor) is False
    complaint.judge(is_satisfied=False, words="It happened again.")
    complaint = Complaint.objects.get(pk=complaint.pk)
    assert not complaint.actions.filter(kind=ActionKind.DELETION_REQUESTED).exists()
    with pytest.raises(Refusal):
        complaint.delete_for_good(by=supervisor)
