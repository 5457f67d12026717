"""Nobody goes a way that cannot be gone back while one of its checks is shut."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.pathways import checks
from amparo.pillars.assistance.pathways.checks import CheckKind, EvidenceType
from amparo.pillars.assistance.pathways.extension_points import (
    check_failed,
    check_kinds,
    check_requirements,
)
from amparo.pillars.assistance.pathways.models import Check, CheckOverride
from amparo.pillars.assistance.pathways.models.checks import require_checks_passed
from amparo.pillars.assistance.pathways.practice import checks_cleared

pytestmark = pytest.mark.django_db
RECORDS = EvidenceType.RECORDS
WILLING, PAPERS, FIT = "test_willing", "test_papers", "test_fit"
READ = "She read it aloud, and asked what it means."


@pytest.fixture(autouse=True)
def _kinds():
    """Three kinds of these tests beside the real ones, which stay as they are."""
    made = (
        CheckKind(WILLING, _("Free decision"), _("Does she decide it freely?"), RECORDS),
        CheckKind(PAPERS, _("Documents"), _("Has she papers?"), RECORDS, may_be_overridden=True),
        CheckKind(FIT, _("Fit"), _("Is she fit?"), RECORDS, decides="approve", good_for=7),
    )
    with check_kinds.temporarily(), check_requirements.temporarily():
        for kind in made:
            checks.register_check_kind(kind)
            checks.register_requirement(kind.name, lambda check, _name=kind.name: "")
        yield


@pytest.fixture
def way(case, caseworker):
    way = uuid4()
    Check.put(case, way, (WILLING, PAPERS), by=caseworker)
    return way


def check(way, kind):
    return Check.objects.get(way=way, kind=kind)


def may_go(way, case, days=0):
    try:
        require_checks_passed(way, on=case.office.today() + timedelta(days=days))
    except Refusal:
        return False
    return True


def test_all_of_them_must_be_met_and_what_is_missing_is_named(case, way, caseworker):
    check(way, WILLING).decide(by=caseworker, met=True, text=READ)
    with pytest.raises(Refusal, match="Documents"):
        require_checks_passed(way, on=case.office.today())
    check(way, PAPERS).decide(by=caseworker, met=True, text="A passport, seen today.")
    assert may_go(way, case)


def test_on_what_it_rests_is_always_written(way, caseworker):
    with pytest.raises(Refusal):
        check(way, WILLING).decide(by=caseworker, met=True, text="  ")
    assert check(way, WILLING).state == Check.State.SHUT


def test_what_was_met_can_be_found_shut_again_and_nothing_is_forgotten(case, way, caseworker):
    for met in (True, False):
        check(way, WILLING).decide(by=caseworker, met=met, text=READ)
    assert not may_go(way, case)
    assert [each.met for each in check(way, WILLING).decisions.order_by("pk")] == [True, False]
    assert AuditEntry.objects.filter(event="check.not_met").count() == 1


def test_asked_for_again_those_that_stand_stay(case, way, caseworker):
    check(way, WILLING).decide(by=caseworker, met=True, text=READ)
    Check.put(case, way, (WILLING, PAPERS), by=caseworker)
    assert check(way, WILLING).state == Check.State.MET


def test_a_check_of_a_supervisor_is_not_met_by_a_caseworker(case, way, caseworker, supervisor):
    Check.put(case, way, (FIT,), by=caseworker)
    with pytest.raises(Refusal):
        check(way, FIT).decide(by=caseworker, met=True, text="The doctor said so.")
    check(way, FIT).decide(by=supervisor, met=True, text="The doctor said so.")
    assert check(way, FIT).state == Check.State.MET


def test_whoever_accompanies_a_restricted_case_decides_without_leave(
    case, way, caseworker, colleague
):
    case.restrict("child", by=caseworker)
    with pytest.raises(Refusal):
        check(way, WILLING).decide(by=colleague, met=True, text=READ)
    check(way, WILLING).decide(by=caseworker, met=True, text=READ)
    assert check(way, WILLING).state == Check.State.MET


def test_what_is_good_for_some_days_shuts_by_itself(case, way, caseworker, supervisor):
    for kind in (WILLING, PAPERS):
        check(way, kind).decide(by=caseworker, met=True, text=READ)
    Check.put(case, way, (FIT,), by=caseworker)
    check(way, FIT).decide(by=supervisor, met=True, text="The doctor said so.")
    assert may_go(way, case, days=7)
    assert not may_go(way, case, days=8)


def test_nothing_is_met_until_a_day_that_has_passed(case, way, caseworker):
    yesterday = case.office.today() - timedelta(days=1)
    with pytest.raises(Refusal):
        check(way, PAPERS).decide(by=caseworker, met=True, text=READ, until=yesterday)


@pytest.fixture
def papers_ask_nobody_else():
    """What a test adds to the check of papers of these tests is taken away again after it."""
    with check_requirements.temporarily():
        yield


@pytest.mark.usefixtures("papers_ask_nobody_else")
def test_what_another_package_knows_may_be_taken(way, caseworker):
    checks.register_requirement(PAPERS, lambda check: "The embassy has not answered.")
    with pytest.raises(Refusal, match="embassy"):
        check(way, PAPERS).decide(by=caseworker, met=True, text=READ)
    check(way, PAPERS).decide(by=caseworker, met=False, text="Still waiting.")


def test_two_people_may_let_somebody_pass_without_papers(case, way, caseworker, supervisor):
    check(way, WILLING).decide(by=caseworker, met=True, text=READ)
    asked = CheckOverride.ask(check(way, PAPERS), by=caseworker, because="Her mother is dying.")
    assert not may_go(way, case)
    assert Notification.objects.filter(user=supervisor, event="check.override_asked").exists()
    asked.answer_it(by=supervisor, agreed=True, because="The consul meets her at the airport.")
    assert may_go(way, case)
    asked.answer_it(by=supervisor, agreed=True, because="Again.")
    assert AuditEntry.objects.filter(event="check.overridden").count() == 1


def test_it_is_asked_once_and_by_one(way, caseworker, colleague):
    """Sent twice it is the same question; somebody else's comes when that one is answered."""
    asked = CheckOverride.ask(check(way, PAPERS), by=caseworker, because="Her mother is dying.")
    again = CheckOverride.ask(check(way, PAPERS), by=caseworker, because="Her mother is dying.")
    assert again == asked
    with pytest.raises(Refusal, match="already requested"):
        CheckOverride.ask(check(way, PAPERS), by=colleague, because="She must go.")
    assert CheckOverride.objects.count() == 1


