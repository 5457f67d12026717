"""A file is opened in an emergency: with a reason, for some hours, and before everybody's eyes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.case_numbers import case_number
from amparo.pillars.assistance.cases.models import EmergencyAccess

pytestmark = pytest.mark.django_db
URL = "/emergencies/new/"
WHY = {"reason": "danger", "text": "She stands before me and must not go home tonight"}


def ask(client, number, **more):
    return client.post(URL, {"number": number, **WHY, **more})


@pytest.fixture
def there(client, stranger):
    client.force_login(stranger)
    return client


@pytest.fixture
def opened(case, stranger, supervisor):
    return EmergencyAccess.open(case, by=stranger, **WHY)


def test_it_opens_at_once_and_says_until_when(there, case):
    assert there.get(case.get_absolute_url()).status_code == 404
    assert ask(there, case.number).headers["Location"] == case.get_absolute_url()
    page = there.get(case.get_absolute_url()).content.decode()
    assert "You opened this file in an emergency" in page
    assert there.get(f"/people/{case.person.ref}/").status_code == 200


def test_who_answers_for_it_hears_of_it_at_once(there, case, caseworker, supervisor, opened):
    for who in (caseworker, supervisor):
        notice = Notification.objects.get(user=who, event="emergency.opened")
        assert (notice.about, notice.is_urgent) == (case.number, True)
    line = AuditEntry.objects.get(event="emergency.opened")
    assert (line.by, line.file_ref) == (opened.by, case.ref)


def test_it_lets_one_read_and_sound_an_alert_and_nothing_else(there, case, opened):
    url = case.get_absolute_url()
    assert there.get(f"{url}alerts/new/").status_code == 200
    for deed in ("notes/new/", "restrict/", "assign/", "closures/new/"):
        assert there.get(f"{url}{deed}").status_code == 403, deed
    assert there.get(f"/people/{case.person.ref}/edit/").status_code == 403
    assert case.number not in there.get("/cases/").content.decode()


def test_after_the_hours_of_the_office_it_is_closed(there, case, office, opened):
    opened_at = now()
    with clock.at(opened_at + timedelta(hours=office.emergency_hours, minutes=1)):
        assert not opened.is_live
    rows = case.access_grants.filter(grantee=opened.by.emergency_grantee)
    rows.update(until=now() - timedelta(seconds=1))  # the reach lives by the database's own clock
    assert there.get(case.get_absolute_url()).status_code == 404


def test_what_changes_in_the_case_meanwhile_keeps_it_open(there, case, opened, colleague):
    case.assign(colleague, by=case.owner)
    assert there.get(case.get_absolute_url()).status_code == 200
    assert case.access_grants.get(grantee=opened.by.emergency_grantee).until == opened.until


def test_who_needs_it_no_longer_closes_it(there, case, opened):
    there.post(f"/emergencies/{opened.ref}/end/")
    assert there.get(case.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("text", ["unknown", "misconduct"])
def test_a_number_that_does_not_open_is_answered_as_if_there_were_none(
    there, case, cast, office, caseworker, text
):
    number = case_number(2026, 999_999)
    if text == "misconduct":
        from amparo.foundation.core.models import RestrictedGroupAccess

        RestrictedGroupAccess.give(to=cast.keeper, group="misconduct", office=office, by=None)
        case.restrict("misconduct", by=caseworker)
        number = case.number
    answer = ask(there, number)
    assert answer.status_code == 422
    said = answer.content.decode().replace(number, "")
    assert "No file can be opened in an emergency under this number" in said
    assert AuditEntry.objects.filter(event="emergency.tried").count() == 1
    assert not EmergencyAccess.objects.exists()


def test_a_restricted_file_opens_but_what_is_kept_to_its_group_stays_there(
    there, case, caseworker, stranger
):
    from amparo.foundation.protection.models import Observation
    from amparo.pillars.assistance.cases.incidents import observation_subject

    case.restrict("trafficking", by=caseworker)
    Observation.record(
        by=caseworker,
        level="individual",
        factor="debt",
        polarity="risk",
        severity=2,
        evidence="She owes a man",
        observed_on=case.office.today(),
        **observation_subject(case, caseworker),
    )
    ask(there, case.number)
    page = there.get(case.get_absolute_url()).content.decode()
    assert "You opened this file in an emergency" in page
    assert "She owes a man" not in page


def test_who_tries_one_number_after_another_is_stopped(there, case):
    for serial in range(999_990, 999_995):
        assert ask(there, case_number(2026, serial)).status_code == 422
    answer = ask(there, case.number)
    assert answer.status_code == 409
    assert not EmergencyAccess.objects.exists()
    assert there.get(case.get_absolute_url()).status_code == 404


def test_a_number_misheard_is_no_try(there, case):
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)
    assert ask(there, wrong).status_code == 422
    assert not AuditEntry.objects.filter(event="emergency.tried").exists()


def test_a_file_that_is_open_to_one_anyway_needs_no_emergency(client, case, caseworker):
    client.force_login(caseworker)
    assert ask(client, case.number).headers["Location"] == case.get_absolute_url()
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("who", ["nurse", "official", "data_officer", "administrator", "auditor"])
def test_only_who_accompanies_people_may(who, client, cast, case):
    client.force_login(getattr(cast, who))
    assert ask(client, case.number).status_code == 404
    with pytest.raises(Refusal):
        EmergencyAccess.open(case, by=getattr(cast, who), **WHY)


def test_without_a_reason_nothing_opens(there, case):
    assert ask(there, case.number, text=" ").status_code == 422
    assert ask(there, case.number, reason="").status_code == 422
    assert there.get(case.get_absolute_url()).status_code == 404


def test_a_second_person_says_it_was_right(client, case, supervisor, opened, stranger):
    client.force_login(supervisor)
    assert WHY["text"] in client.get(f"/emergencies/{opened.ref}/").content.decode()
    url = f"/emergencies/{opened.ref}/review/"
    assert client.post(url, {"answer": "justified", "note": ""}).status_code == 303
    assert Notification.objects.get(user=stranger, event="emergency.justified")
    assert AuditEntry.objects.get(event="emergency.reviewed").details == {"outcome": "justified"}


def test_where_it_was_wrong_the_file_closes_and_their_supervisor_hears(
    client, case, supervisor, opened, stranger, cast, other_office
):
    theirs = cast._user("pilar", "Pilar Cárdenas", "supervisor", office=other_office)
    client.force_login(supervisor)
    url = f"/emergencies/{opened.ref}/review/"
    assert client.post(url, {"answer": "not_justified", "note": ""}).status_code == 422
    client.post(url, {"answer": "not_justified", "note": "He knows her husband."})
    client.force_login(stranger)
    assert client.get(case.get_absolute_url()).status_code == 404
    told = Notification.objects.filter(event="emergency.not_justified")
    assert set(told.values_list("user", flat=True)) == {stranger.pk, theirs.pk}


def test_nobody_looks_at_their_own(case, opened):
    with override("en"), pytest.raises(Refusal, match="A colleague other than who used it"):
        opened.look_again(by=opened.by, justified=True)


def test_of_two_who_look_at_it_in_the_same_moment_the_second_is_told(opened, supervisor):
    stale = EmergencyAccess.objects.get(pk=opened.pk)
    opened.look_again(by=supervisor, justified=True)
    with override("en"), pytest.raises(Refusal, match="already looked at"):
        stale.look_again(by=supervisor, justified=False, note="He knows her husband.")
    kept = EmergencyAccess.objects.get(pk=opened.pk)
    assert (kept.justified, kept.review_note, kept.is_live) == (True, "", True)


def test_the_list_says_what_was_said_of_each(client, supervisor, opened):
    client.force_login(supervisor)
    assert "Justified" not in client.get("/emergencies/").content.decode()
    opened.look_again(by=supervisor, justified=True)
    assert "Justified" in client.get("/emergencies/").content.decode()


def test_who_opened_it_can_not_be_who_reviewed_it_even_in_the_table(opened):
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=opened.pk).update(reviewed_by=opened.by)


def test_what_nobody_looked_at_in_time_stands_before_the_supervisor(client, supervisor, opened):
    with clock.at(now() + timedelta(days=4)):
        client.force_login(supervisor)
        page = client.get("/waiting/").content.decode()
    assert f"/emergencies/{opened.ref}/" in page
    assert 'class="due' in page or "late" in page


def test_the_office_above_looks_at_it_without_reading_the_case(client, case, opened, cast):
    from amparo.foundation.core.models import Office

    above = Office.objects.create(organization=cast.organization, name="Region")
    case.office.parent = above
    case.office.save()
    client.force_login(cast._user("ruth", "Ruth", "supervisor", office=above))
    page = client.get(f"/emergencies/{opened.ref}/").content.decode()
    assert case.number in page
    assert WHY["text"] not in page
    assert client.get(case.get_absolute_url()).status_code == 404
