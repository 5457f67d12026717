"""How rare names are in this register: learnt from its own index, which names nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from time import monotonic

from django.db import transaction
from django.db.models import Count

from amparo.foundation.trust.wall.standing import lowered

from .likeness import Scale
from .models import NameCount, Person, PersonKey
from .tokens import tokens

# A name borne by fewer than one in so many is rare enough: its count need not be kept.
_KEPT_FROM = 5_000
_LEAST_KEPT = 3
_MOST_KEPT = 200_000
_FRESH_FOR = 600.0  # seconds: frequencies change slowly
_EVERYBODY = NameCount.EVERYBODY


@dataclass
class _Known:
    """What this process remembers of the counts: only those that somebody asked for."""

    total: int
    counts: dict[str, int]
    until: float


_known: _Known | None = None


def forget() -> None:
    """The counts were learnt anew: this process asks for them again."""
    global _known
    _known = None


@lowered()
def scale_for(names: Iterable[str], nationalities: Iterable[str] = ()) -> Scale:
    """The scale on which these bones and nationalities are weighed, in one query at most."""
    known = _remembered()
    wanted = {f"name|{bone}" for bone in names} | {f"of|{code}" for code in nationalities}
    lacking = sorted(wanted - known.counts.keys())
    if lacking:
        token = tokens()
        keys = {token(*each.split("|", 1)): each for each in lacking}
        found = dict(NameCount.objects.filter(key__in=keys).values_list("key", "count"))
        if len(known.counts) > _MOST_KEPT:
            known.counts.clear()
        known.counts.update({each: found.get(key, 0) for key, each in keys.items()})
    of = {each.partition("|")[2]: known.counts[each] for each in wanted if each[0] == "n"}
    held = {each[3:]: known.counts[each] for each in wanted if each.startswith("of|")}
    return Scale(known.total, of, {code: count for code, count in held.items() if count})


def _remembered() -> _Known:
    global _known
    if _known is None or _known.until < monotonic():
        row = NameCount.objects.filter(key=_EVERYBODY).first()
        _known = _Known(row.count if row else 0, {}, monotonic() + _FRESH_FOR)
    return _known


@lowered()
def learn() -> int:
    """Count the names of the whole register anew; says how many are common enough to be kept."""
    total = Person.objects.count()
    least = max(_LEAST_KEPT, total // _KEPT_FROM)
    rows = PersonKey.objects.values("key").annotate(count=Count("person", distinct=True))
    common = rows.filter(count__gte=least).order_by().values_list("key", "count")
    counts = [NameCount(key=_EVERYBODY, count=total), *_of_nationalities()]
    counts += [NameCount(key=key, count=count) for key, count in common.iterator()]
    with transaction.atomic():
        NameCount.objects.all().delete()
        for some in batched(counts, 2000):
            NameCount.objects.bulk_create(some, ignore_conflicts=True)
    forget()
    return len(counts) - 1


def _of_nationalities() -> list[NameCount]:
    token = tokens()
    rows = Person.objects.exclude(nationality="").values("nationality").order_by()
    counted = rows.annotate(count=Count("pk")).values_list("nationality", "count")
    return [NameCount(key=token("of", code), count=count) for code, count in counted]
