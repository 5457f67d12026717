"""What somebody wants with the police and the courts. No help depends on it.

Nothing reads these records but the page that shows them: no service, plan, referral, return or
permission asks for them, and a test keeps it so.
"""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet

from .ways import TraffickingRecord, TraffickingRecordPart


class AuthorityCooperation(TraffickingRecordPart):
    """What they said on a day; they may say otherwise on another."""

    class Wish(models.TextChoices):
        YES = "yes", gettext_lazy("Wishes to cooperate")
        NO = "no", gettext_lazy("Does not wish to cooperate")
        NOT_YET = "not_yet", pgettext_lazy("cooperation", "Undecided")

    wish = models.CharField(gettext_lazy("What you said"), max_length=10, choices=Wish)
    on = models.DateField(gettext_lazy("Day"))
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "cooperation"
    audit_name = "cooperation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Wish about the authorities")
        ordering = ["-pk"]

    class Privacy:
        owner = "way__case"
        title = gettext_lazy("Your wish on cooperation")
        disclose = ("on", "wish", "text")

    class Events:
        heard = AuditEvent(
            pgettext_lazy("ledger", "Wish on cooperation with authorities recorded"),
            icon="messages",
            timeline=gettext_lazy("Wish on cooperation with authorities recorded"),
            story=False,
        )

    @classmethod
    @transaction.atomic
    def hear(
        cls, way: TraffickingRecord, *, by: User, wish: str, on: date, text: str = ""
    ) -> "AuthorityCooperation":
        way.hold()
        way.not_after_today(on, by, _("Choose the day on which they said it."))
        heard = cls.objects.create(way=way, by=by, wish=wish, on=on, text=text.strip())
        way.case.touch()
        log.log_event(by, "cooperation.heard", heard)
        return heard
