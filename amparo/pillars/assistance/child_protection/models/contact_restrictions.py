"""A child may ask that the family not be told, and is obeyed: by everybody, until they say more.

Nobody decides it away: no role, no check, no second person. Only what the child says ends it.
"""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

from .children import ChildRecord, UnaccompaniedChild


class FamilyContactRestrictionQuerySet(PermissionQuerySet):
    def in_force(self) -> "FamilyContactRestrictionQuerySet":
        return self.filter(taken_back=None)


class FamilyContactRestriction(ChildRecord):
    """The child asks it, and why. The reasons are those that Primero knows."""

    class Reason(models.TextChoices):
        FEAR = "fear", gettext_lazy("Fear of harm")
        SELF = "self", gettext_lazy("Wants to inform the family in person")
        OTHER = "other", gettext_lazy("Other reason")

    child = models.ForeignKey(
        UnaccompaniedChild, models.CASCADE, related_name="contact_restrictions"
    )
    reason = models.CharField(gettext_lazy("Reason"), max_length=10, choices=Reason)
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "familycontactrestriction"
    audit_name = "familycontactrestriction"

    objects = FamilyContactRestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Wish: no family contact")

    class Privacy:
        owner = "child__case"
        title = gettext_lazy("Wish: no family contact")
        review = True
        disclose = ("at", "reason", "text")

    class Events:
        quote = "text"
        asked = AuditEvent(
            gettext_lazy("Family contact forbidden"),
            icon="hand-stop",
            timeline=gettext_lazy("Family contact forbidden by the child"),
            danger=True,
            notice=Notice(
                gettext_lazy("Child asks that the family not be contacted"),
                "danger",
                icon="hand-stop",
            ),
        )
        taken_back = AuditEvent(
            gettext_lazy("Family contact allowed again"),
            icon="messages",
            timeline=pgettext_lazy("timeline", "Family contact allowed again"),
        )

    @classmethod
    @transaction.atomic
    def ask(
        cls, child: UnaccompaniedChild, *, by: User, reason: str, text: str = ""
    ) -> "FamilyContactRestriction":
        """From the next question on the family is not told. It takes no one's agreement, and holds
        also where the case is closed or the child alone no longer.
        """
        child.hold()
        standing = cls.objects.in_force().filter(child=child).first()
        if standing:
            return standing
        asked = cls.objects.create(child=child, by=by, reason=reason, text=text.strip())
        child.case.touch()
        log.log_event(by, "familycontactrestriction.asked", asked, reason=reason)
        told = [child.case.owner] if child.case.owner else []
        child.case.tell(
            [*told, *child.case.supervisors()],
            "familycontactrestriction.asked",
            by=by,
            urgent=True,
        )
        return asked

    @transaction.atomic
    def take_back(self, *, by: User, text: str) -> "FamilyContactRestrictionEnd":
        """The child says otherwise now: how they said it is written down."""
        self.child.hold()
        if not text.strip():
            raise Refusal(_("Write what the child said, and where you spoke with them."))
        said, is_first = FamilyContactRestrictionEnd.objects.get_or_create(
            asked=self, defaults={"by": by, "text": text.strip()}
        )
        if is_first:
            self.child.case.touch()
            log.log_event(by, "familycontactrestriction.taken_back", self)
        return said


class FamilyContactRestrictionEnd(Record):
    """The child took it back."""

    asked = models.OneToOneField(
        FamilyContactRestriction, models.CASCADE, related_name="taken_back"
    )
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "familycontactrestrictionend"
    audit_name = "familycontactrestrictionend"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Consent to inform family")

    class Privacy:
        owner = "asked__child__case"
        title = gettext_lazy("Consent to inform family")
        review = True
        disclose = ("at", "text")

    def __str__(self):
        return f"FamilyContactRestrictionEnd {self.ref}"

    @property
    def file(self) -> Case:
        return self.asked.child.case


@aggregate_query("it holds where the user may neither read why nor that the child has a file")
def may_contact_family(person: Person) -> bool:
    """Whether the family may be told anything at all of this person."""
    return not FamilyContactRestriction.objects.in_force().filter(child__person=person.pk).exists()
