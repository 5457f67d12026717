"""The search index of persons: keyed tokens, encrypted features, and how common names are.

Nobody is found by what their record no longer says: tokens and features are written in the
transaction of the change itself. Name frequencies are counted from the index, which names nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from time import monotonic

from django.db import transaction
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.dispatch import receiver

from amparo.foundation.core.encryption.values import cached_keys
from amparo.foundation.core.permissions.rls.bypass import rls_bypass_all

from ..extension_points import identity_changed
from ..household_suggestions import write_household_tokens
from ..matching.features import FEATURES_VERSION, MatchingFeatures
from ..matching.name_comparison import NameWeights
from ..models import NameFrequency, Person, SearchToken, StoredFeatures
from .tokens import search_tokens, token_maker, year_tokens

_TELEPHONES = ("phone", "message")


def features_of(
    person: Person, documents: Iterable | None = None, contacts: Iterable | None = None
) -> MatchingFeatures:
    """What is compared of somebody, from their file."""
    documents = person.documents.all() if documents is None else documents
    contacts = person.contacts.all() if contacts is None else contacts
    day = person.birth_date if person.birth_precision in ("", "exact", "month") else None
    return MatchingFeatures(
        given=person.given_names, family=person.family_names,
        second_family=person.second_family_name, original=person.original_name,
        aliases=tuple(person.aliases or ()), sex=person.sex,
        birth_year=person.birth_year or 0, birth_month=day.month if day else 0,
        birth_day=day.day if day and person.birth_precision != "month" else 0,
        is_estimated=person.birth_precision == Person.Precision.ESTIMATED,
        nationalities=tuple(filter(None, (person.nationality, *person.other_nationalities))),
        documents=tuple(each.number for each in documents if each.number),
        phones=tuple(e.value for e in contacts if e.kind in _TELEPHONES and e.value),
        father=person.father_name, mother=person.mother_name, place=person.birth_place,
    )  # fmt: skip


def index_rows(person: Person, features: MatchingFeatures) -> tuple[list[tuple], StoredFeatures]:
    """The rows of the index for somebody of these traits: of `SearchToken`, and what is kept."""
    keys = [(key, False, person.pk) for key in sorted(search_tokens(features))]
    keys += [(key, True, person.pk) for key in sorted(year_tokens(features))]
    return keys, StoredFeatures(person=person, features=features.as_json())


@receiver(identity_changed)
def write_index_of(sender: type[Person], *, person: Person, **_signal) -> None:
    """Writes the index of one person, in the transaction that changed them."""
    write_index([person])


@transaction.atomic
@cached_keys()
def write_index(people: list[Person]) -> None:
    """Put the index right for these people, in the caller's transaction.

    They are read anew and held until it ends: of two who change a file at once, the second
    writes what both of them said.
    """
    numbers = [person.pk for person in people]
    people = list(Person.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    prefetch_related_objects(people, "documents", "contacts")
    written = [index_rows(person, features_of(person)) for person in people]
    SearchToken.objects.filter(person__in=people).delete()
    SearchToken.objects.put([key for keys, _kept in written for key in keys])
    StoredFeatures.objects.filter(person__in=people).delete()
    StoredFeatures.objects.bulk_create((kept for _keys, kept in written), batch_size=1000)
    write_household_tokens(people)


def outdated_people() -> QuerySet[Person]:
    """Whose index was written by earlier rules, or never."""
    return Person.objects.filter(
        Q(stored_features=None) | ~Q(stored_features__rules=FEATURES_VERSION)
    )


def rebuild_index(*, since=None, after: int = 0, size: int = 200):
    """Write the index of everybody anew, a few at a time, while people go on working.

    With `since`, also those written by today's rules before that moment. Each step is a
    transaction of its own that holds the rows it writes: a change made meanwhile waits for it,
    and is written after it. Says after each step how many were written, and up to whom.
    """
    wanted = Q(stored_features=None) | ~Q(stored_features__rules=FEATURES_VERSION)
    if since is not None:
        wanted |= Q(stored_features__written_at__lt=since)
    while True:
        with rls_bypass_all(reason="the index holds everybody"), transaction.atomic():
            rows = Person.objects.filter(wanted, pk__gt=after).order_by("pk")
            numbers = list(rows.values_list("pk", flat=True)[:size])
            if not numbers:
                return
            write_index(list(Person.objects.filter(pk__in=numbers)))
        after = numbers[-1]
        yield len(numbers), after


# Name frequencies of this register.


# A name borne by fewer than one in so many is rare enough: its count need not be kept.
_KEPT_FROM = 5_000
_LEAST_KEPT = 3
_MOST_KEPT = 200_000
_FRESH_FOR = 600.0  # seconds: frequencies change slowly
_EVERYBODY = NameFrequency.EVERYBODY


@dataclass
class _CountCache:
    """What this process remembers of the counts: only those that somebody asked for."""

    total: int
    counts: dict[str, int]
    until: float


_cache: _CountCache | None = None


def forget_name_counts() -> None:
    """The counts were learnt anew: this process asks for them again."""
    global _cache
    _cache = None


def name_weights_for(names: Iterable[str], nationalities: Iterable[str] = ()) -> NameWeights:
    """The weights of these phonetic keys and nationalities, in one query at most."""
    known = _fresh_cache()
    wanted = {f"name|{phonetic_key}" for phonetic_key in names} | {
        f"of|{code}" for code in nationalities
    }
    lacking = sorted(wanted - known.counts.keys())
    if lacking:
        token = token_maker()
        keys = {token(*each.split("|", 1)): each for each in lacking}
        found = dict(NameFrequency.objects.filter(key__in=keys).values_list("key", "count"))
        if len(known.counts) > _MOST_KEPT:
            known.counts.clear()
        known.counts.update({each: found.get(key, 0) for key, each in keys.items()})
    of = {each.partition("|")[2]: known.counts[each] for each in wanted if each[0] == "n"}
    held = {each[3:]: known.counts[each] for each in wanted if each.startswith("of|")}
    return NameWeights(known.total, of, {code: count for code, count in held.items() if count})


def _fresh_cache() -> _CountCache:
    global _cache
    if _cache is None or _cache.until < monotonic():
        row = NameFrequency.objects.filter(key=_EVERYBODY).first()
        _cache = _CountCache(row.count if row else 0, {}, monotonic() + _FRESH_FOR)
    return _cache


def count_names() -> int:
    """Count the names of the whole register anew; says how many are common enough to be kept."""
    total = Person.objects.filter(is_practice=False).count()
    least = max(_LEAST_KEPT, total // _KEPT_FROM)
    rows = (
        SearchToken.objects.filter(is_in_years=False, person__is_practice=False)
        .values("key")
        .annotate(count=Count("person", distinct=True))
    )
    common = rows.filter(count__gte=least).order_by().values_list("key", "count")
    counts = [NameFrequency(key=_EVERYBODY, count=total), *_of_nationalities()]
    counts += [NameFrequency(key=key, count=count) for key, count in common.iterator()]
    with transaction.atomic():
        NameFrequency.objects.all().delete()
        for some in batched(counts, 2000):
            NameFrequency.objects.bulk_create(some, ignore_conflicts=True)
    forget_name_counts()
    return len(counts) - 1


def _of_nationalities() -> list[NameFrequency]:
    token = token_maker()
    real = Person.objects.filter(is_practice=False).exclude(nationality="")
    rows = real.values("nationality").order_by()
    counted = rows.annotate(count=Count("pk")).values_list("nationality", "count")
    return [NameFrequency(key=token("of", code), count=count) for code, count in counted]
