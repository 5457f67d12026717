"""How a made-up case begins: somebody is met, listened to, and their risk is weighed."""

from typing import TYPE_CHECKING

from amparo.foundation.people.models import WashingtonGroupAnswers
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment import case_risk
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import Note
from amparo.pillars.assistance.intake.first_contact import (
    AccompanyingChild,
    RegistrationData,
    register_first_contact,
)
from amparo.pillars.assistance.intake.models import Screening
from amparo_demo.persons import PersonProfile
from amparo_demo.places import place
from amparo_demo.world import Story

from . import flags, generated_outcome
from .beliefs import beliefs_of

if TYPE_CHECKING:
    from .generated_timeline import GeneratedCase

GRADES = {"low": (1, 1), "medium": (2, 1), "high": (3, 2), "critical": (3, 2)}


def identified(life: "GeneratedCase") -> Story:
    yield life.moment
    outline, said = life.outline, life.texts
    person, case = register_first_contact(
        RegistrationData(
            person=life.profile.fields | _add_contacts(life),
            consent=life.consent(), documents=life.profile.documents,
            contacts=life.profile.contacts,
            children=[AccompanyingChild(each.fields, "child") for each in life.children],
            case={
                "kind": life.situation.kind, "place": place(outline.where),
                "channel": life.chance.choice(life.situation.channels),
                "confidentiality": life.situation.confidentiality,
                "presenting_concern": life.chance.choice(said.first),
            },
        ),
        by=life.by, team=life.team,
    )  # fmt: skip
    assert case is not None  # noqa: S101 - one was asked for
    life.person, life.case = person, case
    if life.partner:
        yield from _join(life, life.partner)


def _add_contacts(life: "GeneratedCase") -> dict[str, str]:
    if not life.profile.contacts:
        return {"safe_channel": "in_person"}
    is_message = life.profile.contacts[0]["kind"] == "message"
    ways = {"safe_channel": "message"} if is_message else {}
    if life.chance.random() < 0.15:
        ways["safe_contact"] = life.chance.choice(life.phrases.safe)
    return ways


def _join(life: "GeneratedCase", profile: PersonProfile) -> Story:
    yield life.later(0, 1)
    generated_outcome.join(life, profile)


def screened(life: "GeneratedCase") -> Story:
    yield life.later(0, 3)
    urgent = list(life.situation.urgent)
    Screening.hold(
        life.case, by=life.by, urgent=urgent, asylum_wish=life.situation.asylum,
        trafficking_signs=list(life.situation.signs),
        first_steps=life.phrases.first_steps if urgent else "", **beliefs_of(life),
    )  # fmt: skip
    if life.outline.state != "screened" or life.chance.random() < 0.7:
        flags.answer(life.case, by=life.by, text=life.phrases.first_steps)
    if life.chance.random() < 0.5:
        Note.write(life.case, by=life.by, kind="quote", text=life.chance.choice(life.texts.quotes))
    if life.chance.random() < 0.4:
        _ask_about_functioning(life)


def _ask_about_functioning(life: "GeneratedCase") -> None:
    names = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
    answers = {name: life.chance.choices((1, 2, 3), (88, 9, 3))[0] for name in names}
    on = life.case.office.today()
    WashingtonGroupAnswers.ask(life.person, answers, by=life.by, on=on)


def assessed(life: "GeneratedCase") -> Story:
    yield life.later(2, 7)
    needs = [
        {"service_type": kind, "horizon": horizon, "own_rank": rank}
        for rank, (kind, horizon) in enumerate(life.situation.needs, start=1)
    ]
    Assessment.make(life.case, by=life.by, priorities=life.texts.priorities, needs=needs)
    _observe(life)
    yield life.later(0, 0)
    _decide(life)
    if life.outline.state != "assessed" or life.chance.random() < 0.7:
        flags.answer(life.case, by=life.boss, text=life.phrases.first_steps)
    if life.outline.extra == "reviewed":
        yield life.later(1, 2)
        decision = case_risk.last_decision(life.case, life.boss)
        assert decision is not None  # noqa: S101 - it was taken just now
        case_risk.review_risk(life.case, decision, by=life.boss, band=decision.decided)


def _observe(life: "GeneratedCase") -> None:
    grades = GRADES[life.outline.band]
    seen = iter(life.texts.seen)
    for at, (factor, level, threat) in enumerate(life.situation.risks):
        is_danger = life.outline.band == "critical" and at == 0
        _record(life, factor, level, threat, "risk", grades[at], next(seen), is_danger)
    for factor, level, threat in life.situation.eases:
        strength = 2 if life.outline.band in ("low", "medium") else 1
        _record(life, factor, level, threat, "protective", strength, next(seen), False)


def _record(
    life: "GeneratedCase", factor: str, level: str, threat: str, polarity: str, grade: int,
    evidence: str, is_danger: bool,
) -> None:  # fmt: skip
    threat = threat or ("" if factor else "violence")
    Observation.record(
        by=life.by, level=level, factor=factor, threat=threat, polarity=polarity,
        severity=grade, evidence=evidence, immediate_danger=is_danger,
        observed_on=life.case.office.today(), **case_risk.observation_subject(life.case, life.by),
    )  # fmt: skip


def _decide(life: "GeneratedCase") -> None:
    risk = case_risk.propose_risk(life.case, life.by)
    decided, because = risk.band.code, life.texts.why
    if life.outline.extra == "reviewed":
        decided = "critical" if decided == "high" else "high"
        because = life.phrases.overrule
    case_risk.decide_risk(life.case, risk, by=life.by, decided=decided, because=because)
