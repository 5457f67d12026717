"""When the time of a file is over, two people delete it: never one, and never a clock."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from amparo.foundation.core import clock
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.models import (
    AuditEntry,
    DataKey,
    ErasureRecord,
    ErasureStatistic,
    Notification,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Family, Person, PersonAccessGrant, SearchToken
from amparo.foundation.people.search.search import search
from amparo.foundation.protection.models import Incident, Observation
from amparo.pillars.assistance.cases.models import Attachment, Case, Closure, Note
from amparo.pillars.assistance.privacy.erasure import erase_case
from amparo.pillars.assistance.privacy.models import DeletionRequest, LegalHold
from amparo.pillars.assistance.privacy.retention import possible_confirmers, responsible_office

pytestmark = pytest.mark.django_db


def close(case, by, supervisor):
    closure = Closure.propose(case, by=by, reason="goals_met", summary="They are well.")
    case.approvalrequests.get(record_ref=closure.ref).decide(by=supervisor, approved=True)
    case.refresh_from_db()
    return case


def make_due(record):
    record.keep_until = date(2026, 1, 1)
    record.save()


@pytest.fixture
def closed(case, nayeli, family, caseworker, supervisor):
    """Rosa's case with her daughter in it, closed long ago."""
    case.add_dependant(nayeli, "child", by=caseworker)
    Note.write(case, by=caseworker, text="She asked about school.")
    close(case, caseworker, supervisor)
    make_due(case)
    return case


@pytest.fixture
def asked(closed, caseworker):
    return DeletionRequest.ask(closed, by=caseworker, why="retention")


def answer(user, asked, decision, because=""):
    client = Client()
    client.force_login(user)
    return client.post(
        f"/kept/deletions/{asked.ref}/",
        {"answer": decision, "because": because, "once": str(uuid4())},
    )


# Two people.


def test_one_asks_and_a_second_deletes(client, closed, caseworker, supervisor):
    client.force_login(caseworker)
    sent = {"why": "retention", "because": "", "once": str(uuid4())}
    assert client.post(f"/cases/{closed.ref}/delete/", sent).status_code == 303
    asked = DeletionRequest.objects.get()
    assert Notification.objects.filter(user=supervisor, event="deletion.asked").exists()
    assert answer(supervisor, asked, "confirm").status_code == 303
    assert not Case.objects.filter(ref=closed.ref).exists()


def test_who_asked_does_not_confirm(closed, supervisor):
    asked = DeletionRequest.ask(closed, by=supervisor, why="retention")
    assert answer(supervisor, asked, "confirm").status_code == 422
    assert Case.objects.filter(ref=closed.ref).exists()


def test_a_colleague_without_that_duty_cannot_confirm(asked, colleague):
    assert answer(colleague, asked, "confirm").status_code == 403
    assert DeletionRequest.objects.waiting().exists()


def test_for_a_stranger_there_is_nothing_to_confirm(asked, stranger):
    assert answer(stranger, asked, "confirm").status_code == 404


def test_the_data_officer_confirms_without_reading_it(client, asked, data_officer):
    client.force_login(data_officer)
    page = client.get(f"/kept/deletions/{asked.ref}/").content.decode()
    assert asked.case.number in page
    assert "Rosa" not in page
    assert client.get(f"/cases/{asked.case.ref}/").status_code == 404
    assert answer(data_officer, asked, "confirm").status_code == 303
    assert not Case.objects.exists()


def test_a_second_person_may_come_from_the_office_above(asked, office, cast, supervisor):
    office.parent = cast.other_office
    office.save()
    above = cast._user("above", "Aya Sato", "supervisor", office=cast.other_office)
    asked.case.restrict("trafficking", by=supervisor)
    assert answer(above, asked, "confirm").status_code == 404, "Not of a restricted file."
    asked.case.restrict("ordinary", by=supervisor)
    assert answer(above, asked, "confirm").status_code == 303
    assert not Case.objects.exists()


def test_an_office_with_nobody_above_it_asks_nobody_of_another(asked, cast):
    assert asked.case.office.parent is None
    cast._user("elsewhere", "Aya Sato", "supervisor", team=cast.other_team)
    assert possible_confirmers(asked.case) == [cast.supervisor]


def test_a_screen_left_open_is_not_enough_to_delete(asked, supervisor):
    client = Client()
    client.force_login(supervisor)
    sent = {"answer": "confirm", "because": "", "once": str(uuid4())}
    with clock.at(timezone.now() + timedelta(minutes=16)):
        response = client.post(f"/kept/deletions/{asked.ref}/", sent)
    assert response.status_code == 303
    assert response["Location"].startswith(reverse("reauthenticate"))
    assert Case.objects.exists()


def test_refused_the_file_stays_and_who_asked_is_told_why(asked, supervisor, caseworker):
    assert answer(supervisor, asked, "refuse").status_code == 422
    assert answer(supervisor, asked, "refuse", "Her sister may come back.").status_code == 303
    asked.refresh_from_db()
    assert not asked.is_waiting
    assert Notification.objects.filter(user=caseworker, event="deletion.refused").exists()
    assert answer(supervisor, asked, "confirm").status_code == 422
    assert Case.objects.exists()


