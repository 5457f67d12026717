"""Organizations as those who owe: which obligations a duty bearer has by its mandate."""

from collections.abc import Iterable

from django.db import models, transaction

from amparo.foundation.core.audit import log
from amparo.foundation.core.code_lists.codes import require
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Referable

from ..wording import Said, Wording, said, tidied


class DutyBearer(Referable):
    """An institution that must respect, protect or fulfil rights, chiefly one of the State."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="duty_bearer")
    mandate = models.JSONField(default=dict, blank=True)

    audit_name = "dutybearer"
    personal = ()
    harmless = ("mandate",)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["organization__name"]

    def __str__(self):
        return f"DutyBearer {self.ref}"

    @classmethod
    @transaction.atomic
    def recognize(
        cls, organization: Organization, *, by: User | None, mandate: Wording,
        obligations: Iterable[str] = (),
    ) -> "DutyBearer":  # fmt: skip
        """Say what an institution is there for, and which obligations of the list are its own."""
        bearer = cls.objects.create(organization=organization, mandate=tidied(mandate))
        bearer._owe(obligations)
        log.log_event(by, "dutybearer.recognized", bearer)
        return bearer

    @transaction.atomic
    def change(self, *, by: User, mandate: Wording, obligations: Iterable[str]) -> None:
        self.mandate = tidied(mandate)
        self.save()
        self._owe(obligations)
        log.log_event(by, "dutybearer.changed", self)

    def _owe(self, obligations: Iterable[str]) -> None:
        codes = set(obligations)
        require("obligation", *codes)
        self.obligations.exclude(code__in=codes).delete()
        Obligation.objects.bulk_create(
            (Obligation(bearer=self, code=code) for code in sorted(codes)), ignore_conflicts=True
        )

    @property
    def told(self) -> Said:
        return said(self.mandate)


class Obligation(models.Model):
    """One obligation of the reference list that an institution answers for."""

    bearer = models.ForeignKey(DutyBearer, models.CASCADE, related_name="obligations")
    code = models.CharField(max_length=60)

    personal = ()
    harmless = ("code",)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bearer", "code"], name="owed_once"),
        ]

    def __str__(self):
        return self.code
