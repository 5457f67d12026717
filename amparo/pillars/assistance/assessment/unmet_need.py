"""When a need counts as unmet: pure rules over what was planned, referred and provided for it.

Whom it protects: somebody whose need was written down and forgotten. A verdict is a finding that
nobody has confirmed yet, and no verdict says only that no rule applies, never that a need is met.
Limits are those of the office (`time_limits`); none of them is a clinical or legal fact.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Ground(StrEnum):
    """Which rule applies, the gravest first."""

    DECLINED = "declined"  # every referral for it was declined
    WAITING = "waiting"  # no answer, or no service, by the promised day
    NOT_REACHED = "not_reached"  # what was planned or agreed came to nothing
    NO_ACTION = "no_action"  # nothing was planned, referred or provided in time


class ReferralState(StrEnum):
    """What a referral means for the need; one that was withdrawn by us is left out."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    FAILED = "failed"  # closed: not available, or never answered


@dataclass(frozen=True)
class PlannedAction:
    """An action of the plan in force that is not done: still to do, or given up."""

    planned_on: date
    due_on: date
    given_up_on: date | None = None


@dataclass(frozen=True)
class SentReferral:
    """A referral that did not settle the need. `changed_on`: when it was answered or closed.

    `promised_on` is the day until which they promised an answer; None where the question lies
    with us.
    """

    state: ReferralState
    sent_on: date
    promised_on: date | None = None
    changed_on: date | None = None


@dataclass(frozen=True)
class NeedFacts:
    """What is known of one standing need of one case.

    `named_on`: days on which an assessment or a caseworker named it, one at least. `settled_on`:
    days on which a service for it was provided, an action done, or a referral closed with what the
    person received or no longer wanted.
    """

    named_on: tuple[date, ...]
    actions: tuple[PlannedAction, ...] = ()
    referrals: tuple[SentReferral, ...] = ()
    settled_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class Limits:
    """Days that an office allows; None switches a rule off.

    `action_days`: until something is planned, referred or provided. `service_days`: from an
    accepted referral until the service.
    """

    action_days: int | None
    service_days: int | None


@dataclass(frozen=True)
class Verdict:
    """The rule that applies, and since when the need is unmet by it."""

    ground: Ground
    since: date


def find_verdict(facts: NeedFacts, limits: Limits, today: date) -> Verdict | None:
    """Returns the gravest rule that applies to a need; None where none does.

    A need that was settled counts again from the day on which it is named anew.
    """
    last = max(facts.settled_on, default=date.min)
    named = [day for day in facts.named_on if day > last]
    if not named:
        return None
    since = min(named)
    facts = _since(facts, since)
    rules = (_declined(facts), _waiting(facts, limits, today), _not_reached(facts, today))
    found = next((verdict for verdict in rules if verdict), None)
    return found or _no_action(facts, since, limits, today)


def _since(facts: NeedFacts, since: date) -> NeedFacts:
    """What was done for it from this day on, and what goes on from before."""
    actions = [
        each for each in facts.actions if each.given_up_on is None or each.given_up_on >= since
    ]
    referrals = [each for each in facts.referrals if _is_live(each) or each.sent_on >= since]
    return replace(facts, actions=tuple(actions), referrals=tuple(referrals))


def _declined(facts: NeedFacts) -> Verdict | None:
    """Every referral was declined, and no other way was planned since."""
    referrals = facts.referrals
    if not referrals or any(each.state != ReferralState.DECLINED for each in referrals):
        return None
    last = max(each.changed_on or each.sent_on for each in referrals)
    return None if _is_planned_since(facts.actions, last) else Verdict(Ground.DECLINED, last)


def _waiting(facts: NeedFacts, limits: Limits, today: date) -> Verdict | None:
    """Every referral that goes on is late; the one that is late for longest says since when."""
    live = [each for each in facts.referrals if _is_live(each)]
    due = [_due_on(each, limits) for each in live]
    late = [day for day in due if day is not None and day < today]
    return Verdict(Ground.WAITING, min(late)) if late and len(late) == len(live) else None


def _due_on(referral: SentReferral, limits: Limits) -> date | None:
    if referral.state == ReferralState.WAITING:
        return referral.promised_on
    if limits.service_days is None:
        return None
    return (referral.changed_on or referral.sent_on) + timedelta(days=limits.service_days)


def _not_reached(facts: NeedFacts, today: date) -> Verdict | None:
    """Nothing goes on any more, and something did: an action given up or past its day, a referral
    that ended without a service.
    """
    if any(_is_live(each) for each in facts.referrals):
        return None
    if any(each.given_up_on is None and each.due_on >= today for each in facts.actions):
        return None
    ended = [
        each.changed_on or each.sent_on
        for each in facts.referrals
        if each.state == ReferralState.FAILED
    ]
    ended += [each.given_up_on or each.due_on for each in facts.actions]
    return Verdict(Ground.NOT_REACHED, max(ended)) if ended else None


def _no_action(facts: NeedFacts, since: date, limits: Limits, today: date) -> Verdict | None:
    if facts.actions or facts.referrals or limits.action_days is None:
        return None
    until = since + timedelta(days=limits.action_days)
    return Verdict(Ground.NO_ACTION, since) if until < today else None


def _is_live(referral: SentReferral) -> bool:
    return referral.state in (ReferralState.WAITING, ReferralState.ACCEPTED)


def _is_planned_since(actions: Iterable[PlannedAction], day: date) -> bool:
    return any(each.given_up_on is None and each.planned_on >= day for each in actions)
