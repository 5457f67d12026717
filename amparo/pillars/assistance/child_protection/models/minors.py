"""Minors without a parent or legal guardian in their household: somebody looks at each of them.

Whoever may be under 18 for all that is known counts, and is proposed as unaccompanied or
separated. They stay on the list until a parent or legal guardian is in their household
(`households.py`), they are registered as a child alone, or somebody writes down why not.
Source: Inter-agency Guiding Principles on Unaccompanied and Separated Children (2004):
identification, as early as possible, at every place of arrival.
"""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_for_update, lock_rows
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import FamilyMember, Person
from amparo.pillars.assistance.assessment.flags import (
    CHILD_WITHOUT_ADULT,
    answer_flags_everywhere,
    answer_flags_of,
)
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.cases.models import Case, Dependant, Task

from ..households import GUARDIAN, HEAD, PARENTS, WITH_PARENT, Pair, adults_found
from .children import UnaccompaniedChild
from .guardians import Guardian


def may_be_minor(path: str, on: date) -> Q:
    """Under 18 for all that the year of birth says, or of a disputed age."""
    return Q(**{f"{path}birth_year__gte": on.year - 18}) | Q(**{f"{path}is_age_disputed": True})


def _may_be_minor(person: Person, on: date) -> bool:
    """As `may_be_minor`, of a person who is at hand."""
    return person.is_age_disputed or (person.birth_year or 0) >= on.year - 18


def adult(path: str, on: date) -> dict[str, object]:
    """Known to be 18 or over, whatever their birthday; an age that nobody noted is none."""
    return {f"{path}birth_year__lt": on.year - 18, f"{path}is_age_disputed": False}


def _parents(child: str, adult: str) -> Q:
    """Whether the relations at these paths make the adult a parent or guardian of the child."""
    found = Q()
    for of_child, of_adult in PARENTS:
        found |= Q(**{child: of_child, adult: of_adult})
    return found


def with_a_parent(on: date, child: str) -> Q:
    """Whether a parent or legal guardian is in the family of a `child`, or in a case with them."""
    me = OuterRef(child)
    in_family = FamilyMember.objects.filter(
        _parents("family__members__relation", "relation"), separation=None,
        family__members__person=me, family__members__separation=None, **adult("person__", on),
    )  # fmt: skip
    # Unordered: SQLite orders no part of a union.
    going_on = Dependant.objects.exclude(case__status__in=Case.ENDED).order_by()
    children = [of_child for of_child, of_adult in PARENTS if of_adult == HEAD]
    of_case = going_on.filter(person=me, relation__in=children, **adult("case__person__", on))
    parents = [of_adult for of_child, of_adult in PARENTS if of_child == HEAD]
    came_along = going_on.filter(
        Q(case__person=me, relation__in=parents)
        | _parents("case__dependants__relation", "relation") & Q(case__dependants__person=me),
        **adult("person__", on),
    )
    guardians = Guardian.objects.lasting().filter(child__person=me)
    known = (in_family, of_case, came_along, guardians)
    return reduce(or_, (Q(Exists(rows)) for rows in known))


class MinorWithoutAdultQuerySet(PermissionQuerySet):
    def waiting(self, on: date | None = None) -> "MinorWithoutAdultQuerySet":
        """Nobody has looked at them, and nothing that is written since answers it."""
        return self.unanswered(on or localdate()).exclude(case__status__in=Case.ENDED)

    def without_case(self, on: date) -> "MinorWithoutAdultQuerySet":
        """Those who wait and have no case yet, or one that has ended."""
        return self.unanswered(on).filter(Q(case=None) | Q(case__status__in=Case.ENDED))

    def unanswered(self, on: date) -> "MinorWithoutAdultQuerySet":
        """The same, whatever became of their case."""
        alone = UnaccompaniedChild.objects.filter(person=OuterRef("person"))
        return (
            self.filter(may_be_minor("person__", on), looked_at=None)
            .exclude(with_a_parent(on, "person"))
            .exclude(Exists(alone))
        )


@aggregate_query("the adult of a child may be closed to who registers or corrects the child")
def _households(people: tuple[int, ...], on: date) -> tuple[tuple[int, str, str], ...]:
    """Each of these people with an adult of their household, and what the two are: one query."""
    members = FamilyMember.objects.filter(
        person__in=people, separation=None, family__members__separation=None,
        **adult("family__members__person__", on),
    )  # fmt: skip
    # Unordered: SQLite orders no part of a union.
    going_on = Dependant.objects.exclude(case__status__in=Case.ENDED).order_by()
    of_case = going_on.filter(person__in=people, **adult("case__person__", on))
    came_along = going_on.filter(case__person__in=people, **adult("person__", on))
    together = going_on.filter(person__in=people, **adult("case__dependants__person__", on))
    guardians = Guardian.objects.lasting().filter(child__person__in=people).order_by()
    head, guardian = Value(HEAD), Value(GUARDIAN)
    rows = members.values_list("person", "relation", "family__members__relation").union(
        of_case.annotate(to=head).values_list("person", "relation", "to"),
        came_along.annotate(to=head).values_list("case__person", "to", "relation"),
        together.values_list("person", "relation", "case__dependants__relation"),
        guardians.annotate(to=head, who=guardian).values_list("child__person", "to", "who"),
    )
    return tuple(rows)


