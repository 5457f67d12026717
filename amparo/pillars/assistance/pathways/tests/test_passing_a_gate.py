"""Nobody goes a way that cannot be gone back while one of its gates is shut."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.pathways import checks
from amparo.pillars.assistance.pathways.checks import EvidenceType, Kind
from amparo.pillars.assistance.pathways.extension_points import (
    gate_kinds,
    gate_requirements,
    gate_shut,
)
from amparo.pillars.assistance.pathways.models import Gate, GateOverride
from amparo.pillars.assistance.pathways.models.gates import must_be_passed
from amparo.pillars.assistance.pathways.practice import checks_cleared

pytestmark = pytest.mark.django_db
RECORDS = EvidenceType.RECORDS
WILLING, PAPERS, FIT = "test_willing", "test_papers", "test_fit"
READ = "She read it aloud, and asked what it means."


@pytest.fixture(autouse=True)
def _kinds():
    """Three kinds of these tests beside the real ones, which stay as they are."""
    made = (
        Kind(WILLING, _("Free decision"), _("Does she decide it freely?"), RECORDS),
        Kind(PAPERS, _("Documents"), _("Has she papers?"), RECORDS, may_be_overridden=True),
        Kind(FIT, _("Fit"), _("Is she fit?"), RECORDS, decides="approve", good_for=7),
    )
    with gate_kinds.temporarily(), gate_requirements.temporarily():
        for kind in made:
            checks.register_check_kind(kind)
            checks.takes(kind.name, lambda gate, _name=kind.name: "")
        yield


@pytest.fixture
def way(case, caseworker):
    way = uuid4()
    Gate.put(case, way, (WILLING, PAPERS), by=caseworker)
    return way


def gate(way, kind):
    return Gate.objects.get(way=way, kind=kind)


def may_go(way, case, days=0):
    try:
        must_be_passed(way, on=case.office.today() + timedelta(days=days))
    except Refusal:
        return False
    return True


def test_all_of_them_must_be_met_and_what_is_missing_is_named(case, way, caseworker):
    gate(way, WILLING).decide(by=caseworker, met=True, text=READ)
    with pytest.raises(Refusal, match="Documents"):
        must_be_passed(way, on=case.office.today())
    gate(way, PAPERS).decide(by=caseworker, met=True, text="A passport, seen today.")
    assert may_go(way, case)


def test_on_what_it_rests_is_always_written(way, caseworker):
    with pytest.raises(Refusal):
        gate(way, WILLING).decide(by=caseworker, met=True, text="  ")
    assert gate(way, WILLING).state == Gate.State.SHUT


def test_what_was_met_can_be_found_shut_again_and_nothing_is_forgotten(case, way, caseworker):
    for met in (True, False):
        gate(way, WILLING).decide(by=caseworker, met=met, text=READ)
    assert not may_go(way, case)
    assert [each.met for each in gate(way, WILLING).decisions.order_by("pk")] == [True, False]
    assert AuditEntry.objects.filter(event="gate.not_met").count() == 1


def test_asked_for_again_those_that_stand_stay(case, way, caseworker):
    gate(way, WILLING).decide(by=caseworker, met=True, text=READ)
    Gate.put(case, way, (WILLING, PAPERS), by=caseworker)
    assert gate(way, WILLING).state == Gate.State.MET


def test_a_gate_of_a_supervisor_is_not_met_by_a_caseworker(case, way, caseworker, supervisor):
    Gate.put(case, way, (FIT,), by=caseworker)
    with pytest.raises(Refusal):
        gate(way, FIT).decide(by=caseworker, met=True, text="The doctor said so.")
    gate(way, FIT).decide(by=supervisor, met=True, text="The doctor said so.")
    assert gate(way, FIT).state == Gate.State.MET


def test_whoever_accompanies_a_restricted_case_decides_without_leave(
    case, way, caseworker, colleague
):
    case.restrict("child", by=caseworker)
    with pytest.raises(Refusal):
        gate(way, WILLING).decide(by=colleague, met=True, text=READ)
    gate(way, WILLING).decide(by=caseworker, met=True, text=READ)
    assert gate(way, WILLING).state == Gate.State.MET


def test_what_is_good_for_some_days_shuts_by_itself(case, way, caseworker, supervisor):
    for kind in (WILLING, PAPERS):
        gate(way, kind).decide(by=caseworker, met=True, text=READ)
    Gate.put(case, way, (FIT,), by=caseworker)
    gate(way, FIT).decide(by=supervisor, met=True, text="The doctor said so.")
    assert may_go(way, case, days=7)
    assert not may_go(way, case, days=8)


def test_nothing_is_met_until_a_day_that_has_passed(case, way, caseworker):
    yesterday = case.office.today() - timedelta(days=1)
    with pytest.raises(Refusal):
        gate(way, PAPERS).decide(by=caseworker, met=True, text=READ, until=yesterday)


@pytest.fixture
def papers_ask_nobody_else():
    """What a test adds to the check of papers of these tests is taken away again after it."""
    with gate_requirements.temporarily():
        yield


@pytest.mark.usefixtures("papers_ask_nobody_else")
def test_what_another_package_knows_may_be_taken(way, caseworker):
    checks.takes(PAPERS, lambda gate: "The embassy has not answered.")
    with pytest.raises(Refusal, match="embassy"):
        gate(way, PAPERS).decide(by=caseworker, met=True, text=READ)
    gate(way, PAPERS).decide(by=caseworker, met=False, text="Still waiting.")


def test_two_people_may_let_somebody_pass_without_papers(case, way, caseworker, supervisor):
    gate(way, WILLING).decide(by=caseworker, met=True, text=READ)
    asked = GateOverride.ask(gate(way, PAPERS), by=caseworker, because="Her mother is dying.")
    assert not may_go(way, case)
    assert Notification.objects.filter(user=supervisor, event="gate.override_asked").exists()
    asked.answer_it(by=supervisor, agreed=True, because="The consul meets her at the airport.")
    assert may_go(way, case)
    asked.answer_it(by=supervisor, agreed=True, because="Again.")
    assert AuditEntry.objects.filter(event="gate.overridden").count() == 1


def test_it_is_asked_once_and_by_one(way, caseworker, colleague):
    """Sent twice it is the same question; somebody else's comes when that one is answered."""
    asked = GateOverride.ask(gate(way, PAPERS), by=caseworker, because="Her mother is dying.")
    again = GateOverride.ask(gate(way, PAPERS), by=caseworker, because="Her mother is dying.")
    assert again == asked
    with pytest.raises(Refusal, match="already requested"):
        GateOverride.ask(gate(way, PAPERS), by=colleague, because="She must go.")
    assert GateOverride.objects.count() == 1