def test_nobody_agrees_with_themselves(case, way, supervisor):
    asked = CheckOverride.ask(check(way, PAPERS), by=supervisor, because="Her mother is dying.")
    with pytest.raises(Refusal):
        asked.answer_it(by=supervisor, agreed=True, because="I say so.")
    assert not may_go(way, case)


def test_a_colleague_who_does_not_answer_for_the_team_cannot_agree(way, caseworker, colleague):
    asked = CheckOverride.ask(check(way, PAPERS), by=caseworker, because="Her mother is dying.")
    with pytest.raises(Refusal):
        asked.answer_it(by=colleague, agreed=True, because="Yes.")


def test_a_free_decision_is_decided_away_by_nobody(way, caseworker):
    with pytest.raises(Refusal):
        CheckOverride.ask(check(way, WILLING), by=caseworker, because="The seat is booked.")
    assert not CheckOverride.objects.exists()


def test_a_no_of_the_second_person_keeps_it_shut(case, way, caseworker, supervisor):
    check(way, WILLING).decide(by=caseworker, met=True, text=READ)
    asked = CheckOverride.ask(check(way, PAPERS), by=caseworker, because="Her mother is dying.")
    asked.answer_it(by=supervisor, agreed=False, because="They would be sent back from there.")
    assert not may_go(way, case)
    with pytest.raises(Refusal):
        asked.answer_it(by=supervisor, agreed=True, because="After all.")


def test_of_two_who_decide_in_the_same_moment_the_second_is_told(way, caseworker, supervisor):
    asked = CheckOverride.ask(check(way, PAPERS), by=caseworker, because="Her mother is dying.")
    stale = CheckOverride.objects.get(pk=asked.pk)
    asked.answer_it(by=supervisor, agreed=False, because="They would be sent back from there.")
    with pytest.raises(Refusal, match="already decided"):
        stale.answer_it(by=supervisor, agreed=True, because="The consul meets her.")
    kept = CheckOverride.objects.get()
    assert (kept.approved, kept.decision_reason) == (False, "They would be sent back from there.")


def test_also_the_database_refuses_that_who_asked_decides(way, caseworker):
    asked = CheckOverride.ask(check(way, PAPERS), by=caseworker, because="Her mother is dying.")
    decided = {"approved": True, "decided_at": asked.at, "decided_by": caseworker}
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckOverride.objects.filter(pk=asked.pk).update(**decided)


def test_a_stranger_decides_nothing(way, stranger):
    with pytest.raises(Refusal):
        check(way, WILLING).decide(by=stranger, met=True, text=READ)


def test_what_it_rested_on_no_longer_holds_and_whoever_waits_behind_it_hears(
    case, way, caseworker, supervisor
):
    heard = []

    def hear(check, **told):
        heard.append(check.kind)

    with check_failed.temporarily():
        check_failed.connect(hear)
        check(way, WILLING).decide(by=caseworker, met=True, text=READ)
        for _again in range(2):
            check(way, WILLING).reopen(by=caseworker, text="She changed her mind.")
    assert heard == [WILLING]
    assert check(way, WILLING).state == Check.State.SHUT


# Practice of an office.


def test_of_checks_that_were_settled_those_count_that_were_found_met_last(way, caseworker, office):
    today = office.today()
    days = (today - timedelta(days=90), today + timedelta(days=1))
    assert checks_cleared(WILLING, office, *days) == (0, 0)
    check(way, WILLING).decide(by=caseworker, met=False, text=READ)
    assert checks_cleared(WILLING, office, *days) == (0, 1)
    check(way, WILLING).decide(by=caseworker, met=True, text=READ)
    assert checks_cleared(WILLING, office, *days) == (1, 1)
    assert checks_cleared(PAPERS, office, *days) == (0, 0)
    assert checks_cleared(WILLING, office, days[0], days[0]) == (0, 0)


def test_what_is_passed_by_an_exception_was_not_cleared(way, caseworker, supervisor, office):
    asked = CheckOverride.ask(check(way, PAPERS), by=caseworker, because="The consulate is shut.")
    asked.answer_it(by=supervisor, agreed=True, because="A letter protects her.")
    days = (office.today() - timedelta(days=90), office.today() + timedelta(days=1))
    assert checks_cleared(PAPERS, office, *days) == (0, 1)
