"""Merged records: what a reader sees of them, never more than they open by itself.

A merge counts only for who may open both its records (`permissions.py`). For everybody else it
is not there: they find each record that is theirs, as if it had never been merged.

A merge moves nothing, so that undoing it is exact. Each app says in its `privacy.py` what it means
for a record that names a person:

- `show_with_kept_record`: it is shown with the kept record too, to whoever may open its own;
- `keep_with_own_record`: it counts for its own record alone, or is kept by the installation, and
  says why;
- `redirect_to_kept_record`: people are found by it, and shown by the kept record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from amparo.foundation.core.audit import events
from amparo.foundation.core.models import User

from .extension_points import person_references
from .models import Merge, Person


@dataclass(frozen=True)
class MergedRecord:
    """A record merged into another, and the merge that says so."""

    person: Person
    merge: Merge


def merges_visible_to(user: User) -> QuerySet:
    """Returns the merges in force whose two records `user` may both open."""
    return Merge.objects.in_force().accessible_to(user)


def kept_record(person: Person, user: User) -> Person:
    """Returns the record under which `user` finds the person."""
    [kept] = kept_records([person], user)
    return kept


def kept_records(people: Iterable[Person], user: User) -> list[Person]:
    """Returns `people` with merged records replaced by the kept ones; each once, in order."""
    return list({kept.pk: kept for kept in kept_record_for_each(list(people), user)}.values())


def kept_record_for_each(people: list[Person], user: User) -> list[Person]:
    """Returns, for each of `people` in their order, the record under which `user` finds them."""
    above: dict[int, Person] = {}
    asked = {person.pk for person in people}
    # Few files were ever joined: whom a merge counts for is asked only where there is one.
    while asked and Merge.objects.in_force().filter(duplicate__in=asked).exists():
        merges = merges_visible_to(user).filter(duplicate__in=asked).select_related("kept")
        above |= {merge.duplicate_id: merge.kept for merge in merges}
        asked = {above[pk].pk for pk in asked if pk in above} - above.keys()
    return [_uppermost(person, above) for person in people]


def _uppermost(person: Person, above: dict[int, Person]) -> Person:
    while person.pk in above:
        person = above[person.pk]
    return person


def records_merged_into(person: Person, user: User) -> list[MergedRecord]:
    """Returns the records merged into this one, directly or not, in the order of merging."""
    found: dict[int, MergedRecord] = {}
    asked = {person.pk}
    while asked:
        rows = merges_visible_to(user).filter(kept__in=asked).order_by("at", "pk")
        new = [
            MergedRecord(merge.duplicate, merge)
            for merge in rows.select_related("kept", "duplicate", "by")
            if merge.duplicate_id not in {person.pk, *found}
        ]
        found |= {file.person.pk: file for file in new}
        asked = {file.person.pk for file in new}
    return list(found.values())


def contents_of_records(people: Iterable[Person], user: User) -> dict[int, list[str]]:
    """Maps each record to the labels of what it contains and `user` may open; one query."""
    along = references_shown_with_kept_record()
    lies = {
        f"lies_{number}": Exists(
            each.model._default_manager.accessible_to(user).filter(**{each.field: OuterRef("pk")})  # type: ignore[attr-defined]
        )
        for number, each in enumerate(along)
    }
    files = Person.objects.filter(pk__in=[person.pk for person in people]).annotate(**lies)
    return {
        row["pk"]: list(
            dict.fromkeys(
                events.record_label(each.model.audit_name)  # type: ignore[attr-defined]
                for number, each in enumerate(along)
                if row[f"lies_{number}"]
            )
        )
        for row in files.values("pk", *lies)
    }


# A person with the records merged into theirs.


def load_merges(people: "list[MergedPerson]") -> None:
    """Fetches the merges of several records of one user in one query."""
    records = [each.person for each in people]
    found = Merge.objects.active().of(*records).accessible_to(people[0].user)
    merges = list(found.select_related("kept", "duplicate", "by").order_by("at", "pk"))
    for each in people:
        mine = (merge for merge in merges if each.person.pk in (merge.kept_id, merge.duplicate_id))
        each.merges = list(mine)


class MergedPerson:
    """A person's record with those merged into it; `by_itself` leaves these out."""

    def __init__(self, person: Person, user: User, *, by_itself: bool = False):
        self.person = person
        self.user = user
        self.by_itself = by_itself

    @cached_property
    def merges(self) -> list[Merge]:
        """The merges of this record that are in force or wait for a second person. Where the
        person was asked for with `has_merges`, and there are none, it asks no more.
        """
        if not getattr(self.person, "has_merges", True):
            return []
        found = Merge.objects.active().of(self.person).accessible_to(self.user)
        return list(found.select_related("kept", "duplicate", "by").order_by("at", "pk"))

    @property
    def waiting(self) -> list[Merge]:
        return [each for each in self.merges if each.is_waiting]

    @property
    def merged_into(self) -> Merge | None:
        """The merge in force by which this record was merged into another."""
        ours = (each for each in self.merges if each.duplicate_id == self.person.pk)
        return next((each for each in ours if each.is_in_force), None)

    @property
    def redirect_url(self) -> str:
        """The URL of the kept record; empty where this record is not merged into another."""
        if self.by_itself or self.merged_into is None:
            return ""
        kept = kept_record(self.person, self.user)
        return f"{reverse('people:person', args=[kept.ref])}?duplicate={self.person.ref}"

    @cached_property
    def merged_records(self) -> list[MergedRecord]:
        if self.by_itself:
            return []
        has_any = any(m.is_in_force and m.kept_id == self.person.pk for m in self.merges)
        return records_merged_into(self.person, self.user) if has_any else []

    @property
    def others(self) -> list[Person]:
        return [each.person for each in self.merged_records]

    @property
    def records(self) -> list[Person]:
        return [self.person, *self.others]

    @cached_property
    def worked_on(self) -> frozenset[int]:
        """Keys of the merged records that the user may change."""
        if not self.merged_records:
            return frozenset()
        theirs = Person.objects.filter(pk__in=[each.pk for each in self.others])
        return frozenset(theirs.accessible_to(self.user, "work").values_list("pk", flat=True))


# References to a person.


class OnMerge(Enum):
    SHOW_WITH_KEPT = "along"
    KEEP = "its own"
    REDIRECT = "leads on"


@dataclass(frozen=True)
class PersonReference:
    """A field that names a person, and what a merge means for it."""

    model: type[models.Model]
    field: str
    read: OnMerge
    why: str | Promise = ""


def show_with_kept_record(model: type[models.Model], field: str = "person") -> None:
    """Registers the field: shown with the kept record too, to whoever may open the row itself."""
    _declare(PersonReference(model, field, OnMerge.SHOW_WITH_KEPT))


def keep_with_own_record(
    model: type[models.Model], field: str = "person", *, why: str | Promise
) -> None:
    """Registers the field: shown with its own record alone, whatever that is merged into."""
    _declare(PersonReference(model, field, OnMerge.KEEP, why))


def redirect_to_kept_record(model: type[models.Model], field: str = "person") -> None:
    """Registers the field: it finds people, and a merged record found by it shows the kept one."""
    _declare(PersonReference(model, field, OnMerge.REDIRECT))


def _declare(reference: PersonReference) -> None:
    person_references.register((reference.model, reference.field), reference)


def references_shown_with_kept_record() -> list[PersonReference]:
    return [each for each in person_references.values() if each.read is OnMerge.SHOW_WITH_KEPT]
