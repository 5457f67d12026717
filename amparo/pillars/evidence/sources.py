"""What the store of facts is made of beside the facts: people, places, offices, budget lines.

The one place of this pillar that reads records of people. It returns no name.
"""

from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from itertools import batched
from uuid import UUID

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.measures import ROW, Fact
from amparo.foundation.core.models import Office
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import (
    Merge,
    Person,
    Place,
    WashingtonGroupAnswers,
)
from amparo.foundation.people.models.washington_group import DOMAINS, has_disability

_MANY = 5_000
_DISABILITY = {True: "yes", False: "no", None: "unknown"}


def base_tables() -> Iterator[tuple[str, Iterator[tuple]]]:
    """Yields the name and the rows of each of `store.BASE_TABLES`."""
    yield "people", people()
    yield "functioning", functioning()
    yield "places", places()
    yield "offices", offices()
    yield "budget_lines", budget_lines()


def real_rows(fact: Fact) -> Iterator[tuple]:
    """Yields the rows of a fact but for those of practice offices: nothing there is real."""
    practice = set(Office.objects.filter(is_practice=True).values_list("pk", flat=True))
    at = ROW.index("office")
    return (row for row in fact.rows() if row[at] not in practice)


class Pseudonyms:
    """Numbers of 64 bits that stand for persons: nobody without the key ring can find them."""

    def __init__(self) -> None:
        self._key = key_ring.derive("pseudonyms of facts")

    def of(self, ref: UUID) -> int:
        return int.from_bytes(blake2b(ref.bytes, key=self._key, digest_size=8).digest())


def merge_roots() -> dict[int, int]:
    """Returns the record that is kept of each record that is merged into another, at the end of
    all merges in force.
    """
    kept = dict(Merge.objects.in_force().values_list("duplicate_id", "kept_id"))
    roots = {}
    for duplicate in kept:
        at, seen = duplicate, {duplicate}
        while at in kept and kept[at] not in seen:
            at = kept[at]
            seen.add(at)
        roots[duplicate] = at
    return roots


def people() -> Iterator[tuple]:
    """Everybody: id, root, pseudonym, sex, nationality, migration status, birth, age disputed."""
    pseudonyms, roots = Pseudonyms(), merge_roots()
    refs = dict(Person.objects.filter(pk__in=set(roots.values())).values_list("pk", "ref"))
    rows = Person.objects.filter(is_practice=False).order_by().values_list(
        "pk", "ref", "sex", "nationality", "migration_status", "birth_date", "birth_year",
        "is_age_disputed",
    )  # fmt: skip
    for part in batched(rows.iterator(chunk_size=_MANY), _MANY, strict=False):
        days = decrypt_column(
            [(row[1], row[5]) for row in part], model=Person, field="birth_date", as_text=True
        )
        for (pk, ref, sex, nationality, status, _day, year, is_disputed), day in zip(
            part, days, strict=True
        ):
            root = roots.get(pk, pk)
            key = pseudonyms.of(refs.get(root, ref))
            yield pk, root, key, sex, nationality, status, day or None, year, is_disputed


def functioning() -> Iterator[tuple[int, date, str]]:
    """Of each person and day, whether a disability is known; the last answer of a day counts."""
    roots = merge_roots()
    real = WashingtonGroupAnswers.objects.filter(person__is_practice=False)
    rows = real.order_by("pk").values_list("person_id", "asked_on", *DOMAINS)
    latest = {}
    for person, day, *answers in rows.iterator(chunk_size=_MANY):
        found = has_disability(dict(zip(DOMAINS, answers, strict=True)))
        latest[roots.get(person, person), day] = _DISABILITY[found]
    return ((person, day, found) for (person, day), found in latest.items())


def places() -> Iterator[tuple[int, int | None, int | None]]:
    """Of each place, the area of level 1 (region) and of level 2 (town) that it lies in."""
    rows = {pk: (kind, within) for pk, kind, within in Place.objects.values_list(
        "pk", "kind", "within_id"
    )}  # fmt: skip
    for pk in rows:
        areas: dict[str, int] = {}
        at, seen = pk, set()
        while at in rows and at not in seen:
            seen.add(at)
            kind, within = rows[at]
            areas.setdefault(kind, at)
            at = within
        yield pk, areas.get(Place.Kind.REGION), areas.get(Place.Kind.TOWN)


def offices() -> Iterator[tuple[int, int | None]]:
    """Of each office, the one above all that it belongs to; None where it stands alone."""
    above = dict(Office.objects.without_practice().values_list("pk", "parent_id"))
    parents = set(above.values())
    for pk in above:
        if above[pk] is None and pk not in parents:
            yield pk, None
            continue
        at, seen = pk, {pk}
        while (parent := above[at]) is not None and parent not in seen:
            seen.add(parent)
            at = parent
        yield pk, at


def budget_lines() -> Iterator[tuple[int, int, int | None]]:
    """Of each budget line, its fund and the project of the fund."""
    yield from BudgetLine.objects.values_list("pk", "fund_id", "fund__project_id")
