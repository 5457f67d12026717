"""The candidates of a search: the few people whose tokens fit, without decrypting any record.

Each token is looked for within some years of birth, and each lookup takes so many rows and no
more: "Mohamed Ahmed, born on 1 January" costs hardly more than a name that nobody else bears.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations, pairwise

from django.db import connection

from ..matching.features import MatchingFeatures
from ..matching.name_comparison import NameFrequencies
from ..matching.names import nicknames_of, phonetic_key
from ..models import SearchToken
from .tokens import (
    anagram_text,
    birth_texts,
    in_years,
    name_keys,
    pair_text,
    token_maker,
    year_group,
)

# What bounds the worst search: tokens looked for, and people thought of at all.
MAX_LOOKUPS, MAX_CANDIDATES = 120, 800
_MAX_KEYS, _MAX_OTHER_KEYS = 6, 4
# Of what names are worth: whoever bears both is found by each of them as well.
_TOGETHER, _ALONE = 0.8, 0.2
# What a hit of each weighs, and how many rows a look takes.
_BIRTHS = {"born": (14.0, 200), "feast": (9.0, 150), "month": (6.0, 100)}
_AMONG = 1500  # rows of one token through which one's own people are sought


@dataclass(frozen=True, slots=True)
class TokenLookup:
    """The tokens of one text, how many rows to take, and what a hit weighs.

    More than one token where the years to look in lie in more than one group.
    """

    keys: tuple[int, ...]
    most: int
    weight: float


@dataclass(frozen=True, slots=True)
class BirthYearWindow:
    groups: tuple[int, ...]  # of years (`year_group`); none: whenever they were born
    share: float  # of the rows that a look may take
    bonus: float


def token_lookups(asked: MatchingFeatures, rarity: NameFrequencies) -> list[TokenLookup]:
    """What to look for, the most telling first.

    Each token in its likeliest years before any in other years: two misspelt parts, taken for
    rare ones, must not push out the day of birth.
    """
    token = token_maker()
    found = [
        (place > 0, TokenLookup(tuple(token(*each) for each in _texts(kind, text, window)),
                                max(20, int(most * window.share)), weight + window.bonus))
        for kind, text, weight, most, windows in _wanted(asked, rarity)
        for place, window in enumerate(windows)
    ]  # fmt: skip
    found.sort(key=lambda each: (each[0], -each[1].weight))
    return sorted((probe for _, probe in found[:MAX_LOOKUPS]), key=lambda probe: -probe.weight)


def _texts(kind: str, text: str, window: BirthYearWindow) -> Iterator[tuple[str, str]]:
    if not window.groups:
        yield kind, text
    for group in window.groups:
        yield in_years(kind, text, group)


def _wanted(
    asked: MatchingFeatures, rarity: NameFrequencies
) -> Iterator[tuple[str, str, float, int, tuple[BirthYearWindow, ...]]]:
    whenever = (BirthYearWindow((), 1.0, 0.0),)
    for number in asked.document_numbers:
        yield "document", number, 40.0, 50, whenever
    for line in asked.phone_numbers:
        yield "phone", line, 20.0, 60, whenever
    if asked.is_day_known:
        about = (BirthYearWindow(_groups(asked.birth_year, 4), 1.0, 0.0),)
        for sort, day in _days(asked):
            weight, most = _BIRTHS[sort]
            yield sort, day, weight, most, about if sort == "feast" else whenever
    windows = _windows(asked)
    for first, second, worth in _pairs(asked, rarity):
        yield "pair", pair_text(first, second), worth * _TOGETHER, 300, windows
    for key in _all_keys(asked):
        worth = rarity.of(key)
        if asked.sex and asked.nationalities:
            of_them = anagram_text(key, asked, asked.nationalities[0])
            yield "kin", of_them, worth * _ALONE + 3.0, 250, windows[:3]
        yield "name", key, worth * _ALONE, 120, windows


def _windows(asked: MatchingFeatures) -> tuple[BirthYearWindow, ...]:
    """The years about that of birth (more of them where it is a guess), no year, and any."""
    year = asked.birth_year
    if not year:
        return (BirthYearWindow((), 1.0, 0.0),)
    own, near = year_group(year), _groups(year, 1 if asked.is_day_known else 4)
    return (
        BirthYearWindow((own,), 1.0, 3.0),
        *(BirthYearWindow((group,), 0.6, 1.0) for group in near if group != own),
        BirthYearWindow((year_group(0),), 0.3, 0.0),
        BirthYearWindow((), 0.4, -2.0),
    )


def _groups(year: int, more_or_less: int) -> tuple[int, ...]:
    """The groups of a year, give or take so many: two at most for up to five."""
    years = range(year - more_or_less, year + more_or_less + 1)
    return tuple(sorted({*map(year_group, years)}))


def _days(asked: MatchingFeatures) -> Iterator[tuple[str, str]]:
    """The day as it was told, and with day and month in each other's place."""
    for nationality in asked.nationalities[:2] or ("",):
        yield from birth_texts(asked, nationality)
        if asked.birth_day <= 12:
            swapped = replace(asked, birth_month=asked.birth_day, birth_day=asked.birth_month)
            yield next(birth_texts(swapped, nationality))


