"""What the file says already, as answers: nobody is asked twice, and nobody reads more for it.

What is weighed or told anew each time, such as a grade or a need, is never filled in.
"""

from collections.abc import Callable
from datetime import time
from functools import cached_property
from typing import Any

from django.db import models

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.masking import can_see_class, field_class
from amparo.foundation.people.models import (
    Community,
    Contact,
    FamilySeparation,
    IdentityDocument,
    Person,
)
from amparo.pillars.assistance.cases.models import Case
from amparo_xforms import Form, Question

from . import families, persons, places
from .answers import Answers

SEVERAL = ("select_multiple", "rank")


class Reader:
    """The file of a case, as far as one colleague reads it."""

    def __init__(self, case: Case, by: User):
        self.case, self.by = case, by

    @cached_property
    def person(self) -> Person | None:
        return Person.objects.accessible_to(self.by).filter(pk=self.case.person_id).first()

    @cached_property
    def contact(self) -> Contact | None:
        return _only(self.person.contacts.all()) if self.person else None

    @cached_property
    def document(self) -> IdentityDocument | None:
        return _only(self.person.documents.all()) if self.person else None

    @cached_property
    def separation(self) -> FamilySeparation | None:
        found = FamilySeparation.objects.accessible_to(self.by).filter(member__person=self.person)
        return found.order_by("pk").first() if self.person else None

    @cached_property
    def community(self) -> Community | None:
        return Community.objects.accessible_to(self.by).filter(pk=self.case.community_id).first()

    def says(self, record: str, name: str) -> Any:
        """The value, if they may read its class."""
        found = getattr(self, record)
        if found is None:
            return None
        kind = field_class(type(found), name)
        return getattr(found, name) if not kind or can_see_class(self.by, found, kind) else None


def _only(found: models.QuerySet) -> Any:
    """Of several, nobody knows which one is meant."""
    there = list(found[:2])
    return there[0] if len(there) == 1 else None


def _said(record: str, name: str) -> Callable[[Reader], Any]:
    return lambda reader: reader.says(record, name)


def _place(reader: Reader) -> str:
    place = places.place_of(reader.case)
    return place.name if place else ""


def _today(reader: Reader) -> Any:
    return reader.case.office.today()


PREFILL_SOURCES: dict[str, Callable[[Reader], Any]] = {
    "case.number": lambda reader: reader.case.number,
    "place.name": _place,
    **{
        f"{record}.{name}": _said(record, name)
        for record, fields in {
            "person": persons.PERSON, "contact": persons.CONTACT, "document": persons.DOCUMENT,
            "separation": families.SEPARATION, "community": places.COMMUNITY,
        }.items()
        for name in fields
    },
    "functioning.asked_on": _today,
    "follow_up.on": _today,
    "observation.observed_on": _today,
}  # fmt: skip


def find_known_answers(
    case: Case, form: Form, may_ask: Callable[[Question], bool], *, by: User
) -> Answers:
    """As answers to this form; not in rows, which nobody can tell from each other."""
    reader, found = Reader(case, by), {}  # type: ignore[var-annotated]
    for question in form.questions():
        says = PREFILL_SOURCES.get(question.notes.get("target", ""))
        if says is None or question.sort in SEVERAL or is_in_a_repeat(question):
            continue
        value = as_answer(says(reader))
        if value not in (None, "") and may_ask(question):
            place = found
            for name in question.names[1:-1]:
                place = place.setdefault(name, {})
            place[question.name] = value
    return found


def as_answer(value: Any) -> Any:
    """A truth as its choice is called; that nothing was said is no answer."""
    if isinstance(value, bool):
        return "yes" if value else None
    return value.strftime("%H:%M") if isinstance(value, time) else value


def is_in_a_repeat(question: Question | None) -> bool:
    while question is not None:
        if question.is_repeat:
            return True
        question = question.parent
    return False
