"""Difficulties in doing certain activities: the Washington Group Short Set, asked unchanged."""

from datetime import date

from django.db import models, transaction

from amparo.foundation.trust import audit
from amparo.foundation.trust.models import User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable

from .persons import Person

DOMAINS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
_MISSING = (7, 9)


def has_disability(answers: dict[str, int]) -> bool | None:
    """Yes when any domain is 3 or 4 (Washington Group, DISABILITY3); no only when all six are
    answered and none is; else unknown (our rule for partial answers).
    """
    given = [answer for answer in answers.values() if answer and answer not in _MISSING]
    if any(answer >= 3 for answer in given):
        return True
    return False if len(given) == len(DOMAINS) else None


class Functioning(Referable):
    """One round of answers: 1 none, 2 some, 3 a lot, 4 cannot do, 7 refused, 9 unknown."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="functioning")
    asked_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seeing = models.PositiveSmallIntegerField(null=True)
    hearing = models.PositiveSmallIntegerField(null=True)
    walking = models.PositiveSmallIntegerField(null=True)
    remembering = models.PositiveSmallIntegerField(null=True)
    self_care = models.PositiveSmallIntegerField(null=True)
    communicating = models.PositiveSmallIntegerField(null=True)

    audit_name = "functioning"
    personal = ()
    harmless = ("asked_on", *DOMAINS)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        get_latest_by = ["asked_on", "pk"]

    def __str__(self):
        return f"Functioning {self.ref}"

    @property
    def file(self) -> Person:
        return self.person

    @property
    def answers(self) -> dict[str, int]:
        return {domain: getattr(self, domain) for domain in DOMAINS}

    @property
    def has_disability(self) -> bool | None:
        return has_disability(self.answers)

    @classmethod
    @transaction.atomic
    def ask(cls, person: Person, answers: dict[str, int], *, by: User, on: date) -> "Functioning":
        asked = cls.objects.create(person=person, asked_on=on, by=by, **answers)
        audit.note(by, "functioning.asked", asked)
        return asked
