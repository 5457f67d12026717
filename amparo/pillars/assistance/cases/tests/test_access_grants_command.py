"""`amparo access-grants`: what lists show is compared with what happened, and put right."""

from io import StringIO

import pytest
from django.core.management import call_command

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.people.models import PersonAccessGrant
from amparo.pillars.assistance.assessment.models.assessments import set_case_risk
from amparo.pillars.assistance.cases.models import Case, CaseAccessGrant, Closure
from amparo.pillars.assistance.intake.models import Screening

pytestmark = pytest.mark.django_db


def run_command(what):
    out, code = StringIO(), 0
    try:
        call_command("access_grants", what, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue()


@pytest.fixture
def cases(case, many_cases, family, team, caseworker):
    cases = [case, *many_cases(3)]
    Screening.hold(case, by=caseworker)
    set_case_risk(cases[1], "high", by=caseworker)
    cases[2].restrict("gbv", by=caseworker)
    closure = Closure.propose(cases[3], by=caseworker, reason="goals_met")
    closure.approved(by=caseworker)
    of_family = Case.open(by=caseworker, team=team, owner=caseworker, family=family)
    return [*cases, of_family]


def test_what_the_verbs_wrote_is_as_it_should_be(cases):
    assert run_command("check") == (0, "5 cases compared, 0 differences, 0 cases mended.\n")


def lose_the_team(case):
    case.access_grants.filter(grantee__startswith="team").delete()


def give_to_another_team(case):
    CaseAccessGrant.objects.filter(pk=case.access_grants.first().pk).update(grantee="team:999")


def list_as_critical(case):
    case.access_grants.update(urgency=4)


def hide_the_person(case):
    PersonAccessGrant.objects.filter(record=case.person, why__startswith="case").delete()


def forget_what_is_due(case):
    Case.objects.filter(pk=case.pk).update(next_due_on="2031-01-01")


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lose_the_team, "access_grants"),
        (give_to_another_team, "access_grants"),
        (list_as_critical, "access_grants"),
        (hide_the_person, "people"),
        (forget_what_is_due, "next_due_on"),
    ],
)
def test_every_difference_is_told_and_mended(cases, spoil, what):
    spoil(cases[0])
    code, told = run_command("check")
    assert code == 1
    assert f"{cases[0].number} {what}:" in told
    run_command("rebuild")
    assert run_command("check")[0] == 0
    assert AuditEntry.objects.filter(event="reach.rebuilt", record_ref=cases[0].ref).exists()


def test_a_closed_case_shown_as_open_is_closed(cases):
    Case.objects.filter(pk=cases[3].pk).update(status="open")
    assert "status: open instead of closed" in run_command("check")[1]
    run_command("rebuild")
    cases[3].refresh_from_db()
    assert cases[3].status == "closed"


def test_people_of_a_restricted_case_are_lost_to_the_team(cases, team):
    person = cases[2].person
    PersonAccessGrant.objects.create(record=person, grantee=f"team:{team.pk}", why="registered")
    assert "registered: open to the team" in run_command("check")[1]
    run_command("rebuild")
    assert not PersonAccessGrant.objects.filter(record=person, grantee=f"team:{team.pk}").exists()


def test_checking_changes_nothing(cases):
    cases[0].access_grants.all().delete()
    before = AuditEntry.objects.count()
    run_command("check")
    assert (cases[0].access_grants.count(), AuditEntry.objects.count()) == (0, before)
