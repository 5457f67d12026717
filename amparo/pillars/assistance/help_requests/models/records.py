"""What lies in a request for help: what was said, what was agreed to, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .requests import HelpRequest


class HelpRequestRecord(Record):
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


class HelpRequestMessage(HelpRequestRecord):
    """Words between the asker and the team: both read all of them."""

    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "helprequestmessage"
    audit_name = "helprequestmessage"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]


class HelpRequestConsent(HelpRequestRecord):
    """What the asker allowed, in words that stood on the page: the request itself is the giver."""

    purpose = models.CharField(pgettext_lazy("field", "Purpose"), max_length=40)
    agreed = models.BooleanField(gettext_lazy("Your answer"))
    language = models.CharField(max_length=10)
    notice_version = models.CharField(max_length=20)

    audit_name = "helprequestconsent"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]


class HelpRequestStep(HelpRequestRecord):
    """What became of a request, by whom and why; colleagues read why, the asker only what."""

    class What(models.TextChoices):
        BY_PARTNER = "by_partner", gettext_lazy("Forwarded by partner")
        TAKEN = "taken", pgettext_lazy("request for help", "In progress")
        PASSED = "passed", gettext_lazy("Forwarded to another office")
        SET_ASIDE = "set_aside", gettext_lazy("Marked as spam")
        HEEDED = "heeded", gettext_lazy("Genuine request")
        CLOSED = "closed", pgettext_lazy("request for help", "Closed")
        OPENED_AGAIN = "opened_again", gettext_lazy("Reopened by the applicant")
        CASE = "case", gettext_lazy("Turned into case")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn by the applicant")
        CONTACT_CHANGED = "contact_changed", gettext_lazy("Contact details changed")
        OVERDUE = "overdue", gettext_lazy("Overdue: supervisor notified")

    what = models.CharField(pgettext_lazy("column", "Item"), max_length=20, choices=What)
    reason = models.CharField(max_length=20, blank=True)
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    to_office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")

    crypto_label = "helprequeststep"
    audit_name = "helprequeststep"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
