"""How an offer to another office ended: accepted, declined or taken back, by whom and when."""

from django.db import models
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .cases import Case


class TransferAccepted(Record):
    """The other office has the case from now on: who said so, and who accompanies them."""

    transfer = models.OneToOneField("assistance.Transfer", models.CASCADE, related_name="accepted")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    audit_name = "transferaccepted"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "transfer__case"
        title = gettext_lazy("Taken over by another office")
        disclose = ("at",)

    def __str__(self):
        return f"TransferAccepted {self.ref}"

    @property
    def file(self) -> Case:
        return self.transfer.file


class TransferDeclined(Record):
    """The other office cannot take it, and why."""

    class Reason(models.TextChoices):
        FULL = "full", gettext_lazy("We cannot carry more cases now")
        NOT_HERE = "not_here", gettext_lazy("The person is not here")
        NOT_OURS = "not_ours", gettext_lazy("Somebody else is better placed")
        MISSING = "missing", gettext_lazy("Something is missing")
        OTHER = "other", gettext_lazy("Another reason")

    transfer = models.OneToOneField("assistance.Transfer", models.CASCADE, related_name="declined")
    reason = models.CharField(gettext_lazy("Reason"), max_length=10, choices=Reason)
    words = PersonalField(gettext_lazy("Words"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "transferdeclined"
    audit_name = "transferdeclined"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "transfer__case"
        title = gettext_lazy("Why another office did not take over")
        disclose = ("at", "reason", "words")
        review = True

    def __str__(self):
        return f"TransferDeclined {self.ref}"

    @property
    def file(self) -> Case:
        return self.transfer.file


class TransferTakenBack(Record):
    """It stayed where it was; by nobody, where what allowed it came to an end."""

    transfer = models.OneToOneField(
        "assistance.Transfer", models.CASCADE, related_name="taken_back"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "transfertakenback"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "transfer__case"
        withheld = gettext_lazy("That an offer was taken back.")

    def __str__(self):
        return f"TransferTakenBack {self.ref}"

    @property
    def file(self) -> Case:
        return self.transfer.file
