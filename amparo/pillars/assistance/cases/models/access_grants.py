"""Who holds a case, with what its lists sort and filter by."""

from django.db import models
from django.utils.translation import gettext_lazy

from amparo.foundation.core.permissions.grants import AccessGrant

from .cases import Case


class CaseAccessGrant(AccessGrant):
    """Who holds a case, with what its lists sort and filter by."""

    record = models.ForeignKey(Case, models.CASCADE, related_name="access_grants", db_index=False)
    status = models.CharField(max_length=12)
    urgency = models.PositiveSmallIntegerField()
    next_due_on = models.DateField()
    quiet_since = models.DateField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "grantee"], name="case_access_grant_once")
        ]
        indexes = [
            models.Index(
                fields=["grantee", "status", "-urgency", "next_due_on", "record"],
                name="case_list_by_urgency",
            ),
            models.Index(
                fields=["grantee", "status", "next_due_on", "record"], name="case_list_by_due"
            ),
            models.Index(
                fields=["grantee", "status", "-updated_at", "record"], name="case_list_by_change"
            ),
            models.Index(
                fields=["grantee", "status", "quiet_since", "record"], name="case_list_by_contact"
            ),
        ]

    class Privacy:
        owner = "record"
        withheld = gettext_lazy("Which teams may open the file.")
