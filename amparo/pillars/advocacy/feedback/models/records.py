"""What happened with a complaint: each a record with its day, none of them a flag."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Office, Team, User
from amparo.foundation.core.permissions.grants import AccessGrant, PermissionQuerySet
from amparo.foundation.core.records import Record

if TYPE_CHECKING:
    from .complaints import Complaint


class ComplaintAccessGrant(AccessGrant):
    """Who receives a complaint: colleagues by name, each until their permission ends."""

    record = models.ForeignKey(
        "Complaint", models.CASCADE, related_name="access_grants", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "grantee"], name="complaint_access_grant_once"
            )
        ]
        indexes = [models.Index(fields=["grantee", "record"], name="complaints_of_a_holder")]

    class Privacy:
        owner = "record"
        withheld = gettext_lazy("Which colleagues receive it.")


class ComplaintRecord(Record):
    """Something that happened with one complaint; `by` is nobody where it was its author."""

    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> "Complaint":
        return self.complaint  # type: ignore[attr-defined]


class ComplaintSubject(ComplaintRecord):
    """Whom it is about: a colleague, a team or an office, named by who reads it."""

    complaint = models.ForeignKey("Complaint", models.CASCADE, related_name="subjects")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")

    audit_name = "complaintsubject"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaint_names_one",
                condition=models.Q(user__isnull=False, team=None, office=None)
                | models.Q(user=None, team__isnull=False, office=None)
                | models.Q(user=None, team=None, office__isnull=False),
            )
        ]

    @property
    def whom(self) -> "User | Team | Office":
        return self.user or self.team or self.office  # type: ignore[return-value]


class ActionKind(models.TextChoices):
    """What may be done with a complaint, by those who receive it or by whoever complained."""

    ACKNOWLEDGED = "acknowledged", pgettext_lazy("complaint", "Acknowledged")
    MESSAGE = "message", gettext_lazy("Message")
    RECATEGORIZED = "recategorized", gettext_lazy("Change subject")
    REFERRED = "referred", gettext_lazy("Referred for investigation")
    RESPONDED = "responded", pgettext_lazy("complaint", "Answered")
    REOPENED = "reopened", gettext_lazy("Not satisfied: under review")
    WITHDRAWN = "withdrawn", gettext_lazy("They take it back")
    CLOSED = "closed", pgettext_lazy("complaint", "Closed")
    DELETION_REQUESTED = "deletion_requested", gettext_lazy("Asked to delete it for good")


# Whose texts are read with the code, on a public page: these kinds, and none that is added later.
READ_WITH_CODE = (ActionKind.MESSAGE, ActionKind.RESPONDED)
# What whoever complained knows of with their code, by its text or by the status of the complaint.
KNOWN_WITH_CODE = (
    *READ_WITH_CODE,
    ActionKind.ACKNOWLEDGED,
    ActionKind.REOPENED,
    ActionKind.WITHDRAWN,
    ActionKind.CLOSED,
)
ONCE = (
    ActionKind.ACKNOWLEDGED,
    ActionKind.REOPENED,
    ActionKind.WITHDRAWN,
    ActionKind.DELETION_REQUESTED,
)
BY_COLLEAGUE = (
    ActionKind.ACKNOWLEDGED,
    ActionKind.RECATEGORIZED,
    ActionKind.REFERRED,
    ActionKind.RESPONDED,
    ActionKind.DELETION_REQUESTED,
)
BY_COMPLAINANT = (ActionKind.REOPENED, ActionKind.WITHDRAWN)
BY_EITHER = (ActionKind.MESSAGE, ActionKind.CLOSED)


class ComplaintActionQuerySet(PermissionQuerySet):
    def read_with_code(self) -> "ComplaintActionQuerySet":
        """Returns what whoever complained reads on the public page: messages and answers."""
        return self.filter(kind__in=READ_WITH_CODE)


class ComplaintAction(ComplaintRecord):
    """One action on a complaint, with what was said, and what it was about before and after.

    The audit log has the same neutral line for each, so what was done is recorded here alone. What
    was found out (`InvestigationNote`) is none of these kinds: it must never be on a public page.
    """

    complaint = models.ForeignKey("Complaint", models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=20, choices=ActionKind)
    text = PersonalField(pgettext_lazy("field", "Text"))
    from_category = models.CharField(max_length=40, blank=True)
    to_category = models.CharField(max_length=40, blank=True)
    referred_to = models.CharField(max_length=200, blank=True)

    crypto_label = "complaintaction"
    audit_name = "complaintaction"

    objects: ClassVar[Any] = ComplaintActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "kind"],
                condition=Q(kind__in=ONCE),
                name="complaint_action_once",
            ),
            # Two people delete a complaint: who asked for it is known, or one could do it alone.
            models.CheckConstraint(
                name="complaint_action_by_whom",
                condition=Q(kind__in=BY_COLLEAGUE, by__isnull=False)
                | Q(kind__in=BY_COMPLAINANT, by=None)
                | Q(kind__in=BY_EITHER),
            ),
            models.CheckConstraint(
                name="complaint_action_of_categories",
                condition=(Q(kind=ActionKind.RECATEGORIZED) ^ Q(from_category=""))
                & (Q(kind=ActionKind.RECATEGORIZED) ^ Q(to_category="")),
            ),
            models.CheckConstraint(
                name="complaint_action_referred_to",
                condition=Q(kind=ActionKind.REFERRED) ^ Q(referred_to=""),
            ),
        ]

    class Privacy:
        plain_text = {
            "referred_to": "name of the body that investigates",
        }


class InvestigationNote(ComplaintRecord):
    """What was found out. It stays among those who receive the complaint."""

    complaint = models.ForeignKey("Complaint", models.CASCADE, related_name="findings")
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "investigationnote"
    audit_name = "investigationnote"


class ResponseDelivery(ComplaintRecord):
    """How they learned the answer and whether they are satisfied, or why it cannot be given."""

    class How(models.TextChoices):
        CODE = "code", gettext_lazy("With the code, online")
        PERSON = "person", gettext_lazy("In person")
        MESSAGE = "message", gettext_lazy("By call or message, as they asked")
        IMPOSSIBLE = "impossible", gettext_lazy("Cannot be delivered")

    complaint = models.ForeignKey("Complaint", models.CASCADE, related_name="deliveries")
    how = models.CharField(max_length=12, choices=How)
    is_satisfied = models.BooleanField(null=True)
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "responsedelivery"
    audit_name = "responsedelivery"
