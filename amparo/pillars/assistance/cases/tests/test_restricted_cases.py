"""A case that is restricted is read by those with leave for its group, and so is all in it."""

import pytest
from django.utils.translation import override

from amparo.foundation.core.clock import now
from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.models import Notification, RestrictedGroupAccess
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.foundation.protection.models import Incident, Observation
from amparo.pillars.assistance.cases.access_grants import update_grants
from amparo.pillars.assistance.cases.consistency_checks import find_differences
from amparo.pillars.assistance.cases.incidents import observation_subject
from amparo.pillars.assistance.cases.models import Case, EmergencyAccess
from amparo.pillars.assistance.privacy.erasure import erase_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(cast):
    return cast.keeper


@pytest.fixture
def observed(case, colleague):
    return Observation.record(
        by=colleague, level="individual", factor="debt", polarity="risk", severity=2,
        observed_on=case.office.today(), **observation_subject(case, colleague),
    )  # fmt: skip


@pytest.fixture
def notification(case, caseworker, colleague):
    case.tell([colleague], "case.assigned", by=caseworker)
    return Notification.objects.get(user=colleague)


def test_what_was_observed_before_is_kept_too(
    cast, case, observed, rosa, caseworker, supervisor, keeper
):
    cast.open_case(person=rosa)  # another, ordinary case leaves her file open to the team
    case.restrict("trafficking", by=caseworker)
    for user, may in ((supervisor, False), (keeper, True)):
        assert Observation.objects.accessible_to(user).filter(pk=observed.pk).exists() is may
    case.restrict("ordinary", by=keeper)
    assert Observation.objects.accessible_to(supervisor).filter(pk=observed.pk).exists()


def test_what_is_reported_later_is_kept_from_the_start(case, caseworker, supervisor, rosa, cast):
    cast.open_case(person=rosa)
    case.restrict("gbv", by=caseworker)
    incident = Incident.report(
        by=caseworker, victims=[rosa], harm="exploitation", case_ref=case.ref,
        restricted_group=observation_subject(case, caseworker)["restricted_group"],
    )  # fmt: skip
    assert not Incident.objects.accessible_to(supervisor).exists()
    assert Incident.objects.accessible_to(caseworker).get() == incident, "who wrote it reads it"


def test_notices_of_it_leave_the_inbox_of_who_may_no_longer_open_it(
    client, case, notification, colleague, caseworker
):
    client.force_login(colleague)
    assert case.number in client.get("/notices/").content.decode()
    case.restrict("gbv", by=caseworker)
    assert case.number not in client.get("/notices/").content.decode()


def test_whose_leave_ends_reads_it_no_longer_by_the_next_request(client, case, keeper, caseworker):
    case.restrict("trafficking", by=caseworker)
    case.assign(keeper, by=caseworker)
    client.force_login(keeper)
    assert client.get(case.get_absolute_url()).status_code == 200
    keeper.restricted_group_accesses.get().end(by=caseworker)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.number not in client.get("/cases/").content.decode()


def test_those_with_leave_hear_that_nobody_accompanies_it(case, keeper, cast, caseworker, office):
    lead = cast._user("lead", "Ada Lovo", "supervisor", office=office)
    RestrictedGroupAccess.give(to=lead, group="trafficking", office=office, by=None)
    case.restrict("trafficking", by=caseworker)
    case.assign(keeper, by=lead)
    keeper.restricted_group_accesses.get().end(by=caseworker)
    assert Notification.objects.get(user=lead, event="leave.ended").about == case.number


