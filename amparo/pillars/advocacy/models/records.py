"""What happened with a complaint: each a record with its day, none of them a flag."""

from django.db import models
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Office, Team, User
from amparo.foundation.core.permissions.grants import AccessGrant, PermissionQuerySet
from amparo.foundation.core.records import Record

from .complaints import Complaint


class ComplaintReach(AccessGrant):
    """Who receives a complaint: colleagues by name, each until their leave ends."""

    record = models.ForeignKey(Complaint, models.CASCADE, related_name="reach", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "grantee"], name="complaint_reach_once")
        ]
        indexes = [models.Index(fields=["grantee", "record"], name="complaints_of_a_holder")]

    class Privacy:
        owner = "record"
        withheld = gettext_lazy("Which colleagues receive it.")


class Step(Record):
    """Something that happened with one complaint; `by` is nobody where it was its author."""

    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Complaint:
        return self.complaint  # type: ignore[attr-defined]


class NamedIn(Step):
    """Whom it is about: a colleague, a team or an office, named by who reads it."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="concerned")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")

    audit_name = "namedin"

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


class Acknowledged(Step):
    """They were told that it has arrived, and what happens now."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="acknowledged")

    audit_name = "acknowledged"


class Said(Step):
    """Words between who complains and who answers: both read them with the code."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="sayings")
    words = PersonalField(gettext_lazy("Words"))

    crypto_label = "said"
    audit_name = "said"


class LookedInto(Step):
    """What was found out. It stays among those who receive the complaint."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="findings")
    words = PersonalField(gettext_lazy("Words"))

    crypto_label = "lookedinto"
    audit_name = "lookedinto"


class Resorted(Step):
    """It was about something else than it first seemed."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="resorted")
    was = models.CharField(max_length=40)
    became = models.CharField(max_length=40)

    audit_name = "resorted"


class Referred(Step):
    """Given to those who investigate, outside this house; how, and under which number there."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="referrals")
    to = models.CharField(max_length=200)
    words = PersonalField(gettext_lazy("Words"))

    crypto_label = "referred"
    audit_name = "referred"

    class Privacy:
        plain_text = {
            "to": "name of the body that investigates",
        }


class Answered(Step):
    """What was answered: what we found, what we did, what we cannot do and why."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="answers")
    words = PersonalField(gettext_lazy("Words"))

    crypto_label = "answered"
    audit_name = "answered"


class Told(Step):
    """The circle is closed: they have the answer and say so, or it cannot be given, and why."""

    class How(models.TextChoices):
        CODE = "code", gettext_lazy("They read it with the code")
        PERSON = "person", gettext_lazy("In person")
        MESSAGE = "message", gettext_lazy("By call or message, as they asked")
        IMPOSSIBLE = "impossible", gettext_lazy("It cannot be told to them")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="told")
    how = models.CharField(max_length=12, choices=How)
    is_satisfied = models.BooleanField(null=True)
    words = PersonalField(gettext_lazy("Words"))

    crypto_label = "told"
    audit_name = "told"


class Reopened(Step):
    """They are not satisfied: somebody looks at it again, once."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="reopened")
    words = PersonalField(gettext_lazy("Words"))

    crypto_label = "reopened"
    audit_name = "reopened"


class Withdrawn(Step):
    """They take it back."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="withdrawn")
    words = PersonalField(gettext_lazy("Words"))

    crypto_label = "complaintwithdrawn"
    audit_name = "complaintwithdrawn"


class Closed(Step):
    """Nothing more is owed."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="closings")

    audit_name = "closed"


class DeletionAsked(Step):
    """Its time is over, and one of those who receive it says that it may go."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="deletion_asked")

    audit_name = "deletionasked"

    class Meta:
        verbose_name = gettext_lazy("Question whether a complaint may go")
