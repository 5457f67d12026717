"""A required competency suspends work on many records, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.permissions import read_limits
from amparo.foundation.core.permissions.bulk_verbs import BULK_VERBS, Suspended, check_bulk_verb
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.models import (
    Competency,
    CompetencyRequirement,
    HeldCompetency,
    Participant,
    RequirementWaiver,
)
from amparo.pillars.training.requirement_reminders import remind_of_requirements
from amparo.pillars.training.requirements import of_user

pytestmark = pytest.mark.django_db
EXPORT = "case.export"


@pytest.fixture
def competency(organizer):
    return Competency.objects.create(code="DP-1", by=organizer)


@pytest.fixture
def require(supervisor, office, competency, data_officer):
    def require(days_ago: int = 60, **about):
        return CompetencyRequirement.record(
            by=supervisor, office=office, competency=competency, grace_days=30,
            starts_on=office.today() - timedelta(days=days_ago), **about or {"verb": EXPORT},
        )  # fmt: skip

    data_officer.memberships.update(since=clock.now() - timedelta(days=400))
    return require


def hold(user, competency, until):
    learner, _is_new = Participant.objects.get_or_create(
        user=user, defaults={"office": user.office, "name": user.name}
    )
    HeldCompetency.replace(learner, [(competency.pk, user.office.today(), until)])


def test_who_lacks_it_exports_nothing_and_is_told_what_to_do(require, data_officer, office):
    requirement = require()
    with pytest.raises(Suspended) as told:
        read_limits.check_export_limit(data_officer, 1)
    assert "DP-1" in str(told.value)
    entry = AuditEntry.objects.filter(event="bulk.suspended").get()
    assert entry.by == data_officer
    requirement.end(by=requirement.by)
    read_limits.check_export_limit(data_officer, 1)


def test_during_grace_and_with_the_competency_nothing_is_suspended(
    require, data_officer, office, competency
):
    require(days_ago=10)
    check_bulk_verb(data_officer, EXPORT)
    with clock.at(clock.now() + timedelta(days=40)):
        with pytest.raises(Suspended):
            check_bulk_verb(data_officer, EXPORT)
        hold(data_officer, competency, None)
        check_bulk_verb(data_officer, EXPORT)


def test_who_began_yesterday_has_their_own_grace(require, data_officer):
    require(days_ago=300)
    data_officer.memberships.update(since=clock.now() - timedelta(days=1))
    data_officer._clear_cached_permissions()
    check_bulk_verb(data_officer, EXPORT)


def test_the_requirement_of_a_role_suspends_its_bulk_verbs_and_no_other(require, data_officer):
    require(role="data_officer")
    for verb in BULK_VERBS:
        with pytest.raises(Suspended):
            check_bulk_verb(data_officer, verb)
    check_bulk_verb(data_officer, "case.emergency")
    assert "case.export" in data_officer.permissions, "no page is hidden"


def test_no_other_verb_can_require_a_competency(require):
    with pytest.raises(Refusal):
        require(verb="case.emergency")


def test_a_waiver_lets_them_work_on_until_its_day(require, data_officer, supervisor, office):
    requirement = require()
    until = office.today() + timedelta(days=10)
    give = {"by": supervisor, "until": until, "because": "The course is in May."}
    RequirementWaiver.give(requirement, data_officer, **give)
    check_bulk_verb(data_officer, EXPORT)
    with clock.at(clock.now() + timedelta(days=11)), pytest.raises(Suspended):
        check_bulk_verb(data_officer, EXPORT)
    with pytest.raises(Refusal):
        RequirementWaiver.give(requirement, supervisor, **give)
    with pytest.raises(Refusal):
        RequirementWaiver.give(requirement, data_officer, **give | {"because": " "})
    far = office.today() + timedelta(days=181)
    with pytest.raises(Refusal):
        RequirementWaiver.give(requirement, data_officer, **give | {"until": far})


def test_another_office_requires_nothing_here(require, stranger):
    require()
    check_bulk_verb(stranger, EXPORT)


def test_nothing_is_asked_of_the_database_twice_where_nothing_is_required(
    data_officer, django_assert_num_queries
):
    assert data_officer.memberships_held
    with django_assert_num_queries(1):
        check_bulk_verb(data_officer, EXPORT)


def test_each_warning_is_told_once(require, data_officer, competency, office):
    require()
    hold(data_officer, competency, office.today() + timedelta(days=40))
    assert remind_of_requirements() == 1 + len(others_of(data_officer, require()))
    assert remind_of_requirements() == 0
    Notification.objects.update(read_at=clock.now())  # else the next brings the first up to date
    with clock.at(clock.now() + timedelta(days=34)):
        remind_of_requirements()
    notices = Notification.objects.filter(user=data_officer, event="requirement.lapsing")
    assert notices.count() == 2
    with clock.at(clock.now() + timedelta(days=41)):
        remind_of_requirements()
    assert Notification.objects.filter(user=data_officer, event="requirement.lapsed").count() == 1


def others_of(user, requirement):
    """Colleagues with the same role or verb who never held it."""
    return {place.user_id for place in requirement.memberships()} - {user.pk}


def test_the_page_says_who_is_suspended_and_waives(client, require, data_officer, supervisor):
    requirement = require()
    client.force_login(supervisor)
    page = client.get(requirement.get_absolute_url()).content.decode()
    assert data_officer.name in page
    url = reverse("training:requirement-waive", args=[requirement.ref, data_officer.ref])
    until = supervisor.office.today() + timedelta(days=30)
    client.post(url, {"until": until.isoformat(), "because": "On leave."})
    [standing] = of_user(data_officer, supervisor.office.today())
    assert standing.status.state == "waived"