def test_of_two_who_refuse_it_in_the_same_moment_the_second_is_told(asked, supervisor):
    stale = DeletionRequest.objects.get(pk=asked.pk)
    asked.refuse(by=supervisor, because="Her sister may come back.")
    for late in (
        lambda: stale.refuse(by=supervisor, because="Again"), lambda: stale.confirm(by=supervisor),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            late()
    stored = DeletionRequest.objects.get()
    assert (stored.refused_reason, stored.refused_by) == ("Her sister may come back.", supervisor)
    assert Case.objects.exists()


def test_an_open_case_is_not_deleted(client, case, caseworker):
    client.force_login(caseworker)
    sent = {"why": "asked", "because": "She wants it gone.", "once": str(uuid4())}
    response = client.post(f"/cases/{case.ref}/delete/", sent)
    assert response.status_code == 422
    assert not DeletionRequest.objects.exists()


def test_before_its_time_it_takes_a_reason(client, case, caseworker, supervisor):
    close(case, caseworker, supervisor)
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/delete/"
    for why in ("retention", "asked"):
        sent = {"why": why, "because": "", "once": str(uuid4())}
        assert client.post(url, sent).status_code == 422
    sent = {"why": "asked", "because": "She wants it gone.", "once": str(uuid4())}
    assert client.post(url, sent).status_code == 303


# What forbids it.


def test_a_held_file_is_not_deleted_until_it_is_released(closed, asked, supervisor, data_officer):
    hold = LegalHold.put(closed, by=supervisor, because="A judge asks for it.")
    asked.refresh_from_db()
    assert not asked.is_waiting, "Request for before is refused with the hold."
    client = Client()
    client.force_login(supervisor)
    sent = {"why": "retention", "because": "", "once": str(uuid4())}
    assert client.post(f"/cases/{closed.ref}/delete/", sent).status_code == 422
    page = client.get(f"/cases/{closed.ref}/").content.decode()
    assert "A judge asks for it." in page
    done = {"because": "The trial is over.", "once": str(uuid4())}
    assert client.post(f"/kept/holds/{hold.ref}/release/", done).status_code == 303
    assert (
        client.post(f"/cases/{closed.ref}/delete/", sent | {"once": str(uuid4())}).status_code
        == 303
    )


def test_released_twice_the_first_reason_stays(case, supervisor):
    hold = LegalHold.put(case, by=supervisor, because="A judge asks for it.")
    stale = LegalHold.objects.get(pk=hold.pk)
    hold.release(by=supervisor, because="The trial is over.")
    stale.release(by=supervisor, because="Again")
    assert LegalHold.objects.get().released_reason == "The trial is over."
    assert AuditEntry.objects.filter(event="hold.released").count() == 1


def test_only_who_answers_for_the_case_holds_it(client, case, colleague):
    client.force_login(colleague)
    sent = {"because": "A judge asks for it.", "once": str(uuid4())}
    assert client.post(f"/cases/{case.ref}/hold/", sent).status_code == 403


# What goes and what stays.


def test_nothing_of_the_file_is_left(
    closed, nayeli, rosa, supervisor, caseworker, tmp_path, settings
):
    settings.AMPARO_FILE_STORAGE = tmp_path
    closed.status = Case.Status.OPEN
    paper = validate_upload("letter.txt", "text/plain", 5, BytesIO(b"Hello"))
    kept = Attachment.keep(closed, by=caseworker, paper=paper)
    Observation.record(
        by=caseworker, person=rosa, case_ref=closed.ref, level="individual", factor="debt",
        polarity="risk", severity=2, observed_on=date(2026, 1, 5), evidence="She owes him.",
    )  # fmt: skip
    Incident.report(by=caseworker, victims=[rosa], harm="exploitation", case_ref=closed.ref)
    closed.status = Case.Status.CLOSED
    closed.save()
    family = Family.objects.get()
    asked = DeletionRequest.ask(closed, by=caseworker, why="retention")
    with TestCase.captureOnCommitCallbacks(execute=True):
        asked.confirm(by=supervisor)
    assert list(EncryptedFile.names()) == []
    owners = [closed.ref, rosa.ref, nayeli.ref, family.ref]
    assert not DataKey.objects.filter(owner_ref__in=owners).exists()
    with pytest.raises(FileNotFoundError):
        EncryptedFile.open(kept.storage_key)
    assert not Observation.objects.exists()
    assert not Incident.objects.exists()
    assert not SearchToken.objects.exists()
    assert not PersonAccessGrant.objects.exists()
    assert search(supervisor, "Rosa Quispe") == []
    assert not Person.objects.filter(ref__in=[rosa.ref, nayeli.ref]).exists()
    assert not Family.objects.exists()


def test_a_tombstone_and_a_figure_remain_and_name_nobody(asked, supervisor, caseworker, office):
    ref = asked.case.ref
    asked.confirm(by=supervisor)
    stone = ErasureRecord.objects.get(record_type="case")
    assert (stone.ref, stone.office, stone.reason) == (ref, office, "retention")
    assert (stone.asked_by, stone.by) == (caseworker, supervisor)
    kept_days = timedelta(days=settings.AMPARO_BACKUP_KEPT_DAYS)
    assert stone.backups_end_on == (stone.at + kept_days).date()
    figure = ErasureStatistic.objects.get()
    assert (figure.kind, figure.reason, figure.sex, figure.ages) == (
        "general", "goals_met", "female", "25-59",
    )  # fmt: skip
    assert figure.count == 1
    deeds = AuditEntry.objects.of_file(ref).values_list("event", flat=True)
    assert {"deletion.confirmed", "case.erased"} <= set(deeds)
    assert not Notification.objects.filter(url__contains=str(ref)).exists()


def test_two_of_a_sort_are_one_figure(closed, cast, supervisor, caseworker):
    other = cast.open_case(person=cast._person(sex="female", nationality="BO", birth_year=1990))
    other.add_dependant(cast._person(given_names="Eva"), "child", by=caseworker)
    close(other, caseworker, supervisor)
    make_due(other)
    for case in (closed, other):
        DeletionRequest.ask(case, by=caseworker, why="retention").confirm(by=supervisor)
    assert ErasureStatistic.objects.get().count == 2


def test_a_person_in_another_case_stays_until_nothing_holds_them(
    closed, cast, nayeli, rosa, supervisor
):
    other = cast.open_case(person=nayeli)
    DeletionRequest.ask(closed, by=cast.caseworker, why="retention").confirm(by=supervisor)
    nayeli.refresh_from_db()
    assert nayeli.given_names == "Nayeli"
    assert not Person.objects.filter(ref=rosa.ref).exists()
    family = Family.objects.get()
    assert [member.person for member in family.members.all()] == [nayeli]
    assert family.head == nayeli
    close(other, cast.caseworker, supervisor)
    make_due(other)
    DeletionRequest.ask(other, by=cast.caseworker, why="retention").confirm(by=supervisor)
    assert not Person.objects.exists()


def test_who_stays_held_by_a_restricted_group_is_still_of_its_office(closed, nayeli, supervisor):
    closed.restrict("trafficking", by=supervisor)
    LegalHold.put(nayeli, by=supervisor, because="A court asked for it.")
    erase_case(closed, Erasure(reason="retention", by=supervisor))
    assert not PersonAccessGrant.objects.filter(
        record=nayeli, grantee__startswith="office:"
    ).exists()
    assert responsible_office(nayeli) == supervisor.office


def test_a_community_outlives_its_case(cast, supervisor):
    from amparo.foundation.people.models import Community, Place

    place = Place.create(by=cast.caseworker, name="Puerto Alto", kind="town", country="BO")
    community = Community.register(by=cast.caseworker, name="Los Olivos", place=place)
    case = close(cast.open_case(community=community), cast.caseworker, supervisor)
    make_due(case)
    DeletionRequest.ask(case, by=cast.caseworker, why="retention").confirm(by=supervisor)
    assert Community.objects.get() == community


# How long.


@pytest.mark.parametrize(
    ("kind", "born", "years"),
    [("general", 1990, 5), ("trafficking", 1990, 7), ("child", 1990, 7)],
)
def test_each_kind_of_case_is_kept_for_its_time(kind, born, years, cast, supervisor):
    from amparo.pillars.assistance.planning.models import CasePlan

    person = cast._person(given_names="Ana", birth_year=born)
    case = cast.open_case(person=person, kind=kind)
    CasePlan.begin(case, by=cast.caseworker)
    close(case, cast.caseworker, supervisor)
    assert case.keep_until.year == case.office.today().year + years


def test_a_child_is_kept_until_they_are_twenty_five(closed, cast, nayeli, caseworker, supervisor):
    case = close(cast.open_case(person=nayeli), caseworker, supervisor)
    assert case.keep_until == date(2017 + 25, 5, 2)


def test_a_first_conversation_that_led_to_nothing_is_kept_ninety_days(
    case, caseworker, supervisor
):
    close(case, caseworker, supervisor)
    assert 90 <= (case.keep_until - case.office.today()).days <= 95


def test_opened_again_its_time_is_forgotten(case, caseworker, supervisor):
    close(case, caseworker, supervisor)
    case.closures.get().reopen(by=supervisor, because="She is back.")
    case.refresh_from_db()
    assert case.keep_until is None


# The list.


def test_what_is_due_stands_on_the_list(client, closed, supervisor, data_officer, caseworker):
    for user in (supervisor, data_officer):
        client.force_login(user)
        page = client.get("/kept/").content.decode()
        assert closed.number in page
        assert "Rosa" not in page
    client.force_login(caseworker)
    assert client.get("/kept/").status_code == 404


def test_a_restricted_file_is_on_nobodys_list_but_its_own(
    client, closed, data_officer, supervisor
):
    closed.restrict("trafficking", by=supervisor)
    client.force_login(data_officer)
    assert closed.number not in client.get("/kept/").content.decode()
