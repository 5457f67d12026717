"""The middle of a made-up case: a plan that is agreed, what is given, and staying in touch."""

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from amparo.pillars.assistance.cases.models import Note
from amparo.pillars.assistance.planning.models import CaseConference, CasePlan, FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo_demo import funding
from amparo_demo.world import Story

if TYPE_CHECKING:
    from .generated_timeline import GeneratedCase

MODES = ("visit", "office", "call", "message")


def planned(life: "GeneratedCase") -> Story:
    yield life.later(2, 6)
    _plan(life)
    yield life.lately() if life.outline.state == "waiting" else life.later(0, 2)
    _agree(life)
    if life.outline.state == "waiting":
        return
    yield life.later(1, 3)
    approval = life.case.approvalrequests.get(what="plan", is_waiting=True)
    if life.chance.random() < 0.12:
        approval.decide(by=life.boss, approved=False, note=life.phrases.sent_back)
        yield life.later(1, 2)
        life.plan = life.plan.revise(by=life.by)
        _agree(life)
        yield life.later(0, 1)
        approval = life.case.approvalrequests.get(what="plan", is_waiting=True)
    approval.decide(by=life.boss, approved=True)


def _plan(life: "GeneratedCase") -> None:
    today = life.case.office.today()
    life.plan = CasePlan.begin(life.case, by=life.by)
    goals = [
        life.plan.set_goal(by=life.by, text=said, horizon=horizon)
        for said, horizon in zip(life.texts.goals, life.situation.goals, strict=True)
    ]
    life.actions = [
        goals[step.goal].add_action(
            by=life.by, text=said, service_type=step.service_type, right=step.right,
            due_on=today + timedelta(days=7 + 18 * at), cost=step.value or None,
            responsible=None if step.provider else life.by, responsible_words=step.provider,
            currency=life.case.office.currency if step.value else "",
        )
        for at, (said, step) in enumerate(
            zip(life.texts.actions, life.situation.steps, strict=True)
        )
    ]  # fmt: skip


def _agree(life: "GeneratedCase") -> None:
    how = life.chance.choice(("verbal", "verbal", "signed"))
    life.plan.agree(
        by=life.by, on=life.case.office.today(), how=how,
        text=life.chance.choice(life.phrases.agreed),
    )  # fmt: skip


def helped(life: "GeneratedCase") -> Story:
    given = len(life.actions) - (life.outline.state == "in_service")
    for at in range(given):
        yield life.later(2, 9)
        _give(life, at)
        if life.chance.random() < 0.45:
            yield life.later(0, 2)
            Note.write(life.case, by=life.by, kind="note", text=_a_note(life))
    if life.outline.state == "in_service":
        life.actions[-1].start(by=life.by)


def _give(life: "GeneratedCase", at: int) -> None:
    action, step = life.actions[at], life.situation.steps[at]
    ServiceProvided.give(
        life.case, by=life.by, action=action, service_type=step.service_type,
        given_on=life.case.office.today(), quantity=step.quantity, unit=step.unit,
        value=step.value or None,
        budget_line=funding.service_line(life.case, life.chance) if step.value else None,
        provider=step.provider or "Casa del Camino",
    )  # fmt: skip
    action.complete(by=life.by)


def _a_note(life: "GeneratedCase") -> str:
    return life.chance.choice((*life.texts.notes, *life.phrases.notes))


def followed(life: "GeneratedCase") -> Story:
    told = cycle([*life.texts.progress, *life.phrases.calls])
    times, days = _rhythm(life)
    for _ in range(times):
        yield life.later(max(1, days - 3), days + 3)
        _follow_up(life, next(told))
    if life.outline.extra == "conference":
        yield life.later(1, 4)
        met, decided = life.phrases.conference
        CaseConference.hold(
            life.case, by=life.by, on=life.case.office.today(), participants=met,
            person_took_part=True, decisions=decided,
        )  # fmt: skip


def _rhythm(life: "GeneratedCase") -> tuple[int, int]:
    """How often, and after how many days each: every two weeks or so while the case is open."""
    if life.outline.state not in ("followup", "closing"):
        return 3, 14
    times = max(1, min(7, round(life.days_left / 16)))
    return times, life.days_left // times


def _follow_up(life: "GeneratedCase", story: str) -> None:
    change = life.chance.choices(("better", "same", "worse"), (55, 40, 5))[0]
    FollowUp.hold(
        life.case, by=life.by, on=life.case.office.today(), mode=life.chance.choice(MODES),
        reached=True, change=change, story=story,
    )  # fmt: skip