def test_nobody_agrees_with_themselves(case, way, supervisor):
    asked = GateOverride.ask(gate(way, PAPERS), by=supervisor, because="Her mother is dying.")
    with pytest.raises(Refusal):
        asked.answer_it(by=supervisor, agreed=True, because="I say so.")
    assert not may_go(way, case)


def test_a_colleague_who_does_not_answer_for_the_team_cannot_agree(way, caseworker, colleague):
    asked = GateOverride.ask(gate(way, PAPERS), by=caseworker, because="Her mother is dying.")
    with pytest.raises(Refusal):
        asked.answer_it(by=colleague, agreed=True, because="Yes.")


def test_a_free_decision_is_decided_away_by_nobody(way, caseworker):
    with pytest.raises(Refusal):
        GateOverride.ask(gate(way, WILLING), by=caseworker, because="The seat is booked.")
    assert not GateOverride.objects.exists()


def test_a_no_of_the_second_person_keeps_it_shut(case, way, caseworker, supervisor):
    gate(way, WILLING).decide(by=caseworker, met=True, text=READ)
    asked = GateOverride.ask(gate(way, PAPERS), by=caseworker, because="Her mother is dying.")
    asked.answer_it(by=supervisor, agreed=False, because="They would be sent back from there.")
    assert not may_go(way, case)
    with pytest.raises(Refusal):
        asked.answer_it(by=supervisor, agreed=True, because="After all.")


def test_of_two_who_decide_in_the_same_moment_the_second_is_told(way, caseworker, supervisor):
    asked = GateOverride.ask(gate(way, PAPERS), by=caseworker, because="Her mother is dying.")
    stale = GateOverride.objects.get(pk=asked.pk)
    asked.answer_it(by=supervisor, agreed=False, because="They would be sent back from there.")
    with pytest.raises(Refusal, match="already decided"):
        stale.answer_it(by=supervisor, agreed=True, because="The consul meets her.")
    kept = GateOverride.objects.get()
    assert (kept.approved, kept.decision_reason) == (False, "They would be sent back from there.")


def test_also_the_database_refuses_that_who_asked_decides(way, caseworker):
    asked = GateOverride.ask(gate(way, PAPERS), by=caseworker, because="Her mother is dying.")
    decided = {"approved": True, "decided_at": asked.at, "decided_by": caseworker}
    with pytest.raises(IntegrityError), transaction.atomic():
        GateOverride.objects.filter(pk=asked.pk).update(**decided)


def test_a_stranger_decides_nothing(way, stranger):
    with pytest.raises(Refusal):
        gate(way, WILLING).decide(by=stranger, met=True, text=READ)


def test_what_it_rested_on_no_longer_holds_and_whoever_waits_behind_it_hears(
    case, way, caseworker, supervisor
):
    heard = []

    def hear(gate, **told):
        heard.append(gate.kind)

    with gate_shut.temporarily():
        gate_shut.connect(hear)
        gate(way, WILLING).decide(by=caseworker, met=True, text=READ)
        for _again in range(2):
            gate(way, WILLING).reopen(by=caseworker, text="She changed her mind.")
    assert heard == [WILLING]
    assert gate(way, WILLING).state == Gate.State.SHUT


# Practice of an office.


def test_of_checks_that_were_settled_those_count_that_were_found_met_last(way, caseworker, office):
    today = office.today()
    days = (today - timedelta(days=90), today + timedelta(days=1))
    assert checks_cleared(WILLING, office, *days) == (0, 0)
    gate(way, WILLING).decide(by=caseworker, met=False, text=READ)
    assert checks_cleared(WILLING, office, *days) == (0, 1)
    gate(way, WILLING).decide(by=caseworker, met=True, text=READ)
    assert checks_cleared(WILLING, office, *days) == (1, 1)
    assert checks_cleared(PAPERS, office, *days) == (0, 0)
    assert checks_cleared(WILLING, office, days[0], days[0]) == (0, 0)


def test_what_is_passed_by_an_exception_was_not_cleared(way, caseworker, supervisor, office):
    asked = GateOverride.ask(gate(way, PAPERS), by=caseworker, because="The consulate is shut.")
    asked.answer_it(by=supervisor, agreed=True, because="A letter protects her.")
    days = (office.today() - timedelta(days=90), office.today() + timedelta(days=1))
    assert checks_cleared(PAPERS, office, *days) == (0, 1)
