"""That a child may leave the country: who permits it by which document, or why nobody has to.

Protects a child who would be taken across a border against the will of a parent or guardian. Which
countries ask for it, of whom and in which form (before a notary, a court or a consulate) is the
law of those countries and stands nowhere in the code: the office knows it, and sets for how long
a document counts that names no last day (`return.exit_permission`; where it is not set, our
choice).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.search import fold_text
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.cases.parent_office import advice_where_alone
from amparo.pillars.assistance.child_protection.households import GUARDIAN, HEAD, PARENTS

from .bookings import recheck_booking
from .counselling import counsellors_of
from .journeys import ReturnJourney
from .travellers import Traveller

COUNTS_FOR, DAYS = "return.exit_permission", 90
YOUNGEST_PARENT = 10  # by how many years a parent is older than the child, at least


class ExitPermissionQuerySet(PermissionQuerySet):
    def standing(self) -> "ExitPermissionQuerySet":
        return self.filter(withdrawn_at=None)


class ExitPermission(Record):
    """One document by which a child may leave: a permission, or why none is needed."""

    class Basis(models.TextChoices):
        MOTHER = "mother", gettext_lazy("The mother permits it")
        FATHER = "father", gettext_lazy("The father permits it")
        GUARDIAN = "guardian", gettext_lazy("A guardian permits it")
        AUTHORITY = "authority", gettext_lazy("An authority or a court permits it")
        SOLE_AUTHORITY = (
            "sole",
            gettext_lazy("None is needed: one parent alone has parental authority"),
        )
        DECEASED = "deceased", gettext_lazy("None is needed: the other parent has died")

    # Of these somebody says yes, whose name is kept; the others show that nobody has to.
    PERMITTED_BY = (Basis.MOTHER, Basis.FATHER, Basis.GUARDIAN, Basis.AUTHORITY)
    # These permissions count only of somebody who does not travel along.
    OF_RELATIVE = (Basis.MOTHER, Basis.FATHER, Basis.GUARDIAN)

    traveller = models.ForeignKey(
        Traveller, models.CASCADE, related_name="exit_permissions"
    )  # fmt: skip
    basis = models.CharField(
        gettext_lazy("Who permits it, or why nobody has to"), max_length=10, choices=Basis
    )
    given_by = PersonalField(gettext_lazy("Name of who permits it"))
    document = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    # What shows that whoever permits it is the guardian.
    guardianship = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    issuer = PersonalField(gettext_lazy("Who issued the document"))
    issued_on = models.DateField(gettext_lazy("Day of the document"))
    valid_until = models.DateField(gettext_lazy("Valid until"), null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Whoever gave it took it back, or it was written down wrongly.
    withdrawn_at = models.DateTimeField(gettext_lazy("Withdrawn on"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_reason = PersonalField(gettext_lazy("Why it does not count any more"))

    crypto_label = "exitpermission"
    audit_name = "exitpermission"

    objects = ExitPermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Exit permission")

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Exit permission")
        review = True
        disclose = (
            "basis", "given_by", "issuer", "issued_on", "valid_until", "withdrawn_at",
            "withdrawn_reason",
        )  # fmt: skip

    class Events:
        prefix = "return"
        exit_permitted = AuditEvent(
            pgettext_lazy("ledger", "Exit permission recorded"),
            icon="file-certificate",
            timeline=gettext_lazy("An exit permission was recorded"),
            story=False,
        )
        exit_permission_ended = AuditEvent(
            pgettext_lazy("ledger", "Exit permission ended"),
            icon="hand-stop",
            timeline=gettext_lazy("Exit permission ended"),
            story=False,
        )

    def __str__(self):
        return f"ExitPermission {self.ref}"

    @property
    def file(self) -> Case:
        return self.traveller.journey.case

    def last_day(self, counts_for: int) -> date:
        """Until when it holds; without a day of its own, so many days from its own day."""
        return self.valid_until or self.issued_on + timedelta(days=counts_for)

    def lacks_documents(self) -> bool:
        """Whether what it rests on was taken out of the case since, or is harmful."""
        is_of_guardian = self.basis == self.Basis.GUARDIAN
        needed = [self.document, self.guardianship] if is_of_guardian else [self.document]
        return not all(each and each.storage_key and not each.is_harmful for each in needed)

    def is_by_traveller(self, going: Iterable[Person]) -> bool:
        """Whether the parent or guardian who permits it is one of `going`, by their name, or as
        the parent of the child on record.
        """
        if self.basis not in self.OF_RELATIVE:
            return False
        child = self.traveller.person
        older = [each for each in going if each != child and _could_be_parent(each, child)]
        if any(_is_same_name(self.given_by, each) for each in older):
            return True
        parents = _parents_on_record(self.file, child)
        sex = {self.Basis.MOTHER: "female", self.Basis.FATHER: "male"}.get(self.Basis(self.basis))
        return any(each.sex == sex and each.pk in parents for each in older)

    @classmethod
    @transaction.atomic
    def record(
        cls, traveller: Traveller, *, by: User, basis: str, document: Attachment, issuer: str,
        issued_on: date, given_by: str = "", valid_until: date | None = None,
        guardianship: Attachment | None = None,
    ) -> "ExitPermission":  # fmt: skip
        """Written down by whoever read the document. Sent twice, it is the same."""
        journey = traveller.journey
        journey.hold()
        journey.must_be_before_departure()
        must_be_recorded_by_another(journey, by)
        made = cls(
            traveller=traveller, by=by, basis=basis, given_by=given_by.strip(), document=document,
            issuer=issuer.strip(), issued_on=issued_on, valid_until=valid_until,
            guardianship=guardianship if basis == cls.Basis.GUARDIAN else None,
        )  # fmt: skip
        made._must_make_sense()
        if there := made._same():
            return there
        made.save()
        log.log_event(by, "return.exit_permitted", made, kind=basis)
        recheck_booking(journey, by=by)
        journey.update_phase(by=by)
        return made

    def _must_make_sense(self) -> None:
        case = self.file
        if not self.traveller.is_going:
            raise Refusal(_("They do not travel on this return."))
        if self.basis in self.PERMITTED_BY and not self.given_by:
            raise Refusal(_("Write the name of who permits it."))
        if self.is_by_traveller(people_going(self.traveller.journey)):
            raise Refusal(
                _(
                    "Who permits it travels on this return, and this does not count. Record the "
                    "permission of the parent or guardian who stays, or the document that shows "
                    "that none is needed."
                )
            )
        if self.basis == self.Basis.GUARDIAN and self.guardianship is None:
            raise Refusal(_("Choose the document that shows that they are the guardian."))
        for each in (self.document, self.guardianship):
            if each and (each.case_id != case.pk or not each.storage_key or each.is_harmful):
                raise Refusal(_("This document is not in the case any more. Choose another."))
        if not self.issuer:
            raise Refusal(_("Write who issued the document."))
        self._must_hold_today()

    def _must_hold_today(self) -> None:
        case = self.file
        if self.issued_on > case.office.today_for(self.by):
            raise Refusal(
                _(
                    "The day of the document is in the future. Enter the day on which it was "
                    "issued."
                )
            )
        if self.valid_until and self.valid_until < case.office.today():
            raise Refusal(_("This is good until a day that has passed. Ask anew."))

    def _same(self) -> "ExitPermission | None":
        there = type(self).objects.standing().filter(
            traveller=self.traveller, by=self.by, basis=self.basis, document=self.document,
            guardianship=self.guardianship, issued_on=self.issued_on,
            valid_until=self.valid_until,
        )  # fmt: skip
        names = (self.given_by, self.issuer)
        return next((each for each in there if (each.given_by, each.issuer) == names), None)

    @transaction.atomic
    def withdraw(self, *, by: User, because: str) -> None:
        """It counts no more: nothing stays booked that rests on it."""
        journey = self.traveller.journey
        journey.hold()
        lock_and_refresh(self, "withdrawn_at", "withdrawn_by_id", "withdrawn_reason")
        if self.withdrawn_at:
            return
        journey.must_be_before_departure()
        if not because.strip():
            raise Refusal(_("Write why it does not count any more."))
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_reason = now(), by, because.strip()
        self.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        log.log_event(by, "return.exit_permission_ended", self)
        recheck_booking(journey, by=by)
        journey.update_phase(by=by)


def must_be_recorded_by_another(journey: ReturnJourney, by: User) -> None:
    """Raises Refusal where `by` counselled those who travel."""
    if by.pk not in counsellors_of(journey):
        return
    words = _(
        "You counselled them. A colleague who did not counsel them reads the document and records "
        "the exit permission."
    )
    raise Refusal(f"{words} {advice_where_alone(journey.case)}".strip())


def people_going(journey: ReturnJourney) -> list[Person]:
    return [each.person for each in journey.going()]


def _could_be_parent(person: Person, child: Person) -> bool:
    """Whether their ages allow it; a brother may bear the name of the father who stays."""
    if person.birth_year is None or child.birth_year is None:
        return True
    return child.birth_year - person.birth_year >= YOUNGEST_PARENT


def _is_same_name(written: str, person: Person) -> bool:
    """Whether all words of the shorter name stand in the other, however they are typed."""
    given = set(fold_text(written).split())
    names = [set(fold_text(name).split()) for name in (person.name, person.original_name) if name]
    return any(given <= known or known <= given for known in names if given)


def _parents_on_record(case: Case, child: Person) -> set[int]:
    """The keys of those who are a parent of the child in the household or family of the case."""
    households = [{case.person_id: HEAD} | dict(case.dependants.values_list("person", "relation"))]
    if case.family:
        living = case.family.members.filter(separation=None)
        households.append(dict(living.values_list("person", "relation")))
    return {
        key
        for household in households
        for key, relation in household.items()
        if key and (household.get(child.pk), relation) in PARENTS and relation != GUARDIAN
    }
