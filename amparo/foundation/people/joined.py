"""What somebody sees of the files that were joined: never more than they open by itself.

A merge counts only for who may open both its files (`permissions.py`). For everybody else it is
not there: they find each file that is theirs, as if it had never been joined.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from amparo.foundation.trust import deeds
from amparo.foundation.trust.models import User

from .models import Merge, Person
from .references import read_with_the_kept_file


@dataclass(frozen=True)
class JoinedFile:
    """A second file of somebody, and the merge by which it is read with the kept one."""

    person: Person
    merge: Merge


def merges_for(user: User) -> QuerySet:
    """The merges in force for this reader."""
    return Merge.objects.in_force().open_to(user)


def kept_file(person: Person, user: User) -> Person:
    """The file in which this reader finds the person."""
    [kept] = kept_files([person], user)
    return kept


def kept_files(people: Iterable[Person], user: User) -> list[Person]:
    """Each file that was joined to another replaced by the kept one; each once, in their order."""
    return list({kept.pk: kept for kept in kept_for_each(list(people), user)}.values())


def kept_for_each(people: list[Person], user: User) -> list[Person]:
    """For each of these files, in their order, the one in which this reader finds the person."""
    above: dict[int, Person] = {}
    asked = {person.pk for person in people}
    # Few files were ever joined: whom a merge counts for is asked only where there is one.
    while asked and Merge.objects.in_force().filter(joined__in=asked).exists():
        merges = merges_for(user).filter(joined__in=asked).select_related("kept")
        above |= {merge.joined_id: merge.kept for merge in merges}
        asked = {above[pk].pk for pk in asked if pk in above} - above.keys()
    return [_uppermost(person, above) for person in people]


def _uppermost(person: Person, above: dict[int, Person]) -> Person:
    while person.pk in above:
        person = above[person.pk]
    return person


def joined_files(person: Person, user: User) -> list[JoinedFile]:
    """The files read with this one, also those joined to one of them; in the order of joining."""
    found: dict[int, JoinedFile] = {}
    asked = {person.pk}
    while asked:
        rows = merges_for(user).filter(kept__in=asked).order_by("at", "pk")
        new = [
            JoinedFile(merge.joined, merge)
            for merge in rows.select_related("kept", "joined", "by")
            if merge.joined_id not in {person.pk, *found}
        ]
        found |= {file.person.pk: file for file in new}
        asked = {file.person.pk for file in new}
    return list(found.values())


def what_lies_in(people: Iterable[Person], user: User) -> dict[int, list[str]]:
    """Of what kinds something lies in each file, that this reader may open: in one question."""
    along = read_with_the_kept_file()
    lies = {
        f"lies_{number}": Exists(
            each.model._default_manager.open_to(user).filter(**{each.field: OuterRef("pk")})  # type: ignore[attr-defined]
        )
        for number, each in enumerate(along)
    }
    files = Person.objects.filter(pk__in=[person.pk for person in people]).annotate(**lies)
    return {
        row["pk"]: list(
            dict.fromkeys(
                deeds.kind_said(each.model.audit_name)  # type: ignore[attr-defined]
                for number, each in enumerate(along)
                if row[f"lies_{number}"]
            )
        )
        for row in files.values("pk", *lies)
    }
