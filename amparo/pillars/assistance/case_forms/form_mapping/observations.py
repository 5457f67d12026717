"""What is told of what exposes and protects, and of what happened: people weigh it afterwards."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Incident, Observation
from amparo.foundation.protection.risk import Level, Polarity
from amparo.pillars.assistance.assessment.case_risk import records_about_subject
from amparo.pillars.assistance.cases.incidents import (
    record_observation,
    replace_observation,
    report_incident,
)
from amparo.pillars.assistance.cases.models import Case

from .answers import ADDED, MappedAnswer, RecordAnswers
from .values import must_be_past

OBSERVATION = ("factor", "threat", "observed_on", *ADDED)
OBSERVATION_CODES = "factor"
INCIDENT = (
    "harm", "harm_subtype", "protection_risk", "severity", "immediate_danger", "perpetrator",
    "manner", "happened_on", "date_precision", "where", "narrative", "reliability",
)  # fmt: skip
# A yes says that it is so, not how much: a person weighs it.
MODERATE = 2
GRAVEST = 3


def observation(case: Case, told: RecordAnswers, by: User) -> None:
    """One answer: what stands already and weighs as much is left; otherwise it is seen again."""
    if not any(told.fields) or told.said[0].field in (*ADDED, "observed_on"):
        return
    on = told.of("observation").day("observed_on") or case.office.today()
    must_be_past(on, case, by)
    for seen in _seen(case, told, told.said[0]):
        _write(case, by, {"observed_on": on} | seen)


def _write(case: Case, by: User, seen: dict[str, Any]) -> None:
    standing = records_about_subject(Observation.objects.current(), case).accessible_to(by, "work")
    same = {name: seen[name] for name in ("factor", "polarity")}
    if not seen["factor"]:
        same["threat"] = seen["threat"]
    old = standing.filter(**same).order_by("-pk").first()
    if old is None and seen["severity"]:
        record_observation(case, by, **seen)
    elif old and not _says(old, seen):
        said = {name: value for name, value in seen.items() if name != "threat" or value}
        replace_observation(case, old, by=by, **said)


def _says(old: Observation, seen: dict[str, Any]) -> bool:
    """Words alone are no reason to write the same again."""
    return (old.severity, old.immediate_danger) == (seen["severity"], seen["immediate_danger"])


def _seen(case: Case, told: RecordAnswers, said: MappedAnswer) -> Iterator[dict[str, Any]]:
    """As the page writes it: a factor or a threat, its grade, and how one knows."""
    grade, evidence = _grade(told.following(said, "severity")), told.following(said, "evidence")
    danger = told.following(said, "immediate_danger")
    grade = MODERATE if grade is None else grade
    more = {
        "immediate_danger": bool(danger and danger.is_so()),
        "evidence": told.labels.answer(evidence) if evidence else "",
    }
    if said.field == "threat":
        for code in said.codes:
            code_lists.require_threat(code)
            yield {
                "factor": "", "threat": code, "level": level_of(case), "polarity": Polarity.RISK,
                "severity": grade,
            } | more  # fmt: skip
    elif said.field == "factor":
        # Choices that are no factors say that none was seen: “with both parents”.
        known = [code for code in said.codes if code_lists.find(OBSERVATION_CODES, code)]
        yield from (_of_a_factor(code, grade) | more for code in known)
    elif (own := _own_grade(said, grade)) is not None:
        yield _of_a_factor(said.field, own) | more


def level_of(case: Case) -> Level:
    """At which level a threat stands, or a need, that was named by itself."""
    if case.community_id or case.institution_id:
        return Level.COMMUNITY
    return Level.FAMILY if case.family_id else Level.INDIVIDUAL


def _of_a_factor(code: str, grade: int) -> dict[str, Any]:
    code_lists.require(OBSERVATION_CODES, code)
    extra = code_lists.find(OBSERVATION_CODES, code).extra  # type: ignore[union-attr]
    is_strength = extra.get("polarity") == Polarity.PROTECTIVE
    return {
        "factor": code, "threat": "", "level": Level(extra["level"]), "severity": grade,
        "polarity": Polarity.PROTECTIVE if is_strength else Polarity.RISK,
    }  # fmt: skip


def _own_grade(said: MappedAnswer, usual: int) -> int | None:
    """From 0 to 3; a yes, or the code itself, weighs as usual; a no weighs nothing."""
    if (grade := _grade(said)) is not None:
        return grade
    if said.answer == said.field:
        return usual
    return {True: usual, False: 0, None: None}[said.is_so()]


def _grade(said: MappedAnswer | None) -> int | None:
    told = str(said.answer) if said else ""
    return int(told) if told in ("0", "1", "2", "3") else None


def incident(case: Case, told: RecordAnswers, by: User) -> None:
    """Alleged, until somebody looks into it; the same again is not written twice."""
    if not set(told.fields) - {"happened_on", "perpetrator"}:
        return
    if not told.code("harm"):
        raise Refusal(_("Which kind of harm it was is missing, so no incident was written."))
    if not case.person and not case.community:
        raise Refusal(_("To whom it happened is not said: write it on the page of the case."))
    happened = dict(_happened(told))
    must_be_past(happened.get("happened_on"), case, by)
    there = Incident.objects.filter(case_ref=case.ref).accessible_to(by)
    if any(_is_recorded(each, happened) for each in there):
        return
    report_incident(case, by, victims=[case.person] if case.person else [], **happened)


def _happened(told: RecordAnswers) -> Iterator[tuple[str, Any]]:
    for name in told.fields:
        if name in ("narrative", "where"):
            yield name, told.text(name)
        elif name == "happened_on":
            yield name, told.day(name)
        elif name == "severity":
            yield name, max(0, min(int(told.code(name)), GRAVEST))
        elif name == "immediate_danger":
            yield name, bool(told.all(name)[-1].is_so())
        else:
            yield name, told.code(name)


def _is_recorded(incident: Incident, happened: dict[str, Any]) -> bool:
    return all(
        (getattr(incident, name) or None) == (value or None) for name, value in happened.items()
    )
