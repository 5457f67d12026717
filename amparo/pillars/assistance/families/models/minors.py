"""Minors who were registered without an adult of their household: somebody looks at each of them.

Whoever may be under 18 for all that is known counts. They stay on the list until an adult is in
their household, they are registered as a child alone, or somebody writes down why not.
Source: Inter-agency Guiding Principles on Unaccompanied and Separated Children (2004):
identification, as early as possible, at every place of arrival.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import FamilyMember, Person

from ...assessment.flags import CHILD_WITHOUT_ADULT, answer_flags_of
from ...assessment.models import ProtectionFlag
from ...models import Case, Dependant
from .children import ChildAlone


def may_be_minor(path: str, on: date) -> Q:
    """Under 18 for all that the year of birth says, or of a disputed age."""
    return Q(**{f"{path}birth_year__gte": on.year - 18}) | Q(**{f"{path}is_age_disputed": True})


def adult(path: str, on: date) -> dict[str, object]:
    """Known to be 18 or over, whatever their birthday; an age that nobody noted is none."""
    return {f"{path}birth_year__lt": on.year - 18, f"{path}is_age_disputed": False}


def with_an_adult(on: date, child: str) -> Q:
    """Whether an adult belongs to the family of a `child`, or has the case that they are in."""
    in_family = FamilyMember.objects.filter(
        separation=None, family__members__person=OuterRef(child),
        family__members__separation=None, **adult("person__", on),
    )  # fmt: skip
    depends = Dependant.objects.filter(person=OuterRef(child), **adult("case__person__", on))
    return Q(Exists(in_family)) | Q(Exists(depends.exclude(case__status__in=Case.ENDED)))


class MinorWithoutAdultQuerySet(PermissionQuerySet):
    def waiting(self, on: date | None = None) -> "MinorWithoutAdultQuerySet":
        """Nobody has looked at them, and nothing that is written since answers it."""
        on = on or localdate()
        alone = ChildAlone.objects.filter(person=OuterRef("person"))
        return (
            self.filter(may_be_minor("person__", on), looked_at=None)
            .exclude(case__status__in=Case.ENDED)
            .exclude(with_an_adult(on, "person"))
            .exclude(Exists(alone))
        )


@aggregate_query("the adult of a child may be closed to who registers or corrects the child")
def _with_an_adult(people: tuple[int, ...], on: date) -> tuple[int, ...]:
    theirs = Person.objects.filter(pk__in=people).filter(with_an_adult(on, "pk"))
    return tuple(theirs.values_list("pk", flat=True))


def _source(import_ref: UUID | None) -> str:
    sources = ProtectionFlag.Source
    return sources.IMPORT if import_ref else sources.REGISTRATION


class MinorWithoutAdult(Record):
    """One person who may be a minor, registered without an adult; who looked at it, and why."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # Nothing, where they have no case yet.
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="minors")
    # The list with which they were imported.
    import_ref = models.UUIDField(null=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    looked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    looked_at = models.DateTimeField(gettext_lazy("Looked at on"), null=True, editable=False)
    because = PersonalField(gettext_lazy("Why"))

    crypto_label = "minorwithoutadult"
    audit_name = "minorwithoutadult"

    objects = MinorWithoutAdultQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Minor registered without an adult")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="minor_waits_once", condition=Q(looked_at=None)
            )
        ]
        indexes = [
            models.Index(
                fields=["import_ref"], name="minors_of_an_import",
                condition=Q(import_ref__isnull=False, looked_at=None),
            )
        ]  # fmt: skip

    class Privacy:
        owner = "person"
        review = True
        title = gettext_lazy("Registered as a minor without an adult")
        disclose = ("at", "looked_at", "because")

    class Events:
        found = AuditEvent(
            gettext_lazy("Registered a minor without an adult"),
            icon="baby-carriage",
            timeline=gettext_lazy("A minor was registered without an adult"),
            danger=True,
        )
        looked_at = AuditEvent(
            gettext_lazy("Wrote down what was found out about a minor without an adult"),
            icon="eye",
            timeline=gettext_lazy("Somebody looked at the minor without an adult"),
        )

    def __str__(self):
        return f"MinorWithoutAdult {self.ref}"

    @property
    def file(self) -> Person:
        return self.person

    @classmethod
    @transaction.atomic
    def find(
        cls, people: Iterable[Person], cases: dict[int, Case], *, by: User, on: date,
        import_ref: UUID | None = None,
    ) -> list["MinorWithoutAdult"]:  # fmt: skip
        """Write down those of `people` who may be minors and have no adult with them, once."""
        young = [person for person in people if person.may_be_child(on)]
        known = set(cls.objects.filter(person__in=young).values_list("person", flat=True))
        young = [person for person in young if person.pk not in known]
        if not young:
            return []
        accompanied = _with_an_adult(tuple(person.pk for person in young), on)
        found = [
            cls(person=person, case=cases.get(person.pk), import_ref=import_ref, by=by)
            for person in young
            if person.pk not in accompanied
        ]
        MinorWithoutAdult.objects.bulk_create(found)
        for minor in found:
            log.log_event(by, "minorwithoutadult.found", minor)
            if minor.case:
                ProtectionFlag.raise_flags(
                    minor.case, [CHILD_WITHOUT_ADULT], by=by, source=_source(import_ref),
                    source_ref=minor.ref, person=minor.person, quietly=True,
                )  # fmt: skip
        return found

    @transaction.atomic
    def look_at(self, *, by: User, because: str) -> None:
        """They were looked at, and why they need not be registered as a child alone.

        By another colleague than who registered or imported them: one's own word is not enough.
        """
        held = type(self).objects.select_for_update(of=("self",))
        self.refresh_from_db(fields=["looked_at", "looked_by"], from_queryset=held)
        if self.looked_at:
            raise Refusal(_("Somebody has looked at this already."))
        if by.pk == self.by_id:
            raise Refusal(
                _(
                    "You registered this child yourself. A colleague must look at it: until then "
                    "the child stays on the list."
                )
            )
        if not because.strip():
            raise Refusal(
                _("Write what you found out: with whom the child is, and why that is safe.")
            )
        self.looked_by, self.looked_at, self.because = by, now(), because.strip()
        self.save()
        log.log_event(by, "minorwithoutadult.looked_at", self)
        answer_flags_of(
            self.person, CHILD_WITHOUT_ADULT, by=by, code="with_guardian", text=self.because
        )
