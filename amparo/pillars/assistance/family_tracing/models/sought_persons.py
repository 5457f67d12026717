"""Somebody who is looked for, as their relative remembers them."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.matching import MatchingFeatures
from amparo.foundation.people.models import Person

from .base import TracingRecord
from .requests import TracingRequest

_GUESSED = (Person.Precision.ESTIMATED,)


class SoughtPerson(TracingRecord):
    """Their names in every form, and where and how they were seen last."""

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="sought")
    # What they are to the relative: their child, their brother.
    relation = models.CharField(gettext_lazy("Relationship"), max_length=30)
    given_names = PersonalField(gettext_lazy("Given names"), is_name=True)
    family_names = PersonalField(gettext_lazy("Family name"), is_name=True)
    second_family_name = PersonalField(gettext_lazy("Second family name"), is_name=True)
    original_name = PersonalField(gettext_lazy("Name in its own script"), is_name=True)
    aliases = PersonalField(gettext_lazy("Alias"), kind="json", is_name=True)
    father_name = PersonalField(gettext_lazy("Name of the father"), is_name=True)
    mother_name = PersonalField(gettext_lazy("Name of the mother"), is_name=True)
    sex = models.CharField(gettext_lazy("Sex"), max_length=10, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        gettext_lazy("Year of birth"), null=True, blank=True
    )
    birth_precision = models.CharField(max_length=10, choices=Person.Precision, blank=True)
    nationality = models.CharField(gettext_lazy("Nationality"), max_length=2, blank=True)
    cause = models.CharField(gettext_lazy("Cause"), max_length=40, blank=True)
    last_seen_when = PersonalField(gettext_lazy("Date last seen"))
    last_seen_where = PersonalField(gettext_lazy("Place last seen"))
    circumstances = PersonalField(gettext_lazy("How it happened"))

    crypto_label = "sought"
    audit_name = "sought"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "Person sought")

    class Events:
        named = AuditEvent(gettext_lazy("Person sought recorded"))
        changed = AuditEvent(gettext_lazy("Person sought updated"))

    @property
    def name(self) -> str:
        parts = (self.given_names, self.family_names, self.second_family_name)
        return " ".join(part for part in parts if part) or self.original_name

    @property
    def traits(self) -> MatchingFeatures:
        """As the relative remembers them, for whoever may be the one."""
        return MatchingFeatures(
            given=self.given_names, family=self.family_names,
            second_family=self.second_family_name, original=self.original_name,
            aliases=tuple(self.aliases or ()), sex=self.sex, birth_year=self.birth_year or 0,
            is_estimated=self.birth_precision in _GUESSED,
            nationalities=(self.nationality,) if self.nationality else (),
            father=self.father_name, mother=self.mother_name,
        )  # fmt: skip

    @classmethod
    @transaction.atomic
    def name_one(
        cls, request: TracingRequest, *, by: User, relation: str, **told
    ) -> "SoughtPerson":
        request.require_open()
        cls._must_make_sense(request, relation, told)
        sought = cls(request=request, by=by, relation=relation)
        sought._take(told)
        sought.save()
        log.log_event(by, "sought.named", sought, kind=relation)
        return sought

    @transaction.atomic
    def change(self, *, by: User, **told) -> None:
        """The relative remembered more, or better."""
        self.request.require_open()
        self._must_make_sense(self.request, told.pop("relation", self.relation), told)
        self._take(told)
        self.save()
        log.log_event(by, "sought.changed", self, fields=sorted(told))

    def _take(self, told: dict) -> None:
        for name, value in told.items():
            setattr(self, name, value)

    @staticmethod
    def _must_make_sense(request: TracingRequest, relation: str, told: dict) -> None:
        codes.require("family_relation", relation)
        codes.require("separation_cause", told.get("cause", ""))
        if not any(told.get(name) for name in ("given_names", "family_names", "original_name")):
            raise Refusal(_("Write at least one name of whoever is looked for."))
        year = told.get("birth_year")
        if year and not 1900 <= year <= request.office.today().year:
            raise Refusal(_("The year of birth lies ahead, or too long ago. Write it again."))
