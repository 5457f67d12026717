"""What an office prints and says on every material: its contact line, and how fast its speakers
read. Seen by whoever sees messages, kept by whoever keeps them in the office; no person's own
number. Kept as long as the office. Not offline.
"""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui.languages import find_language

from ..reading_time import SLOWEST

FASTEST = 300


class MaterialRules(Record):
    """Number, short address and hours for complaints and questions, of one office. Without a
    number and address the public page of complaints stands for both.
    """

    class Days(models.TextChoices):
        EVERY_DAY = "every_day", pgettext_lazy("contact line", "Every day")
        WEEKDAYS = "weekdays", pgettext_lazy("contact line", "Monday to Friday")
        SIX_DAYS = "six_days", pgettext_lazy("contact line", "Monday to Saturday")

    office = models.OneToOneField(Office, models.CASCADE, related_name="material_rules")
    number = models.CharField(
        gettext_lazy("Telephone for complaints and questions"), max_length=40, blank=True
    )
    address = models.CharField(
        gettext_lazy("Short address for complaints and questions"), max_length=120, blank=True
    )
    days = models.CharField(
        pgettext_lazy("contact line", "Days"), max_length=9, choices=Days, blank=True
    )
    opens = models.TimeField(pgettext_lazy("contact line", "From"), null=True, blank=True)
    closes = models.TimeField(pgettext_lazy("contact line", "Until"), null=True, blank=True)
    # By language, where the office set its own.
    paces = models.JSONField(gettext_lazy("Words a minute"), default=dict, blank=True)

    audit_name = "materialrules"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Contact line of materials")
        constraints = [
            models.CheckConstraint(
                name="contact_line_with_both_hours",
                condition=models.Q(opens=None, closes=None)
                | models.Q(opens__isnull=False, closes__isnull=False),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("The published number and address of an office.")
        plain_text = {
            "number": "the published number of an office",
            "address": "the published address of an office",
            "paces": "how fast speakers of a language read",
        }

    class Events:
        changed = AuditEvent(gettext_lazy("Contact line of materials changed"))

    def __str__(self):
        return f"Materials of {self.office_id}"

    @property
    def is_configured(self) -> bool:
        return bool(self.number or self.address)

    def pace(self, language: str) -> int:
        """Returns the words that a speaker of this office says in a minute: an estimate."""
        return self.paces.get(language, find_language(language).words_per_minute)

    @classmethod
    def of(cls, office: Office) -> "MaterialRules":
        """Those of the office, or the defaults: reading them writes nothing."""
        return cls.objects.filter(office=office).first() or cls(office=office)

    @transaction.atomic
    def change(self, *, by: User, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        if (self.opens is None) != (self.closes is None):
            raise Refusal(_("Give both hours, or none."))
        if self.opens is not None and not self.number:
            raise Refusal(_("Hours belong to a telephone number. Give the number too."))
        if not all(SLOWEST <= pace <= FASTEST for pace in self.paces.values()):
            raise Refusal(
                _("Speakers say between %(least)s and %(most)s words a minute.")
                % {"least": SLOWEST, "most": FASTEST}
            )
        self.save()
        log.log_event(by, "materialrules.changed", self, fields=sorted(fields))
