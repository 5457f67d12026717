"""Deeds that the stories told by hand have in common; whoever has the case does them."""

from datetime import date
from random import Random

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment import case_risk
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.intake import first_contact
from amparo.pillars.assistance.planning.models import Action, CasePlan, FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo_demo import funding
from amparo_demo.persons import agreement
from amparo_demo.world import World

from .generated_cases import SHELTER


def named(
    world: World, given: str, family: str, sex: str, age: int, land: str, *languages: str
) -> dict:
    """Somebody by their name, as a registration takes it."""
    return {
        "given_names": given, "family_names": family, "sex": sex, "nationality": land,
        "birth_date": world.born(age),
        "birth_precision": "exact", "languages": list(languages),
        "interpreter": "" if languages[0] in ("es", "en") else languages[0],
    }  # fmt: skip


def met(
    world: World, person: dict, case: dict, contacts: list[dict] | None = None
) -> tuple[Person, Case]:
    """They are received at the shelter, agree, and a case begins."""
    shares = [world.organizations["Cruz del Sur"]]
    consent = agreement(person["languages"][0], until=world.day(200), shares=shares)
    found, opened = first_contact.register_first_contact(
        first_contact.RegistrationData(
            person=person, consent=consent, contacts=contacts or [], case=case
        ),
        by=world.users["lucia"],
        team=world.teams[SHELTER],
    )
    assert opened is not None  # noqa: S101 - one was asked for
    return found, opened


def worker(case: Case) -> User:
    assert case.owner is not None  # noqa: S101 - these stories have one
    return case.owner


def assess(case: Case, priorities: str, *kinds: str) -> None:
    needs = [
        {"service_type": kind, "horizon": "immediate", "own_rank": rank}
        for rank, kind in enumerate(kinds, start=1)
    ]
    Assessment.make(case, by=worker(case), priorities=priorities, needs=needs)


def see(
    case: Case, factor: str, grade: int, threat: str, evidence: str,
    *, polarity: str = "risk", level: str = "individual",
) -> None:  # fmt: skip
    by = worker(case)
    Observation.record(
        by=by,
        factor=factor,
        level=level,
        polarity=polarity,
        severity=grade,
        threat=threat,
        evidence=evidence,
        observed_on=case.office.today(),
        **case_risk.observation_subject(case, by),
    )


def lean_on(
    case: Case, factor: str, grade: int, threat: str, evidence: str, level: str = "individual"
) -> None:
    """What protects them."""
    see(case, factor, grade, threat, evidence, polarity="protective", level=level)


def decide(case: Case, because: str = "") -> None:
    by = worker(case)
    risk = case_risk.propose_risk(case, by)
    because = because or ("Se conoce poco, y nada amenaza." if risk.little_observed else "")
    case_risk.decide_risk(case, risk, by=by, decided=risk.band.code, because=because)


def plan(
    world: World, case: Case, goal: str, horizon: str, *actions: tuple[str, str, str, int]
) -> tuple[CasePlan, list[Action]]:
    """One goal with its actions: words, kind, right and the days until each is due."""
    by = worker(case)
    begun = CasePlan.begin(case, by=by)
    aim = begun.set_goal(by=by, text=goal, horizon=horizon)
    return begun, [
        aim.add_action(by=by, text=words, service_type=kind, right=right, responsible=by,
                       due_on=world.day(days))
        for words, kind, right, days in actions
    ]  # fmt: skip


def approve(world: World, case: Case, what: str = "plan") -> None:
    case.approvalrequests.get(what=what, is_waiting=True).decide(
        by=world.users["maren"], approved=True
    )


def give(
    case: Case, action: Action, unit: str, quantity: int, provider: str, value: int | None = None
) -> None:
    ServiceProvided.give(
        case, by=worker(case), action=action, service_type=action.service_type, unit=unit,
        quantity=quantity, value=value, provider=provider, given_on=case.office.today(),
        budget_line=funding.service_line(case, Random(value)) if value else None,  # noqa: S311
    )  # fmt: skip


def visit(case: Case, change: str, story: str, again: date) -> None:
    FollowUp.hold(
        case, by=worker(case), on=case.office.today(), mode="visit", reached=True, change=change,
        story=story, next_on=again,
    )  # fmt: skip


def expect(
    world: World, case: Case, what: str, days: int, text: str, where: str = "", hour: str = ""
) -> None:
    Task.set(
        case, what, world.day(days), by=worker(case), text=text, where=where,
        due_at=world.at(days, hour) if hour else None,
    )  # fmt: skip


def move(case: Case, what: str, day: date) -> None:
    """A step of the case is agreed for another day."""
    case.tasks.pending().get(what=what).move(day, by=worker(case))