def _source(import_ref: UUID | None) -> str:
    sources = ProtectionFlag.Source
    return sources.IMPORT if import_ref else sources.REGISTRATION


class MinorWithoutAdult(Record):
    """One person who may be a minor, without parent or legal guardian: what is proposed of them
    and why, who looked at it, and what was found.
    """

    class Reason(models.TextChoices):
        NOBODY = "nobody", gettext_lazy("No adult is known in the household of this child.")
        UNRELATED = (
            "unrelated",
            gettext_lazy(
                "The adults of the household are not related to this child, or married to them."
            ),
        )
        RELATIVES = (
            "relatives",
            gettext_lazy(
                "Adults are in the household, but none is recorded as parent or legal guardian."
            ),
        )
        SAID_ALONE = (
            "said_alone",
            gettext_lazy("Who handed over the list said that its minors came without adults."),
        )
        NOT_SAID = (
            "not_said",
            gettext_lazy(
                "The list does not say with whom this child came, and nobody else has said it."
            ),
        )

    # What each proposes; of whom nothing is known, nothing: they are to be checked.
    PROPOSED = {
        Reason.NOBODY: UnaccompaniedChild.Status.UNACCOMPANIED,
        Reason.UNRELATED: UnaccompaniedChild.Status.UNACCOMPANIED,
        Reason.RELATIVES: UnaccompaniedChild.Status.SEPARATED,
        Reason.SAID_ALONE: UnaccompaniedChild.Status.UNACCOMPANIED,
    }  # fmt: skip

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # Nothing, where they have no case yet.
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="minors")
    # The list with which they were imported.
    import_ref = models.UUIDField(null=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    reason = models.CharField(
        gettext_lazy("Why this is proposed"), max_length=10, choices=Reason,
        default=Reason.NOBODY, editable=False,
    )  # fmt: skip
    looked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    looked_at = models.DateTimeField(gettext_lazy("Looked at on"), null=True, editable=False)
    because = PersonalField(pgettext_lazy("column, field", "Reason"))

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
        disclose = ("at", "reason", "looked_at", "because")

    class Events:
        found = AuditEvent(
            gettext_lazy("Minor without an adult registered"),
            icon="lifebuoy",
            timeline=pgettext_lazy("timeline", "Minor without an adult registered"),
            danger=True,
        )
        looked_at = AuditEvent(
            pgettext_lazy("ledger", "Findings about the minor recorded"),
            icon="eye",
            timeline=gettext_lazy("Findings about the minor recorded"),
        )

    def __str__(self):
        return f"MinorWithoutAdult {self.ref}"

    @property
    def file(self) -> Person:
        return self.person

    @property
    def proposed(self) -> str:
        """The proposed code of `UnaccompaniedChild.Status`; "" where it is to be checked."""
        return self.PROPOSED.get(self.Reason(self.reason), "")

    @property
    def proposal(self) -> str:
        status = self.proposed
        return str(UnaccompaniedChild.Status(status).label) if status else _("To be checked")

    @classmethod
    @transaction.atomic
    def find(
        cls, people: Iterable[Person], cases: dict[int, Case], *, by: User, on: date,
        import_ref: UUID | None = None, listed: str = "",
    ) -> list["MinorWithoutAdult"]:  # fmt: skip
        """Writes down those of `people` who may be minors without parent or legal guardian, once.

        `listed` is the reason that holds for a whole list which does not say who belongs to whom.
        The first meeting of each becomes due the same day, and a flag is raised.
        """
        young = [person for person in people if person.may_be_child(on)]
        known = set(cls.objects.filter(person__in=young).values_list("person", flat=True))
        young = [person for person in young if person.pk not in known]
        if not young:
            return []
        reasons = _reasons(young, on)
        found = [
            cls(
                person=person, case=cases.get(person.pk), import_ref=import_ref, by=by,
                reason=listed or reasons[person.pk],
            )
            for person in young
            if reasons[person.pk] != WITH_PARENT
        ]  # fmt: skip
        MinorWithoutAdult.objects.bulk_create(found)
        _meet_the_same_day([minor.case for minor in found if minor.case], by=by, on=on)
        for minor in found:
            log.log_event(by, "minorwithoutadult.found", minor)
            if minor.case:
                _raise_flag(minor, minor.case, by=by)
        return found

    @classmethod
    @transaction.atomic
    def join_case(
        cls, people: Iterable[Person], case: Case, *, by: User
    ) -> list["MinorWithoutAdult"]:
        """Those of `people` who wait without a case wait in this one from now on: the first
        meeting becomes due the same day, and a flag is raised. Returns them; again, nobody.
        """
        on = case.office.today()
        young = [person for person in people if _may_be_minor(person, on)]
        waiting = cls.objects.without_case(on).filter(person__in=young)
        joined = lock_rows(waiting, "person") if young else []
        if not joined:
            return []
        cls.objects.filter(pk__in=[minor.pk for minor in joined]).update(case=case)
        _meet_the_same_day([case], by=by, on=on)
        for minor in joined:
            minor.case = case
            _raise_flag(minor, case, by=by)
        return joined

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
        self._close(by=by, because=because.strip())
        answer_flags_of(
            self.person, CHILD_WITHOUT_ADULT, by=by, code="with_guardian", text=self.because
        )

    def _close(self, *, by: User, because: str) -> None:
        self.looked_by, self.looked_at, self.because = by, now(), because
        self.save(update_fields=["looked_by", "looked_at", "because"])
        log.log_event(by, "minorwithoutadult.looked_at", self)

    @transaction.atomic
    def accept(self, *, by: User, status: str, owner: User | None = None) -> UnaccompaniedChild:
        """A named worker of child protection takes the child on: see its `accept`."""
        lock_for_update(self)
        case = self.case or _case_of(self.person)
        if case is None:
            raise Refusal(_("Open a case for this child first. Then accept the child."))
        standing = UnaccompaniedChild.objects.standing().filter(case=case, person=self.person)
        child = standing.select_related("person", "case__team__office").first()
        child = child or UnaccompaniedChild.register(
            case, by=by, person=self.person, status=status
        )
        child.accept(by=by, owner=owner)
        return child


def _case_of(person: Person) -> Case | None:
    """The open case that was begun for somebody after they were registered."""
    return Case.objects.active().with_subject().filter(person=person).order_by("-pk").first()


def _reasons(people: list[Person], on: date) -> dict[int, str]:
    """What is known of the adults with each of these people."""
    pairs: dict[int, set[Pair]] = {person.pk: set() for person in people}
    for child, of_child, of_adult in _households(tuple(pairs), on):
        pairs[child].add((of_child, of_adult))
    return {child: adults_found(theirs) for child, theirs in pairs.items()}


def _meet_the_same_day(cases: list[Case], *, by: User, on: date) -> None:
    """The first meeting of these cases, of one office, is due the same day; the same few queries
    for a whole list. Where the office has set no limit, nothing moves.
    """
    due = cases[0].rules.due("first_meeting.child", on) if cases else None
    if due is None:
        return
    meetings = Task.objects.filter(case__in=cases, what=Task.What.SCREEN)
    have_one = set(meetings.values_list("case", flat=True))
    meetings.pending().filter(due_on__gt=due).update(due_on=due)
    for case in cases:
        if case.pk not in have_one:
            case.expect(Task.What.SCREEN, due, by=by)


def _raise_flag(minor: MinorWithoutAdult, case: Case, *, by: User) -> None:
    flags = ProtectionFlag.raise_flags(
        case, [CHILD_WITHOUT_ADULT], by=by, source=_source(minor.import_ref),
        source_ref=minor.ref, person=minor.person, quietly=True,
    )  # fmt: skip
    if not any(flag.due_on for flag in flags):
        case.touch()  # the meeting moved, and no task of a flag has said so


def is_with_parent(person: Person, on: date) -> bool:
    """Returns whether an adult is recorded as their parent, in their family or in a case."""
    pairs = {(of_child, of_adult) for _key, of_child, of_adult in _households((person.pk,), on)}
    return adults_found(pair for pair in pairs if GUARDIAN not in pair) == WITH_PARENT


@transaction.atomic
def end_time_alone(person: Person, *, by: User) -> None:
    """They are with their family again: every time alone of theirs ends, nobody waits to look at
    them any more, and the flags that said so are answered. Again, nothing does.
    """
    words = _("Handed over to the family.")
    UnaccompaniedChild.end_with_family(person, by=by)
    waiting = MinorWithoutAdult.objects.filter(person=person, looked_at=None)
    for minor in lock_rows(waiting, "person"):
        minor._close(by=by, because=words)
    answer_flags_everywhere(person, CHILD_WITHOUT_ADULT, by=by, code="help_given", text=words)
