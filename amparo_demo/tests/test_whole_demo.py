"""The whole demo: as large as a real office, with work for everybody; at night, for its minute."""

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.demo_accounts import DEMO_HOST
from amparo.foundation.core.models import (
    Notification,
    Office,
    User,
)
from amparo.foundation.people.models import (
    ConsentException,
    ConsentWithdrawal,
    Family,
    FamilySeparation,
    Person,
    WashingtonGroupAnswers,
)
from amparo.foundation.protection.models import Incident, RiskAssessment
from amparo.pillars.assistance.cases.models import (
    ApprovalRequest,
    Case,
    Closure,
    SafetyAlert,
    Task,
)
from amparo.pillars.assistance.cases.workload import (
    member_workloads,
    supervised_teams,
    team_members,
)
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import CaseConference
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo_demo.tests.running import demo, everybody
from amparo_demo.world import ZONE

pytestmark = pytest.mark.usefixtures("at_scale")


@pytest.fixture(scope="module")
def noon():
    """One moment for all tests of this file: midnight must not come in between."""
    return now()


@pytest.fixture(scope="module")
def built_demo(django_db_setup, django_db_blocker, noon):
    """The whole demo, built once for this file and not kept."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(noon):
        demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def lucia(built_demo):
    return User.objects.get(email=f"lucia{DEMO_HOST}")


@pytest.fixture
def maren(built_demo):
    return User.objects.get(email=f"maren{DEMO_HOST}")


def test_it_is_as_large_as_a_real_office(built_demo):
    assert 270 <= Person.objects.count() <= 480
    assert 190 <= Case.objects.count() <= 360
    assert 35 <= Family.objects.count() <= 55
    assert FamilySeparation.objects.count() >= 5
    assert WashingtonGroupAnswers.objects.count() >= 40
    assert len(set(Person.objects.values_list("nationality", flat=True))) >= 15


def test_there_are_cases_in_every_state(built_demo):
    cases = Case.objects.all()
    assert set(cases.values_list("status", flat=True)) == {"open", "followup", "closed"}
    assert set(cases.values_list("risk", flat=True)) == {0, 1, 2, 3, 4}
    assert set(cases.values_list("confidentiality", flat=True)) >= {"gbv", "trafficking", "child"}
    for subject in Case.SUBJECTS:
        assert cases.exclude(**{subject: None}).exists(), subject
    assert cases.filter(owner=None).exists()
    assert [screening for screening in Screening.objects.all() if screening.triage.is_urgent]


def test_there_is_work_for_a_second_person(built_demo):
    waiting = ApprovalRequest.objects.waiting()
    assert set(waiting.values_list("what", flat=True)) == {"plan", "closure"}
    assert RiskAssessment.objects.waiting().count() >= 2
    assert ConsentException.objects.waiting().count() == 3
    assert SafetyAlert.objects.unresolved().count() >= 2
    assert SafetyAlert.objects.exclude(resolved_at=None).exists()


def test_what_can_happen_has_happened(built_demo):
    for kind in (CaseConference, Incident, ServiceProvided, ConsentWithdrawal):
        assert kind.objects.exists(), kind
    assert Closure.objects.filter(reason="lost_contact").exists()
    assert Closure.objects.exclude(reopened_at=None).exists()
    assert Notification.objects.unread().exists()


def test_the_day_of_lucia_is_the_one_that_was_drawn(lucia):
    today = Office.objects.get(name="Puerto Alto").today()
    tasks = Task.objects.of(lucia)
    assert tasks.overdue(today).count() == 3  # a call, a review, and a flag to answer
    assert tasks.filter(due_on=today).count() == 4
    assert Case.objects.active().filter(owner=lucia).count() == 15 + 8  # on their journeys


def test_one_colleague_carries_more_than_the_office_lays_on_one(built_demo, maren):
    members = team_members(supervised_teams(maren))
    loads = member_workloads(members, by=maren, today=maren.office.today())
    assert len(loads) >= 8
    assert [load.worker.name for load in loads if load.is_too_much] == ["Daniel Achebe"]


@pytest.mark.parametrize(
    "name", ["lucia", "daniel", "salma", "tomas", "baptiste", "joaquin", "marta", "stranger"]
)
def test_every_caseworker_has_something_today_and_something_late(built_demo, noon, name):
    user = User.objects.get(email=f"{name}{DEMO_HOST}")
    tasks, today = Task.objects.of(user), noon.astimezone(ZONE).date()
    assert tasks.overdue(today).exists()
    assert tasks.filter(due_on=today).exists()


def test_the_same_day_gives_the_same_people(built_demo, noon):
    before = everybody()
    connection.check_constraints()  # PostgreSQL empties no table while something waits for that
    with transaction.atomic():
        assert "made-up people" in demo("--again")
        assert everybody() == before
        transaction.set_rollback(True)