def _all_keys(asked: MatchingFeatures) -> list[str]:
    """Their own phonetic keys, and those of nicknames and of two parts written as one word."""
    own = name_keys(asked)[:_MAX_KEYS]
    others = (key for key in _other_keys(asked) if len(key) > 1)
    return list(dict.fromkeys([*own, *others]))[: _MAX_KEYS + _MAX_OTHER_KEYS]


def _other_keys(asked: MatchingFeatures) -> Iterator[str]:
    for way in asked.name_variants[:1]:
        for part in way[:_MAX_KEYS]:
            yield from (phonetic_key(other) for other in nicknames_of(part.word)[:3])
        for first, second in pairwise(way):
            yield phonetic_key(first.word + second.word)


def _pairs(asked: MatchingFeatures, rarity: NameFrequencies) -> Iterator[tuple[str, str, float]]:
    own = name_keys(asked)[:_MAX_KEYS]
    others = [key for key in _all_keys(asked) if key not in own][:_MAX_OTHER_KEYS]
    told = list(combinations(own, 2))
    told += [(one, other) for one in own for other in others if len(own) > 1]
    for first, second in told[:20]:
        yield first, second, rarity.of(first) + rarity.of(second)


def find_candidates(looks: list[TokenLookup]) -> dict[int, float]:
    """The people whose tokens fit, with what speaks for opening theirs first."""
    if not looks:
        return {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_AT_ONCE, [*_columns(looks), MAX_CANDIDATES])
        else:
            told = [(probe.weight, *probe.keys, probe.most) for probe in looks]
            one_by_one = " UNION ALL ".join(
                _ONE % ", ".join(["%s"] * len(probe.keys)) for probe in looks
            )
            cursor.execute(_OF_ALL % one_by_one, [*chain(*told), MAX_CANDIDATES])
        return dict(cursor.fetchall())


def _columns(looks: list[TokenLookup]) -> list[list]:
    return [
        [" ".join(map(str, probe.keys)) for probe in looks],
        [probe.most for probe in looks], [probe.weight for probe in looks],
    ]  # fmt: skip


_ONE = (
    "SELECT * FROM (SELECT person_id, %%s AS weight FROM people_searchtoken"
    " WHERE key IN (%s) LIMIT %%s)"
)
_OF_ALL = (
    "SELECT person_id, sum(weight) AS weight FROM (%s) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %%s"
)
_AT_ONCE = """
SELECT found.person_id, sum(found.weight)::float8 AS weight
FROM unnest(%s::text[], %s::int[], %s::float8[]) AS look(keys, most, weight)
CROSS JOIN LATERAL (
    SELECT person_id, look.weight FROM people_searchtoken AS kept
    WHERE kept.key = ANY(string_to_array(look.keys, ' ')::bigint[])
    LIMIT look.most
) AS found
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s
"""


def own_candidates(looks: Iterable[TokenLookup], held) -> set[int]:
    """Of those who bear a common name, those whose files one holds: past the first few rows."""
    found: set[int] = set()
    for probe in looks:
        rows = SearchToken.objects.filter(key__in=probe.keys)
        some = rows.values("person_id")[:_AMONG]
        own = held.filter(record__in=some)
        found.update(own.values_list("record", flat=True)[: probe.most])
    return found