def test_of_misconduct_only_those_with_leave_read_on(client, case, caseworker, cast, office):
    with override("en"), pytest.raises(Refusal, match="Nobody in this office has access"):
        case.restrict("misconduct", by=caseworker)
    lead = cast._user("lead", "Ada Lovo", "supervisor", office=office)
    RestrictedGroupAccess.give(to=lead, group="misconduct", office=office, by=None)
    case = Case.objects.get(pk=case.pk)
    client.force_login(caseworker)
    answer = client.post(f"{case.get_absolute_url()}restrict/", {"confidentiality": "misconduct"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases/")
    assert client.get(case.get_absolute_url()).status_code == 404
    client.force_login(lead)
    assert client.get(case.get_absolute_url()).status_code == 200
    assert Notification.objects.filter(user=lead, about=case.number).exists()


def test_who_accompanies_somebody_hears_that_they_took_back_their_yes(
    case, rosa, caseworker, colleague
):
    rosa.consents.get().withdraw(by=colleague)
    notice = Notification.objects.get(user=caseworker, event="consent.withdrawn")
    assert (notice.about, notice.is_urgent) == (case.number, True)


# Who comes along, and an emergency.


@pytest.fixture
def of_nayeli(cast, family, nayeli, caseworker, office):
    """Nayeli's own case, kept to child protection, with a keeper who has leave for it."""
    lead = cast._user("lead", "Ada Lovo", "caseworker", team=cast.team)
    RestrictedGroupAccess.give(to=lead, group="child", office=office, by=None)
    case = cast.open_case(person=nayeli, owner=lead)
    case.restrict("child", by=caseworker)
    return case


@pytest.fixture
def keeps(of_nayeli):
    return of_nayeli.owner


def opened_along(cast, way, rosa, nayeli, by):
    if way == "family":
        return cast.open_case(family=cast.family)
    case = cast.open_case(person=rosa)
    case.add_dependant(nayeli, "child", by=by)
    return case


def is_shown(client, user, url, of):
    client.force_login(user)
    answer = client.get(url)
    text = answer.content.decode()
    return answer.status_code == 200 and (of.given_names in text or str(of.ref) in text)


PAGES = ("", "print/", "incidents/new/", "followups/new/", "history/")


@pytest.mark.parametrize("way", ["family", "dependant"])
def test_no_case_opens_who_comes_along_and_is_kept_by_a_group(
    client, cast, way, of_nayeli, keeps, rosa, nayeli, supervisor, colleague, caseworker
):
    case = opened_along(cast, way, rosa, nayeli, keeps)
    family = f"/people/families/{cast.family.ref}/"
    for user in (caseworker, colleague, supervisor):
        assert not Person.objects.accessible_to(user).filter(pk=nayeli.pk).exists()
        for url in (*(case.get_absolute_url() + page for page in PAGES), "/cases/", family):
            assert not is_shown(client, user, url, nayeli), url
        assert not is_shown(client, user, "/people/?q=Nayeli", nayeli)
    for page in ("", "incidents/new/"):
        assert is_shown(client, keeps, case.get_absolute_url() + page, nayeli), page
    assert find_differences([case, of_nayeli]) == []


@pytest.mark.parametrize("way", ["family", "dependant"])
def test_a_case_that_stood_before_closes_to_them_and_opens_again(
    client, cast, way, rosa, family, nayeli, supervisor, caseworker
):
    case = opened_along(cast, way, rosa, nayeli, caseworker)
    own = cast.open_case(person=nayeli)
    open_to_all = Person.objects.accessible_to(supervisor).filter(pk=nayeli.pk)
    client.force_login(caseworker)
    client.post(f"{own.get_absolute_url()}restrict/", {"confidentiality": "child"})
    own = Case.objects.get(pk=own.pk)
    assert not open_to_all.exists()
    assert find_differences([case, own]) == []
    own.restrict("ordinary", by=caseworker)
    assert open_to_all.exists()
    assert find_differences([case, own]) == []


def test_who_knows_one_of_a_family_opens_its_case_and_learns_of_nobody_else(
    client, family, of_nayeli, nayeli, colleague, keeps
):
    client.force_login(colleague)
    said = {
        "channel": "walk_in", "kind": "general", "confidentiality": "ordinary",
        "identified_on": "2026-03-02",
    }  # fmt: skip
    client.post(f"/register/family/{family.ref}/", said)
    case = Case.objects.get(family=family)
    assert not is_shown(client, colleague, case.get_absolute_url(), nayeli)
    assert not Person.objects.accessible_to(colleague).filter(pk=nayeli.pk).exists()
    assert is_shown(client, keeps, case.get_absolute_url(), nayeli)


def test_a_group_gains_nobody_whom_another_group_keeps(cast, of_nayeli, nayeli, keeper):
    case = cast.open_case(family=cast.family)
    case.restrict("trafficking", by=cast.caseworker)
    assert not Person.objects.accessible_to(keeper).filter(pk=nayeli.pk).exists()
    assert Person.objects.accessible_to(of_nayeli.owner).filter(pk=nayeli.pk).exists()


def test_of_a_head_who_is_kept_by_a_group_nothing_is_told(
    client, cast, family, rosa, nayeli, keeper, supervisor, caseworker
):
    cast.open_case(person=rosa, owner=keeper).restrict("trafficking", by=keeper)
    case = cast.open_case(family=family)
    for page in PAGES:
        url = case.get_absolute_url() + page
        for words in ("Rosa", "after 18:00"):
            client.force_login(supervisor)
            assert words not in client.get(url).content.decode(), (url, words)
    assert is_shown(client, keeper, case.get_absolute_url(), rosa)


def test_an_emergency_opens_nobody_who_is_kept_elsewhere(cast, of_nayeli, nayeli, stranger):
    EmergencyAccess.open(
        cast.open_case(family=cast.family), by=stranger, reason="danger", text="Tonight"
    )
    opened = Person.objects.accessible_to(stranger)
    assert opened.exists()
    assert not opened.filter(pk=nayeli.pk).exists()


@pytest.mark.parametrize("group", ["trafficking", "misconduct"])
def test_an_emergency_ends_where_the_case_is_closed_off(
    client, cast, case, rosa, group, stranger, office, caseworker
):
    lead = cast._user("lead", "Ada Lovo", "caseworker", team=cast.team)
    RestrictedGroupAccess.give(to=lead, group=group, office=office, by=None)
    other = cast.open_case(person=rosa)
    for each in (case, other):
        EmergencyAccess.open(each, by=stranger, reason="danger", text="Tonight")
    client.force_login(caseworker)
    client.post(f"{case.get_absolute_url()}restrict/", {"confidentiality": group})
    client.force_login(stranger)
    for url in (case.get_absolute_url(), other.get_absolute_url(), f"/people/{rosa.ref}/"):
        assert client.get(url).status_code == 404, url
    assert not EmergencyAccess.objects.live().exists()


def test_who_leaves_the_case_is_open_in_its_emergency_no_more(case, nayeli, caseworker, stranger):
    leaving = case.add_dependant(nayeli, "child", by=caseworker)
    EmergencyAccess.open(case, by=stranger, reason="danger", text="Tonight")
    opened = Person.objects.accessible_to(stranger)
    assert set(opened) == {case.person, nayeli}
    case.remove_dependant(leaving, by=caseworker)
    assert set(opened.all()) == {case.person}


def test_where_the_close_file_is_deleted_the_other_case_holds_them(
    cast, of_nayeli, rosa, nayeli, keeps, supervisor
):
    opened_along(cast, "dependant", rosa, nayeli, keeps)
    erase_case(of_nayeli, Erasure(reason="asked", by=keeps, asked_by=keeps, asked_at=now()))
    assert Person.objects.accessible_to(supervisor).filter(pk=nayeli.pk).exists()


def test_who_belongs_to_the_family_and_depends_on_its_head_is_there_once(
    cast, family, rosa, nayeli, caseworker
):
    case = cast.open_case(family=family)
    with pytest.raises(Refusal):
        case.add_dependant(nayeli, "child", by=caseworker)
    nephew = cast._person(given_names="Ismael")
    case.add_dependant(nephew, "relative", by=caseworker)
    family.add(nephew, "relative", by=caseworker)
    update_grants(case, why="family")
    assert sorted(person.pk for person in case.persons()) == [rosa.pk, nayeli.pk, nephew.pk]
