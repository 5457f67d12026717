"""How the made-up stories stand today: what is due, what waits for an answer, what has ended."""

from typing import TYPE_CHECKING

from amparo.foundation.people.models import ExceptionAsked, Family, Person
from amparo.pillars.assistance.assessment import case_risk
from amparo.pillars.assistance.cases.models import Closure, Note, Task
from amparo.pillars.assistance.planning.models import FollowUp
from amparo_demo.persons import PersonProfile
from amparo_demo.world import Story

if TYPE_CHECKING:
    from .generated_timeline import GeneratedCase

REASONS = ("goals_met", "goals_met", "stable_after_followup", "moved", "resettled_regularised")


def end(life: "GeneratedCase") -> Story:
    """The last chapter, by the state that the case is in today."""
    chapters = {"closing": _closing, "closed": _closed, "lost": _lost, "reopened": _reopened}
    yield from _alert(life)
    yield from _overrule(life)
    if chapter := chapters.get(life.outline.state):
        yield from chapter(life)
    if life.outline.state not in ("closed", "lost"):
        yield life.later(0, 0)
        _settle(life)


def join(life: "GeneratedCase", profile: PersonProfile) -> None:
    """A partner comes along; or somebody of the family is missing, and is looked for."""
    if life.situation.separation:
        _look_for(life, profile)
        return
    partner = Person.register(by=life.by, team=life.team, consent=life.consent(), **profile.file())
    _family_of(life).add(partner, "partner", by=life.by)
    life.case.add_dependant(partner, "partner", by=life.by)


def _look_for(life: "GeneratedCase", profile: PersonProfile) -> None:
    """Who is missing cannot be asked: a second person looked at it and agreed."""
    asked = ExceptionAsked(basis="best_interests", reason=life.case.presenting_concern)
    missing = Person.register(by=life.by, team=life.team, exception=asked, **profile.fields)
    family = _family_of(life)
    member = family.add(missing, "sibling", by=life.by)
    member.separate(
        by=life.by, since=life.moment.date().replace(day=1), cause=life.situation.separation,
        story=life.case.presenting_concern,
    )  # fmt: skip
    missing.exceptions.get().decide(by=life.boss, confirmed=True)


def _family_of(life: "GeneratedCase") -> Family:
    return life.person.heads.first() or Family.register(life.person, by=life.by)


def _alert(life: "GeneratedCase") -> Story:
    if life.outline.extra not in ("alert", "answered"):
        return
    is_answered = life.outline.extra == "answered"
    yield life.later(0, 2) if is_answered else life.lately()
    alert = life.sound()
    if is_answered:
        yield life.later(0, 1)
        alert.resolve(by=life.by, how=life.phrases.alert_met[0])


def _overrule(life: "GeneratedCase") -> Story:
    """The worker sees more danger than the rule does; a second person will look at it."""
    if life.outline.extra != "overrule":
        return
    yield life.lately()
    risk = case_risk.propose_risk(life.case, life.by)
    decided = "critical" if risk.band.code == "high" else "high"
    case_risk.decide_risk(
        life.case, risk, by=life.by, decided=decided, because=life.phrases.overrule
    )


def _propose(life: "GeneratedCase", reason: str, summary: str) -> Closure:
    goals = list(life.plan.goals.all())
    outcomes = {
        goal: life.chance.choices(("met", "partly", "not_met"), (75, 20, 5))[0] for goal in goals
    }
    return Closure.propose(
        life.case, by=life.by, outcomes=outcomes, reason=reason, summary=summary,
        person_informed=reason != "lost_contact",
    )  # fmt: skip


def _closing(life: "GeneratedCase") -> Story:
    yield life.lately()
    _propose(life, "goals_met", life.texts.closing)


def _closed(life: "GeneratedCase") -> Story:
    yield life.later(7, 20)
    _propose(life, life.chance.choice(REASONS), life.texts.closing)
    yield life.later(1, 3)
    _approve(life)


def _approve(life: "GeneratedCase") -> None:
    life.case.approvalrequests.get(what="closure", is_waiting=True).decide(
        by=life.boss, approved=True
    )
    life.case.refresh_from_db()


def _lost(life: "GeneratedCase") -> Story:
    """Contact is given up only after several attempts over some weeks."""
    for wait in (9, 16, 20):
        yield life.later(wait, wait + 3)
        FollowUp.hold(
            life.case, by=life.by, on=life.case.office.today(), mode="call", reached=False,
            change="unknown", story=life.chance.choice(life.phrases.unreached),
        )  # fmt: skip
    yield life.later(1, 4)
    _propose(life, "lost_contact", life.phrases.lost)
    yield life.later(1, 3)
    _approve(life)


def _reopened(life: "GeneratedCase") -> Story:
    yield from _closed(life)
    yield life.lately()
    closure = life.case.closures.latest()
    closure.case = life.case
    closure.reopen(by=life.boss, because=life.phrases.reopen)
    life.case.refresh_from_db()
    Note.write(life.case, by=life.by, kind="call", text=life.phrases.reopen)


def _settle(life: "GeneratedCase") -> None:
    """What comes next falls on the day that the sheet says; everything else comes after it."""
    due = life.outline.due
    steps = list(life.case.tasks.pending().exclude(what=Task.What.ALERT))
    if not steps or life.chance.random() < 0.6:
        life.put_into_calendar(_workday(life, due))
        due = max(due, 0) + life.chance.randint(3, 9)
    for task in sorted(steps, key=lambda task: (task.due_on, task.pk)):
        task.move(life.world.day(_workday(life, due)), by=life.by)
        due = max(due, 0) + life.chance.randint(2, 9)


def _workday(life: "GeneratedCase", days: int) -> int:
    """What is to come falls on a day on which people work; what is due today, or late, stays."""
    if days <= 0:
        return days
    return (life.team.office.next_working_day(life.world.day(days)) - life.world.today).days
