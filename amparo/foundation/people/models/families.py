"""Families, their members and separations; what suggests a household, and who denied it."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .persons import Person
from .search_index import TokenQuerySet


class Family(Record):
    """People who live or travel together as a family, whatever its form."""

    name = PersonalField(gettext_lazy("Name"), is_name=True)
    head = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="heads")
    created_at = models.DateTimeField(default=now, editable=False)

    crypto_label = "family"
    audit_name = "family"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Family")

    class Events:
        registered = AuditEvent(gettext_lazy("Family registered"))
        grown = AuditEvent(gettext_lazy("Family member added"))
        headed = AuditEvent(gettext_lazy("Family representative changed"))
        separated = AuditEvent(gettext_lazy("Family separation recorded"))

    def __str__(self):
        return f"Family {self.ref}"

    @classmethod
    @transaction.atomic
    def register(cls, head: Person, *, by: User, name: str = "") -> "Family":
        """A family begins with the person who speaks for it."""
        family = cls.objects.create(head=head, name=name or head.family_names or head.name)
        family.members.create(person=head, relation="head")
        log.log_event(by, "family.registered", family)
        return family

    @transaction.atomic
    def add(self, person: Person, relation: str, *, by: User) -> "FamilyMember":
        if self.head and self.head.is_practice != person.is_practice:
            raise Refusal(_("Real people and invented ones are never in one family."))
        member, is_new = self.members.get_or_create(person=person, defaults={"relation": relation})
        if not is_new:
            raise Refusal(_("This person is already a member of this family."))
        log.log_event(by, "family.grown", self, kind=relation)
        return member

    @transaction.atomic
    def let_head(self, person: Person, *, by: User) -> None:
        if not self.members.filter(person=person).exists():
            raise Refusal(_("Only a member of the family can be its head."))
        self.head = person
        self.save()
        log.log_event(by, "family.headed", self)

    def living_together(self):
        return self.members.filter(separation=None).select_related("person")


class FamilyMember(Record):
    """One person's place in a family."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="in_families")
    relation = models.CharField(gettext_lazy("Relationship"), max_length=30)
    # What was asked of the family before is no answer of theirs; empty: before this was kept.
    joined_at = models.DateTimeField(default=now, null=True, editable=False)

    audit_name = "familymember"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Family member")
        constraints = [
            models.UniqueConstraint(fields=["family", "person"], name="once_in_a_family")
        ]

    class Privacy:
        owner = ("person", "family")
        title = gettext_lazy("Your family")
        disclose = ("relation",)
        withheld_from = {
            "family": gettext_lazy("The others of your family: each may ask for their own file.")
        }

    def __str__(self):
        return f"FamilyMember {self.ref}"

    @property
    def file(self) -> Family:
        return self.family

    @transaction.atomic
    def separate(
        self, *, by: User, since: date | None, cause: str, story: str = ""
    ) -> "FamilySeparation":
        """They were separated from the family: since when and how, so that they can be found."""
        if hasattr(self, "separation"):
            raise Refusal(_("This separation is already recorded."))
        separation = FamilySeparation.objects.create(
            member=self, since=since, cause=cause, story=story, by=by
        )
        log.log_event(by, "family.separated", self, reason=cause)
        return separation


class FamilySeparation(Record):
    """How a member was separated from the family, in what is known of it."""

    member = models.OneToOneField(FamilyMember, models.CASCADE, related_name="separation")
    since = models.DateField(pgettext_lazy("column", "Since"), null=True, blank=True)
    cause = models.CharField(gettext_lazy("Cause"), max_length=40)
    story = PersonalField(gettext_lazy("What was told"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "separation"
    audit_name = "separation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Family separation")

    class Privacy:
        owner = ("member__person", "member__family")
        title = gettext_lazy("Separation from your family")
        disclose = ("since", "cause", "story")
        review = True
        withheld_from = {"member__family": gettext_lazy("What concerns others of your family.")}

    def __str__(self):
        return f"FamilySeparation {self.pk}"

    @property
    def file(self) -> Family:
        return self.member.family


# Households.


class HouseholdToken(models.Model):
    """One token of what people of a household share (HMAC, 63 bits): it names nobody."""

    class Kind(models.TextChoices):
        ADDRESS = "address", gettext_lazy("Same address")
        PHONE = "phone", gettext_lazy("Same telephone")
        CAME = "came", gettext_lazy("Same family name, and registered within a day")

    key = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(Person, models.CASCADE, related_name="household_tokens")

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "person"], name="household_token_once")
        ]

    class Privacy:
        owner = "person"
        withheld = gettext_lazy(
            "Tokens by which we ask who belongs together; they say nothing of you."
        )

    def __str__(self):
        return f"{self.key}"


class RejectedHouseholdSuggestion(Record):
    """That two people do not belong together, whatever they share: nobody asks again."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="rejected_suggestions")
    other = models.ForeignKey(Person, models.CASCADE, related_name="rejected_suggestions_as_other")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "notonehousehold"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Not one household")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="rejected_suggestion_once")
        ]

    def __str__(self):
        return f"RejectedHouseholdSuggestion {self.ref}"

    @property
    def file(self) -> Person:
        return self.one

    @classmethod
    @transaction.atomic
    def reject(cls, person: Person, other: Person, *, by: User) -> "RejectedHouseholdSuggestion":
        """The same whichever of them one looked at; said twice, it is said once."""
        one, two = sorted((person, other), key=lambda each: each.pk)
        said, is_first = cls.objects.get_or_create(one=one, other=two, defaults={"by": by})
        if is_first:
            log.log_event(by, "household.denied", said)
        return said
