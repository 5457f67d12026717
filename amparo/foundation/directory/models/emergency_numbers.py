"""Model: emergency numbers, filled in by each installation for its countries."""

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .editions import DirectoryEdition

VALID_NUMBER = RegexValidator(r"^[0-9+*# -]{2,20}$", _("Write the number as one dials it."))


class EmergencyNumber(Record):
    """A number that answers day and night. None is shipped: a wrong one costs a life."""

    class Kind(models.TextChoices):
        ANY = "any", _("Any emergency")
        POLICE = "police", _("Police")
        AMBULANCE = "ambulance", _("Ambulance")
        FIRE = "fire", _("Fire brigade")
        VIOLENCE = "violence", _("Violence against women")
        CHILDREN = "children", _("Children in danger")
        TRAFFICKING = "trafficking", _("Trafficking and forced labour")

    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.CharField(max_length=20, validators=[VALID_NUMBER])
    is_free = models.BooleanField(default=False)

    audit_name = "emergencynumber"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Emergency number")
        ordering = ["country", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["country", "kind"], name="one_number_of_a_kind"),
        ]

    class Events:
        noted = AuditEvent(_("Emergency number added"))
        changed = AuditEvent(_("Emergency number updated"))
        taken_away = AuditEvent(_("Emergency number removed"))

    def __str__(self):
        return f"{self.country} {self.number}"

    @classmethod
    @transaction.atomic
    def note(cls, *, by: User | None, **fields) -> "EmergencyNumber":
        number = cls(**fields)
        number.full_clean()
        number.save()
        DirectoryEdition.bump()
        log.log_event(by, "emergencynumber.noted", number)
        return number

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        self.save()
        DirectoryEdition.bump()
        log.log_event(by, "emergencynumber.changed", self, fields=sorted(fields))

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """It no longer answers: nobody is to call it in vain."""
        log.log_event(by, "emergencynumber.taken_away", self)
        self.delete()
        DirectoryEdition.bump()
