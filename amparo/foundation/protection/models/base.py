"""Base models: a record of a case, and a record about one subject."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.records import Record
from amparo.foundation.people.models import Community, Family, Person, Place

SUBJECTS = ("person", "family", "community", "place")


@dataclass(frozen=True)
class CaseFile:
    """The case that a record lies in, by its ref alone: cases are built above this app."""

    ref: UUID
    kind: ClassVar[str] = "case"


class CaseRecord(Record):
    """Written by somebody, perhaps within a case, perhaps for one restricted group only."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    case_ref = models.UUIDField(null=True, blank=True, db_index=True)
    # The group that a restricted record belongs to, as its grantee; nobody else finds it, not
    # even with access to the ordinary file of the person.
    restricted_group = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def is_restricted(self) -> bool:
        return bool(self.restricted_group)


def one_subject() -> Q:
    """Exactly one of the four is named."""
    return reduce(
        or_, (Q(**{f"{each}__isnull": each != named for each in SUBJECTS}) for named in SUBJECTS)
    )


class AboutSubject(CaseRecord):
    """About one person, family, community or place."""

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    family = models.ForeignKey(
        Family, models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_has_one_subject", condition=one_subject())
        ]

    @property
    def subject(self) -> Person | Family | Community | Place:
        return next(getattr(self, name) for name in SUBJECTS if getattr(self, f"{name}_id"))

    @property
    def file(self) -> "CaseFile | Person | Family | Community | Place":
        return CaseFile(self.case_ref) if self.case_ref else self.subject
