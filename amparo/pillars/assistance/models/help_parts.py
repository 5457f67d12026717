"""What lies in a request for help: what was said, what was agreed to, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .help_requests import HelpRequest


class HelpPart(Record):
    """One line in the life of a request; by nobody where the asker wrote it with their code."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="%(class)ss")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self):
        return self.request.file


class HelpMessage(HelpPart):
    """Words between the asker and the team: both read all of them."""

    words = PersonalField(gettext_lazy("Words"))

    crypto_label = "helpmessage"
    audit_name = "helpmessage"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]


class HelpConsent(HelpPart):
    """What the asker allowed, in words that stood on the page: the request itself is the giver."""

    purpose = models.CharField(gettext_lazy("What for"), max_length=40)
    agreed = models.BooleanField(gettext_lazy("Your answer"))
    language = models.CharField(max_length=10)
    notice_version = models.CharField(max_length=20)

    audit_name = "helpconsent"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]


class HelpStep(HelpPart):
    """What became of a request, by whom and why; colleagues read why, the asker only what."""

    class What(models.TextChoices):
        BY_PARTNER = "by_partner", gettext_lazy("Passed on by a partner")
        TAKEN = "taken", gettext_lazy("Taken in hand")
        PASSED = "passed", gettext_lazy("Passed to another office")
        SET_ASIDE = "set_aside", gettext_lazy("Set aside: nobody asks here")
        HEEDED = "heeded", gettext_lazy("Somebody does ask here")
        CLOSED = "closed", gettext_lazy("Closed")
        OPENED_AGAIN = "opened_again", gettext_lazy("Opened again by what they wrote")
        CASE = "case", gettext_lazy("Became a case")
        WITHDRAWN = "withdrawn", gettext_lazy("Taken back by whoever asked")
        CONTACT_CHANGED = "contact_changed", gettext_lazy("How to reach them changed")
        OVERDUE = "overdue", gettext_lazy("Overdue: the supervisor was told")

    what = models.CharField(gettext_lazy("What"), max_length=20, choices=What)
    reason = models.CharField(max_length=20, blank=True)
    because = PersonalField(gettext_lazy("Why"))
    to_office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")

    crypto_label = "helpstep"
    audit_name = "helpstep"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
