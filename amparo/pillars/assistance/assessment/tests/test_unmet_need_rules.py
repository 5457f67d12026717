"""When a need counts as unmet: every rule by a table, and what no rule may say."""

from datetime import date, timedelta

import pytest

from amparo.pillars.assistance.assessment.unmet_need import (
    Ground,
    Limits,
    NeedFacts,
    PlannedAction,
    ReferralState,
    SentReferral,
    find_verdict,
)

TODAY = date(2026, 12, 1)
LIMITS = Limits(action_days=14, service_days=30)


def ago(days):
    return TODAY - timedelta(days=days)


def planned(on, *, due=-10, given_up=None):
    return PlannedAction(ago(on), ago(due), ago(given_up) if given_up is not None else None)


def sent(state, on, *, promised=None, changed=None):
    return SentReferral(
        ReferralState(state), ago(on), ago(promised) if promised is not None else None,
        ago(changed) if changed is not None else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "ground", "since"),
    [
        ({}, Ground.NO_ACTION, 40),
        ({"actions": [planned(30)]}, None, 0),
        ({"actions": [planned(30, due=3)]}, Ground.NOT_REACHED, 3),
        ({"actions": [planned(30, given_up=5)]}, Ground.NOT_REACHED, 5),
        ({"referrals": [sent("declined", 20, changed=18)]}, Ground.DECLINED, 18),
        (
            {
                "referrals": [
                    sent("declined", 20, changed=18), sent("declined", 10, changed=8),
                ]
            },
            Ground.DECLINED, 8,
        ),
        (
            {"referrals": [sent("declined", 20, changed=18)], "actions": [planned(17)]}, None, 0,
        ),
        (
            {
                "referrals": [
                    sent("declined", 20, changed=18), sent("waiting", 5, promised=-2),
                ]
            },
            None, 0,
        ),
        ({"referrals": [sent("waiting", 20, promised=13)]}, Ground.WAITING, 13),
        ({"referrals": [sent("waiting", 20)]}, None, 0),
        ({"referrals": [sent("accepted", 39, changed=38)]}, Ground.WAITING, 8),
        ({"referrals": [sent("accepted", 20, changed=19)]}, None, 0),
        ({"referrals": [sent("failed", 20, changed=6)]}, Ground.NOT_REACHED, 6),
        ({"settled": [12]}, None, 0),
        # Met, and named anew: what was done before counts no more.
        ({"settled": [12], "named": [40, 5]}, None, 0),
        ({"settled": [30], "named": [40, 20]}, Ground.NO_ACTION, 20),
        (
            {
                "settled": [30], "named": [40, 20],
                "referrals": [sent("declined", 35, changed=34)],
            },
            Ground.NO_ACTION, 20,
        ),
    ],
)  # fmt: skip
def test_the_gravest_rule_applies(facts, ground, since):
    known = NeedFacts(
        tuple(ago(days) for days in facts.get("named", [40])),
        tuple(facts.get("actions", ())), tuple(facts.get("referrals", ())),
        tuple(ago(days) for days in facts.get("settled", ())),
    )  # fmt: skip
    verdict = find_verdict(known, LIMITS, TODAY)
    assert (verdict.ground if verdict else None) == ground
    if verdict:
        assert verdict.since == ago(since)


def test_the_days_that_an_office_allows_are_its_own():
    facts = NeedFacts((ago(10),))
    assert find_verdict(facts, LIMITS, TODAY) is None
    assert find_verdict(facts, Limits(7, None), TODAY).ground == Ground.NO_ACTION
    assert find_verdict(NeedFacts((ago(300),)), Limits(None, None), TODAY) is None


def test_on_the_last_day_there_is_still_time():
    assert find_verdict(NeedFacts((ago(14),)), LIMITS, TODAY) is None
    assert find_verdict(NeedFacts((ago(15),)), LIMITS, TODAY).since == ago(15)
