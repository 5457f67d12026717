"""Whom a referral is about, and under which consent the other organization reads of them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Disclosure, Person

from ..extract import sensitivity_classes

if TYPE_CHECKING:
    from amparo.pillars.assistance.cases.models.cases import Case

    from .referrals import Referral


class ReferredPersonQuerySet(PermissionQuerySet):
    def live(self) -> "ReferredPersonQuerySet":
        """Of whom they may read now, by the database's own clock."""
        until = Q(shared__until=None) | Q(shared__until__gt=Now())
        return self.filter(until, shared__ended_at=None)


class ReferredPerson(Record):
    """One person of a referral. What is shared of them rests on their own consent."""

    referral = models.ForeignKey(
        "referrals.Referral", models.CASCADE, related_name="referred_persons"
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    shared = models.OneToOneField(Disclosure, models.CASCADE, related_name="referred_person")

    audit_name = "referredperson"

    objects = ReferredPersonQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Person referred")
        constraints = [
            models.UniqueConstraint(fields=["referral", "person"], name="referred_person_once")
        ]

    class Privacy:
        owner = "referral__case"
        withheld = gettext_lazy(
            "Whom a referral was about: what was shared is told in the file of each person."
        )

    def __str__(self):
        return f"ReferredPerson {self.ref}"

    @property
    def file(self) -> "Case":
        return self.referral.case

    @classmethod
    def share(cls, referral: "Referral", person: Person, *, by: User) -> "ReferredPerson":
        """They read the extract and nothing else of the file."""
        shared = Disclosure.give(
            person, to=referral.organization, purpose=consent_purpose(referral.organization),
            what="referral", by=by, classes=sensitivity_classes(referral), opens_file=False,
        )  # fmt: skip
        return cls.objects.create(referral=referral, person=person, shared=shared)

    @classmethod
    def end(cls, referral: "Referral", *, by: User | None) -> None:
        """They read it no longer, of nobody."""
        people = list(referral.referred_persons.all())
        load_related(people, "shared__organization", "shared__person")
        for each in people:
            each.shared.end(by=by, because="ended")


def consent_purpose(organization: Organization) -> str:
    """To what the person says yes: sharing with those who help, or with authorities."""
    is_state = organization.kind == Organization.Kind.GOVERNMENT
    return "share_authorities" if is_state else "share_services"


def must_be_sendable(case: "Case", to: Organization, people: list[Person]) -> None:
    """Raises Refusal where the referral is about nobody, about others, or to ourselves."""
    if not people:
        raise Refusal(_("Choose whom the referral is about."))
    if not {person.pk for person in people} <= {person.pk for person in case.persons()}:
        raise Refusal(_("A referral is about people of this case."))
    if to.kind == Organization.Kind.OWN:
        raise Refusal(_("What we do ourselves is an action of the plan, not a referral."))
