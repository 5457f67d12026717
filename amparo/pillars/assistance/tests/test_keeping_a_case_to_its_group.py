"""A case that is restricted is read by those with leave for its group, and so is all in it."""

import pytest

from amparo.foundation.protection.models import Incident, Observation
from amparo.foundation.trust.models import Grant, Notice
from amparo.foundation.trust.refusals import Refusal
from amparo.pillars.assistance.case_risk import about
from amparo.pillars.assistance.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(cast):
    return cast.keeper


@pytest.fixture
def observed(case, colleague):
    return Observation.record(
        by=colleague, level="individual", factor="debt", polarity="risk", severity=2,
        observed_on=case.office.today(), **about(case, colleague),
    )  # fmt: skip


@pytest.fixture
def told(case, caseworker, colleague):
    case.tell([colleague], "case.assigned", by=caseworker)
    return Notice.objects.get(user=colleague)


def test_what_was_observed_before_is_kept_too(
    cast, case, observed, rosa, caseworker, supervisor, keeper
):
    cast.open_case(person=rosa)  # another, ordinary case leaves her file open to the team
    case.restrict("trafficking", by=caseworker)
    for user, may in ((supervisor, False), (keeper, True)):
        assert Observation.objects.open_to(user).filter(pk=observed.pk).exists() is may
    case.restrict("ordinary", by=keeper)
    assert Observation.objects.open_to(supervisor).filter(pk=observed.pk).exists()


def test_what_is_reported_later_is_kept_from_the_start(case, caseworker, supervisor, rosa, cast):
    cast.open_case(person=rosa)
    case.restrict("gbv", by=caseworker)
    incident = Incident.report(
        by=caseworker, victims=[rosa], harm="exploitation", case_ref=case.ref,
        kept_to=about(case, caseworker)["kept_to"],
    )  # fmt: skip
    assert not Incident.objects.open_to(supervisor).exists()
    assert Incident.objects.open_to(caseworker).get() == incident, "who wrote it reads it"


def test_notices_of_it_leave_the_inbox_of_who_may_no_longer_open_it(
    client, case, told, colleague, caseworker
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
    keeper.grants.get().end(by=caseworker)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.number not in client.get("/cases/").content.decode()


def test_those_with_leave_hear_that_nobody_accompanies_it(case, keeper, cast, caseworker, office):
    lead = cast._user("lead", "Ada Lovo", "supervisor", office=office)
    Grant.give(to=lead, group="trafficking", office=office, by=None)
    case.restrict("trafficking", by=caseworker)
    case.assign(keeper, by=lead)
    keeper.grants.get().end(by=caseworker)
    assert Notice.objects.get(user=lead, what="leave.ended").about == case.number


def test_of_misconduct_only_those_with_leave_read_on(client, case, caseworker, cast, office):
    with pytest.raises(Refusal, match="Nobody in this office has leave"):
        case.restrict("misconduct", by=caseworker)
    lead = cast._user("lead", "Ada Lovo", "supervisor", office=office)
    Grant.give(to=lead, group="misconduct", office=office, by=None)
    case = Case.objects.get(pk=case.pk)
    client.force_login(caseworker)
    answer = client.post(f"{case.get_absolute_url()}restrict/", {"confidentiality": "misconduct"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases/")
    assert client.get(case.get_absolute_url()).status_code == 404
    client.force_login(lead)
    assert client.get(case.get_absolute_url()).status_code == 200
    assert Notice.objects.filter(user=lead, about=case.number).exists()


def test_who_accompanies_somebody_hears_that_they_took_back_their_yes(
    case, rosa, caseworker, colleague
):
    rosa.consents.get().withdraw(by=colleague)
    notice = Notice.objects.get(user=caseworker, what="consent.withdrawn")
    assert (notice.about, notice.is_urgent) == (case.number, True)
