"""What was said when they were met: a first conversation, a follow-up, an alert, a note."""

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.assessment.flag_kinds import Heard
from amparo.pillars.assistance.assessment.protection_questions import (
    ASYLUM_WISH,
    DANGER_NOW,
    MEDICAL,
    QUESTIONS,
    TRAFFICKING,
)
from amparo.pillars.assistance.assessment.urgent_needs import URGENT_NEEDS
from amparo.pillars.assistance.cases.models import Case, Note, SafetyAlert, Task
from amparo.pillars.assistance.intake.belief_rules import BeliefAnswers
from amparo.pillars.assistance.intake.forms.screenings import critical_answer
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.intake.models.screenings import NOT_ASKED
from amparo.pillars.assistance.planning.models import FollowUp

from .answers import SILENT, MappedAnswer, RecordAnswers
from .values import parse_date, parse_time

SCREENING = (
    "urgent", "asylum_wish", "trafficking", "trafficking_signs", "violence_at", "goes_on",
    "first_steps", "text",
)  # fmt: skip
JOURNEY_BELIEF = ("beliefs", "belief_sources", "belief_outcome")
FOLLOW_UP = ("on", "mode", "reached", "change", "progress", "story", "next_on")
SAFETY_ALERT = ("kind", "text", "do_not_contact")
NOTE = ("text",)
# Answers that are neither yes nor no, as standard forms write them.
NEITHER = {"unknown": "unknown", "dk": "unknown", "no_answer": "no_answer", "pna": "no_answer"}
# So many of the latest are looked through for the same words.
LATEST = 50


def heard_in(told: RecordAnswers) -> Heard:
    """Returns what the answers of a screening raise flags by, before anything is written."""
    needs = _urgent(told)
    answers = {name for name in (DANGER_NOW, MEDICAL) if needs.get(name)}
    if _said_so(told, ASYLUM_WISH):
        answers.add(ASYLUM_WISH)
    if _signs(told) or _says_of_signs(told):
        answers.add(TRAFFICKING)
    urgent = frozenset(code for code, is_so in needs.items() if is_so)
    return Heard(answers=frozenset(answers), urgent=urgent)


def screening(case: Case, told: RecordAnswers, by: User) -> None:
    answers = _answers(case, told)
    last = case.screenings.order_by("pk").last()
    if last is None or not _is_the_same(last, answers, by):
        Screening.hold(case, by=by, at=told.at, **answers)


def _answers(case: Case, told: RecordAnswers) -> dict[str, Any]:
    needs, signs = _urgent(told), _signs(told)
    return {
        "unanswered": _unanswered(told, needs),
        "danger_now": needs.pop(DANGER_NOW, None),
        "medical": needs.pop(MEDICAL, None),
        "urgent": [code for code in URGENT_NEEDS if needs.get(code)],
        "asylum_wish": _said_so(told, "asylum_wish"),
        "trafficking": True if signs else _says_of_signs(told),
        "trafficking_signs": signs,
        "violence_at": _moment(case, told),
        "goes_on": _said_so(told, "goes_on") is not False,
        "first_steps": told.text("first_steps"),
        "text": told.text("text"),
    }


def _is_the_same(last: Screening, answers: dict[str, Any], by: User) -> bool:
    """Sent twice; a no that another colleague heard is another answer."""
    return last.by_id == by.pk and all(
        getattr(last, name) == value
        or (name not in QUESTIONS and not getattr(last, name) and not value)
        for name, value in answers.items()
    )


def journey_belief(case: Case, told: RecordAnswers, by: User) -> None:
    """Into the screening of the same form, else into the last one. Apart from it, so that what
    does not fit here never keeps out that somebody is in danger.
    """
    last = case.screenings.order_by("pk").last()
    same = told.of("screening")
    if last is None or (same.said and not _is_the_same(last, _answers(case, same), by)):
        raise Refusal(_("What was believed belongs to a screening, and this one was not kept."))
    said = BeliefAnswers(
        _codes(told, "beliefs"),
        tuple(code for code in _codes(told, "belief_sources") if code not in SILENT),
        told.code("belief_outcome"),
    )
    last.add_beliefs(said, by=by)


def _codes(told: RecordAnswers, field: str) -> tuple[str, ...]:
    """All that was chosen, also that it was none of them."""
    found: list[Any] = []
    for each in told.all(field):
        found += each.answer if isinstance(each.answer, list) else [each.answer]
    return tuple(dict.fromkeys(str(code) for code in found))


def _urgent(told: RecordAnswers) -> dict[str, bool | None]:
    """The question is called as the need; of some, a no is the need."""
    said = {each.name: each.is_so(critical_answer(each.name)) for each in told.all("urgent")}
    if unknown := {name for name, is_so in said.items() if is_so} - set(URGENT_NEEDS):
        raise ValueError(f"{len(unknown)} questions are called as no urgent need.")
    return said


