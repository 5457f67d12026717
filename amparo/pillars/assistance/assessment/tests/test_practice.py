"""How many protection flags an office answered by their day: counted, and of nobody."""

from datetime import timedelta

from amparo.foundation.core.clock import now
from amparo.foundation.standards.practice import practice_of
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.assessment.practice import flags_answered_in_time


def flag(case, by, *, kind, due_on, answered_at=()):
    raised = ProtectionFlag.objects.create(
        case=case, by=by, kind=kind, source=ProtectionFlag.Source.SCREENING, due_on=due_on,
        answered_at=max(answered_at, default=None),
    )  # fmt: skip
    for at in answered_at:
        raised.answers.create(by=by, code="help_given", text="Done.", at=at)
    return raised


def test_flags_that_were_due_are_counted_and_those_in_time(case, caseworker, office):
    today = office.today()
    yesterday = today - timedelta(days=1)
    early, late = now() - timedelta(days=3), now() + timedelta(days=2)
    flag(case, caseworker, kind="medical", due_on=yesterday, answered_at=[early])
    flag(case, caseworker, kind="suicide_risk", due_on=yesterday, answered_at=[late])
    # Looked at in time, and the answer changed later.
    flag(case, caseworker, kind="danger_now", due_on=yesterday, answered_at=[early, late])
    flag(case, caseworker, kind="detention", due_on=yesterday)
    flag(case, caseworker, kind="statelessness", due_on=today + timedelta(days=3))
    assert flags_answered_in_time(office, today - timedelta(days=90), today) == (2, 4)


def test_three_are_too_few_to_be_shown(case, caseworker, office):
    today = office.today()
    flag(case, caseworker, kind="detention", due_on=today - timedelta(days=1))
    [practice] = practice_of(["flags-in-time"], office, today)
    assert practice.applied is None
