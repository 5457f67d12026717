"""Where the answers of a form belong: `bind::amparo:target` names the record and its field.

A landing calls the same verb as a page does. What it refuses is told, and the answers stay.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.form_mapping import find_form_target, register_form_target
from amparo.pillars.assistance.case_forms.extension_points import form_writers
from amparo.pillars.assistance.cases.models import Case
from amparo_xforms import Form

from . import assessments, consent, contacts, families, observations, persons, places
from .answers import AnswerLabels, Answers, Land, MappedAnswer, RecordAnswers, group_answers
from .known_values import PREFILL_SOURCES, find_known_answers

__all__ = ["PREFILL_SOURCES", "apply_answers", "find_known_answers"]

# In this order: a way to reach somebody is read by what was just said of the person.
_ALL: list[tuple[str, tuple[str, ...], str, Land]] = [
    ("case", places.CASE, "", places.case_reference),
    ("consent", consent.CONSENT, "", consent.consent),
    ("person", persons.PERSON, "", persons.person),
    ("contact", persons.CONTACT, "", persons.contact),
    ("document", persons.DOCUMENT, "", persons.document),
    ("functioning", persons.FUNCTIONING, "", persons.functioning),
    ("family_member", families.FAMILY_MEMBER, "", families.family_member),
    ("separation", families.SEPARATION, "", families.separation),
    ("community", places.COMMUNITY, "", places.community),
    ("place", places.PLACE, "", places.place),
    ("safety_alert", contacts.SAFETY_ALERT, "", contacts.safety_alert),
    ("screening", contacts.SCREENING, "", contacts.screening),
    ("journey_belief", contacts.JOURNEY_BELIEF, "", contacts.journey_belief),
    ("follow_up", contacts.FOLLOW_UP, "", contacts.follow_up),
    (
        "observation",
        observations.OBSERVATION,
        observations.OBSERVATION_CODES,
        observations.observation,
    ),
    ("incident", observations.INCIDENT, "", observations.incident),
    ("assessment", assessments.ASSESSMENT, "", assessments.assessment),
    ("need", assessments.NEED, assessments.NEED_CODES, assessments.need),
    ("note", contacts.NOTE, "", contacts.note),
]
for _record, _fields, _coded, _land in _ALL:
    form_writers.register(_record, _land)
    register_form_target(_record, _fields, coded=_coded)
# Each answer of these is a record of its own: one that is refused keeps no other out.
_APART = ("observation",)
# What a person, or the database, holds against an answer; all else is a fault of ours.
_REFUSALS = (Refusal, ValueError, ValidationError, DataError, IntegrityError)


def apply_answers(
    case: Case, form: Form, answers: Answers, *, by: User, at: datetime | None = None
) -> dict[str, str]:
    """Each record that the answers make; those that could not be made, with why not.

    `at` is when they were given, where they are sent in later.
    """
    troubles: dict[str, dict[str, None]] = {}
    labels = AnswerLabels(form, answers)
    for said in group_answers(form, answers):
        for name, told in _by_record(said, labels, at):
            if why := _try(case, name, told, by):
                troubles.setdefault(name, {})[why] = None
    return {name: " ".join(reasons) for name, reasons in troubles.items()}


def _by_record(
    among: tuple[MappedAnswer, ...], labels: AnswerLabels, at: datetime | None
) -> list[tuple[str, RecordAnswers]]:
    """In the order of the landings; what nothing lands for comes last."""
    there = dict.fromkeys(each.record for each in among)
    names = [name for name in form_writers if name in there]
    names += [name for name in there if name not in form_writers]
    found: list[tuple[str, RecordAnswers]] = []
    for name in names:
        told = RecordAnswers((), among, labels, at).of(name)
        if told.fields:
            found += [(name, part) for part in (told.apart() if name in _APART else [told])]
    return found


def _try(case: Case, name: str, told: RecordAnswers, by: User) -> str:
    """Why it could not be written, or nothing."""
    place = find_form_target(name)
    if place is None or not all(place.has(each.field) for each in told.said):
        return _("Some answers have no record of their own yet: they stay in the form.")
    try:
        with transaction.atomic():
            form_writers[name](case, told, by)
    except _REFUSALS as reason:
        case.refresh_from_db()  # what the deed had begun to change is not what is kept
        return str(reason) if isinstance(reason, Refusal) else _odd()
    return ""


def _odd() -> str:
    return _("The answers do not fit the record that they belong to.")