def _unanswered(told: RecordAnswers, needs: dict[str, bool | None]) -> dict[str, str]:
    """What was asked and got neither yes nor no, or was not asked at all."""
    why = {
        each.name if each.field == "urgent" else ASYLUM_WISH: NEITHER[str(each.answer)]
        for each in told.said
        if each.field in ("urgent", ASYLUM_WISH) and str(each.answer) in NEITHER
    }
    gaps = {code: why.get(code, NOT_ASKED) for code in URGENT_NEEDS if needs.get(code) is None}
    return gaps | ({ASYLUM_WISH: why[ASYLUM_WISH]} if ASYLUM_WISH in why else {})


def _says_of_signs(told: RecordAnswers) -> bool | None:
    """A no where it was said of the signs as a whole, or of each of them by itself."""
    as_a_whole = _said_so(told, "trafficking")
    if as_a_whole is not None:
        return as_a_whole
    denied = {each.name for each in told.all("trafficking_signs") if each.is_so() is False}
    signs = {code for code, _label in codes.choices("trafficking_sign")}
    return False if denied >= signs else None


def _signs(told: RecordAnswers) -> list[str]:
    signs: list[str] = []
    for each in told.all("trafficking_signs"):
        signs += each.codes if isinstance(each.answer, list) else [each.name] * bool(each.is_so())
    codes.require("trafficking_sign", *signs)
    return signs


def _said_so(told: RecordAnswers, field: str) -> bool | None:
    found = told.all(field)
    return found[-1].is_so() if found else None


def _moment(case: Case, told: RecordAnswers) -> datetime | None:
    """Without an hour the day counts from its start: better too early than too late."""
    found = told.all("violence_at")
    days = [each for each in found if each.question.sort in ("date", "dateTime")]
    if not days:
        return None
    hours = [parse_time(each.answer) for each in found if each not in days]
    hour = next(iter(hours), None) or time.min
    moment = datetime.combine(parse_date(days[-1].answer) or now(), hour, tzinfo=case.office.zone)
    if moment > now():
        raise Refusal(_("This day is still to come."))
    return moment


def follow_up(case: Case, told: RecordAnswers, by: User) -> None:
    mode, change = told.code("mode"), told.code("change")
    if not mode:
        return _look_again(case, told, by)
    codes.require("follow_up_mode", mode)
    heard: dict[str, Any] = {
        "on": told.day("on") or case.office.today(),
        "mode": mode,
        "reached": bool(_said_so(told, "reached")),
        "change": change if change in FollowUp.Change.values else "",
        "progress": told.text("progress"),
        "story": told.text("story"),
    }
    known = case.followups.filter(on=heard["on"], mode=heard["mode"])
    if not any(_says(each, heard) for each in known):
        FollowUp.hold(case, by=by, next_on=told.day("next_on"), **heard)
    return None


def _look_again(case: Case, told: RecordAnswers, by: User) -> None:
    """A day alone is when to look at it again; anything else needs to say how they were met."""
    if {"reached", "change", "progress", "story"} & set(told.fields):
        raise Refusal(_("How they were met or called is missing, so no follow-up was written."))
    day = told.day("next_on")
    awaited = case.tasks.pending().filter(what=Task.What.FOLLOW_UP)
    if day and day not in [each.due_on for each in awaited]:
        Task.set(case, Task.What.FOLLOW_UP, day, by=by)


def safety_alert(case: Case, told: RecordAnswers, by: User) -> None:
    """Whoever may be harmed by a call is told of too, where nothing else is said."""
    if not Case.objects.accessible_to(by, "alert").filter(pk=case.pk).exists():
        raise Refusal(_("You may not sound an alert on this case."))
    silent = bool(_said_so(told, "do_not_contact"))
    kind, words = told.code("kind"), "\n".join(_danger(told))
    codes.require("alert_kind", kind)
    if not (kind or words or silent):
        return
    if not (kind or words):
        words = _("Do not contact for now")
    sounded: dict[str, Any] = {"kind": kind, "text": words, "do_not_contact": silent}
    if not any(_says(each, sounded) for each in case.safetyalerts.unresolved()):
        SafetyAlert.sound(case, by=by, **sounded)


def _danger(told: RecordAnswers) -> list[str]:
    """What was written; of a question that is answered by yes or no, the question itself."""
    return [
        _asked_and_answered(told, each) if each.question.choices else str(each.answer)
        for each in told.all("text")
        if not each.question.choices or each.is_so()
    ]


def note(case: Case, told: RecordAnswers, by: User) -> None:
    """One note, each answer under its question: “nothing” alone says nothing."""
    said = [_asked_and_answered(told, each) for each in told.all("text")]
    words = "\n\n".join(said)
    latest = case.notes.order_by("-pk")[:LATEST]
    if words and words not in [each.text for each in latest]:
        Note.write(case, by=by, text=words)


def _asked_and_answered(told: RecordAnswers, said: MappedAnswer) -> str:
    return f"{told.labels.question(said)}\n{told.labels.answer(said)}"


def _says(record: Any, told: dict[str, Any]) -> bool:
    return all((getattr(record, name) or None) == (value or None) for name, value in told.items())
