"""Answers to the Washington Group Short Set, whose questions are asked unchanged."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

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


class WashingtonGroupAnswers(Record):
    """One round of answers: 1 none, 2 some, 3 a lot, 4 cannot do, 7 refused, 9 unknown."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="functioning")
    asked_on = models.DateField(gettext_lazy("Day"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seeing = models.PositiveSmallIntegerField(gettext_lazy("Seeing"), null=True)
    hearing = models.PositiveSmallIntegerField(gettext_lazy("Hearing"), null=True)
    walking = models.PositiveSmallIntegerField(gettext_lazy("Walking"), null=True)
    remembering = models.PositiveSmallIntegerField(gettext_lazy("Remembering"), null=True)
    self_care = models.PositiveSmallIntegerField(gettext_lazy("Caring for oneself"), null=True)
    communicating = models.PositiveSmallIntegerField(gettext_lazy("Communicating"), null=True)

    audit_name = "functioning"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Washington Group answers")
        get_latest_by = ["asked_on", "pk"]

    class Privacy:
        owner = "person"
        title = gettext_lazy("Functional difficulties")
        disclose = ("asked_on", *DOMAINS)

    class Events:
        asked = AuditEvent(gettext_lazy("Washington Group questions asked"))

    def __str__(self):
        return f"WashingtonGroupAnswers {self.ref}"

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
    def ask(
        cls, person: Person, answers: dict[str, int], *, by: User, on: date
    ) -> "WashingtonGroupAnswers":
        asked = cls.objects.create(person=person, asked_on=on, by=by, **answers)
        log.log_event(by, "functioning.asked", asked)
        return asked
