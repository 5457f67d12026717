"""Which flag is raised by what, read from the table."""

import pytest

from amparo.foundation.protection import code_lists
from amparo.foundation.protection.risk import Band, DecidingClause, assess_risk
from amparo.pillars.assistance.assessment.flag_kinds import (
    Heard,
    flag_kinds,
    in_order,
    kinds_raised_by,
)
from amparo.pillars.assistance.assessment.protection_questions import QUESTIONS
from amparo.pillars.assistance.cases.extension_points import timers
from amparo.pillars.assistance.intake.triage import LIFE_THREATENING

HEARD = {
    "danger_now": Heard(immediate_danger=True),
    "suicide_risk": Heard(factors=frozenset(("suicidality",))),
    "medical": Heard(urgent=frozenset(("sexual_violence",))),
    "child_without_adult": Heard(urgent=frozenset(("child_alone",))),
    "asylum_wish": Heard(answers=frozenset(("asylum_wish",))),
    "trafficking_signs": Heard(answers=frozenset(("trafficking",))),
    "detention": Heard(harms=frozenset(("arbitrary_detention",))),
    "statelessness": Heard(details=(("statelessness", "at_risk"),)),
}


@pytest.mark.parametrize("kind", flag_kinds())
def test_each_is_raised_by_what_is_heard_of_it(kind):
    assert kinds_raised_by(HEARD[kind]) == (kind,)


def test_nothing_heard_raises_nothing():
    silent = Heard(
        answers=frozenset(("medical",)), urgent=frozenset(("food",)), factors=frozenset(("debt",)),
        harms=frozenset(("theft", "")), case_kind="self", details=(("statelessness", "no"),),
    )  # fmt: skip
    assert kinds_raised_by(silent) == ()


def test_whatever_endangers_a_life_raises_a_flag():
    assert all(kinds_raised_by(Heard(urgent=frozenset((need,)))) for need in LIFE_THREATENING)


def test_the_gravest_comes_first():
    assert in_order(["statelessness", "medical", "danger_now"]) == [
        "danger_now", "medical", "statelessness",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("kind", flag_kinds().values(), ids=lambda kind: kind.code)
def test_each_code_of_the_table_is_known_elsewhere(kind):
    assert kind.due in timers
    assert kind.holds_return in ("", *QUESTIONS)
    assert kind.of_others <= set(kind.answers)
    known = {
        "protection_flag": [kind.code], "protection_flag_action": [kind.code],
        "protection_flag_answer": kind.answers, "service_type": kind.services,
        "factor": kind.raised_by.factors, "harm_subtype": kind.raised_by.harms,
        "urgent_need": kind.raised_by.urgent, "case_kind": kind.raised_by.case_kinds,
    }  # fmt: skip
    for name, codes in known.items():
        assert [code for code in codes if not code_lists.find(name, code)] == [], name


def test_while_danger_is_unanswered_nothing_below_high_is_proposed():
    risk = assess_risk((), is_screened=True, has_grave_flag=True)
    assert (risk.band, risk.because) == (Band.HIGH, DecidingClause.FLAG_UNANSWERED)
    assert risk.missing  # and what is missing is said beside it
