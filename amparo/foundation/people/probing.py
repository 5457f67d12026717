"""Who may be meant: the few people whose tokens fit, found without opening anybody's file.

Each token is looked for within some years of birth, and each look takes so many rows and no more:
"Mohamed Ahmed, born on 1 January" costs hardly more than a name that nobody else bears.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations, pairwise

from django.db import connection

from .likeness import Rarity, Traits, skeleton
from .likeness.nicknames import others_of
from .tokens import births, bones, kin, pair, tokens

# What bounds the worst search: tokens looked for, and people thought of at all.
MOST_PROBES, MOST_THOUGHT_OF = 120, 800
ANY_YEAR = (0, 9999)
_MOST_BONES, _MOST_OTHERS = 6, 4
# Of what names are worth: whoever bears both is found by each of them as well.
_TOGETHER, _ALONE = 0.8, 0.2
# What a hit of each weighs, and how many rows a look takes.
_BIRTHS = {"born": (14.0, 200), "feast": (9.0, 150), "month": (6.0, 100)}
_AMONG = 1500  # rows of one token through which one's own people are sought


@dataclass(frozen=True, slots=True)
class Probe:
    """One token, the years of birth to look in, how many rows to take, and what a hit weighs."""

    key: int
    years: tuple[int, int]
    most: int
    weight: float


@dataclass(frozen=True, slots=True)
class Window:
    years: tuple[int, int]
    share: float  # of the rows that a look may take
    bonus: float


def probes(asked: Traits, rarity: Rarity) -> list[Probe]:
    """What to look for, the most telling first.

    Each token in its likeliest years before any in other years: two misspelt parts, taken for
    rare ones, must not push out the day of birth.
    """
    token = tokens()
    found = [
        (place > 0, Probe(token(kind, text), window.years, max(20, int(most * window.share)),
                          weight + window.bonus))
        for kind, text, weight, most, windows in _wanted(asked, rarity)
        for place, window in enumerate(windows)
    ]  # fmt: skip
    found.sort(key=lambda each: (each[0], -each[1].weight))
    return sorted((probe for _, probe in found[:MOST_PROBES]), key=lambda probe: -probe.weight)


def _wanted(
    asked: Traits, rarity: Rarity
) -> Iterator[tuple[str, str, float, int, tuple[Window, ...]]]:
    whenever = (Window(ANY_YEAR, 1.0, 0.0),)
    for number in asked.papers:
        yield "document", number, 40.0, 50, whenever
    for line in asked.lines:
        yield "phone", line, 20.0, 60, whenever
    if asked.is_day_known:
        about = (Window((asked.birth_year - 4, asked.birth_year + 4), 1.0, 0.0),)
        for sort, day in _days(asked):
            weight, most = _BIRTHS[sort]
            yield sort, day, weight, most, about if sort == "feast" else whenever
    windows = _windows(asked)
    for first, second, worth in _pairs(asked, rarity):
        yield "pair", pair(first, second), worth * _TOGETHER, 300, windows
    for bone in _all_bones(asked):
        worth = rarity.of(bone)
        if asked.sex and asked.nationalities:
            of_them = kin(bone, asked, asked.nationalities[0])
            yield "kin", of_them, worth * _ALONE + 3.0, 250, windows[:3]
        yield "name", bone, worth * _ALONE, 120, windows


def _windows(asked: Traits) -> tuple[Window, ...]:
    """The year itself, those about it (more where it is a guess), no year, and any."""
    year = asked.birth_year
    if not year:
        return (Window(ANY_YEAR, 1.0, 0.0),)
    near = [Window((year, year), 1.0, 3.0)]
    near += [Window((at, at), 0.6, 1.5) for at in (year - 1, year + 1)]
    if not asked.is_day_known:
        near += [Window(about, 0.6, 0.5) for about in ((year - 4, year - 2), (year + 2, year + 4))]
    return (*near, Window((0, 0), 0.3, 0.0), Window(ANY_YEAR, 0.4, -2.0))


def _days(asked: Traits) -> Iterator[tuple[str, str]]:
    """The day as it was told, and with day and month in each other's place."""
    for nationality in asked.nationalities[:2] or ("",):
        yield from births(asked, nationality)
        if asked.birth_day <= 12:
            swapped = replace(asked, birth_month=asked.birth_day, birth_day=asked.birth_month)
            yield next(births(swapped, nationality))


def _all_bones(asked: Traits) -> list[str]:
    """Their own bones, and those of what they may be called for short or written as one word."""
    own = bones(asked)[:_MOST_BONES]
    others = (bone for bone in _other_bones(asked) if len(bone) > 1)
    return list(dict.fromkeys([*own, *others]))[: _MOST_BONES + _MOST_OTHERS]


def _other_bones(asked: Traits) -> Iterator[str]:
    for way in asked.ways[:1]:
        for part in way[:_MOST_BONES]:
            yield from (skeleton(other) for other in others_of(part.word)[:3])
        for first, second in pairwise(way):
            yield skeleton(first.word + second.word)


def _pairs(asked: Traits, rarity: Rarity) -> Iterator[tuple[str, str, float]]:
    own = bones(asked)[:_MOST_BONES]
    others = [bone for bone in _all_bones(asked) if bone not in own][:_MOST_OTHERS]
    told = list(combinations(own, 2))
    told += [(one, other) for one in own for other in others if len(own) > 1]
    for first, second in told[:20]:
        yield first, second, rarity.of(first) + rarity.of(second)


def thought_of(looks: list[Probe]) -> dict[int, float]:
    """The people whose tokens fit, with what speaks for opening theirs first."""
    if not looks:
        return {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_AT_ONCE, [*_columns(looks), MOST_THOUGHT_OF])
        else:
            told = [(probe.weight, probe.key, *probe.years, probe.most) for probe in looks]
            one_by_one = " UNION ALL ".join([_ONE] * len(looks))
            cursor.execute(_OF_ALL % one_by_one, [*chain(*told), MOST_THOUGHT_OF])
        return dict(cursor.fetchall())


def _columns(looks: list[Probe]) -> list[list]:
    return [
        [probe.key for probe in looks], [probe.years[0] for probe in looks],
        [probe.years[1] for probe in looks], [probe.most for probe in looks],
        [probe.weight for probe in looks],
    ]  # fmt: skip


_ONE = (
    "SELECT * FROM (SELECT person_id, %s AS weight FROM people_personkey"
    " WHERE key = %s AND birth_year BETWEEN %s AND %s LIMIT %s)"
)
_OF_ALL = (
    "SELECT person_id, sum(weight) AS weight FROM (%s) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %%s"
)
_AT_ONCE = """
SELECT found.person_id, sum(found.weight)::float8 AS weight
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::float8[])
    AS look(key, first_year, last_year, most, weight)
CROSS JOIN LATERAL (
    SELECT person_id, look.weight FROM people_personkey AS kept
    WHERE kept.key = look.key AND kept.birth_year BETWEEN look.first_year AND look.last_year
    LIMIT look.most
) AS found
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s
"""


def own_among(looks: Iterable[Probe], held) -> set[int]:
    """Of those who bear a common name, those whose files one holds: past the first few rows."""
    from .models import PersonKey

    found: set[int] = set()
    for probe in looks:
        rows = PersonKey.objects.filter(key=probe.key, birth_year__range=probe.years)
        some = rows.values("person_id")[:_AMONG]
        own = held.filter(record__in=some)
        found.update(own.values_list("record", flat=True)[: probe.most])
    return found
