"""The list of records behind a figure: read live, under the permissions of who opens it.

Never from the store of facts. What a reader may not open is not there, and nothing tells whether
there is any: a restricted record is not hinted at.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Model, Q, QuerySet
from django.utils.functional import cached_property

from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.measures import PERSONS, ColumnType, Fact, RecordSource
from amparo.foundation.core.models import User
from amparo.foundation.people.models import Merge, Person, WashingtonGroupAnswers
from amparo.foundation.people.models.persons import age_at
from amparo.foundation.people.models.washington_group import DOMAINS, has_disability

from .grammar import Definition, Filter
from .sources import offices, places
from .store import CHILD_BANDS, NOT_ASKED

# Through so many rows of a figure by age, sex or disability is looked, the newest first.
MOST_ROWS = 10_000
# What is known of persons: asked of each, on the day of the row.
OF_PERSONS = frozenset(
    ("sex", "age_band", "age_group", "disability", "nationality", "migration_status")
)
_BANDS = ((5, "0-4"), (12, "5-11"), (18, "12-17"), (60, "18-59"))
_DISABILITY = {True: "yes", False: "no", None: "unknown"}
_FUNDS = {"fund": "fund", "project": "fund__project"}

type Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RecordQuery:
    """Which records are looked for: those behind a cell of a definition in a span of days.

    `offices` are keys of offices, `zone` tells the day of a moment. Of a share, those in its part
    alone (`is_part`), or all.
    """

    fact: Fact
    definition: Definition
    cell: Cell
    since: date
    until: date
    offices: Collection[int]
    zone: ZoneInfo
    is_part: bool = True

    @property
    def narrowed(self) -> Filter:
        cell = tuple((name, (value,)) for name, value in self.cell)
        return (*self.definition.where, *(self.definition.share if self.is_part else ()), *cell)


def offices_below(office: int) -> set[int]:
    """The keys of a head office and of all offices below it."""
    return {pk for pk, head in offices() if head == office} | {office}


def find_records(user: User, query: RecordQuery) -> QuerySet:
    """The records behind a cell that `user` may see, of the model that the fact lists."""
    source = query.fact.records
    if source is None:
        raise LookupError(f"The records of {query.fact.name} are not listed.")
    rows = _rows(user, source, query)
    people = [each for each in query.narrowed if each[0] in OF_PERSONS]
    listed = source.listed or "pk"
    found: Any = rows.order_by().values(listed)
    if people and source.person:
        found = _by_person(user, rows, source, query, people)
    elif people:
        found = []
    return source.listing.rows(user).filter(pk__in=found)


def _rows(user: User, source: RecordSource, query: RecordQuery) -> QuerySet:
    """The rows in the span and the offices, narrowed by all that is not known of a person."""
    rows = source.rows(user).filter(**{f"{source.office}__in": list(query.offices)})
    rows = rows.filter(_in_span(source, query))
    if query.definition.unit == PERSONS and source.person:
        rows = rows.filter(**{f"{source.person}__isnull": False})
    if asks := source.columns.get(query.definition.median):
        rows = rows.filter(asks() if callable(asks) else Q(**{f"{asks}__isnull": False}))
    for name, values in query.narrowed:
        if name not in OF_PERSONS:
            rows = rows.filter(_condition(rows.model, source, query.fact, name, values))
    return rows


def _in_span(source: RecordSource, query: RecordQuery) -> Q:
    since, until = query.since, query.until + timedelta(days=1)
    if not source.is_moment:
        return Q(**{f"{source.day}__gte": since, f"{source.day}__lt": until})
    first, last = (datetime.combine(day, time.min, query.zone) for day in (since, until))
    return Q(**{f"{source.day}__gte": first, f"{source.day}__lt": last})


def _condition(
    model: type[Model], source: RecordSource, fact: Fact, name: str, values: Sequence[str | bool]
) -> Q:
    if name in ("area1", "area2"):
        return _in_areas(source.place, 0 if name == "area1" else 1, values)
    if name in _FUNDS:
        path = f"{source.budget_line}__{_FUNDS[name]}" if source.budget_line else ""
        return _among(model, path, values)
    asks = source.is_restricted if name == "is_restricted" else source.columns.get(name)
    if callable(asks):
        return _is_flag(Q(asks()), values)
    if isinstance(asks, str) and fact.column_types.get(name) is ColumnType.FLAG:
        return _is_flag(Q(**{asks: True}), values)
    path = asks if isinstance(asks, str) else getattr(source, name, "")
    codes = source.codes.get(name)
    known = [codes[str(value)] for value in values if value in codes] if codes else values
    return _among(model, path if isinstance(path, str) else "", known)


def _is_flag(asks: Q, values: Iterable[str | bool]) -> Q:
    """Whether it is so, or is not, as the values say: True, "True" or "False"."""
    found = Q(pk__in=[])
    for value in values:
        found |= asks if str(value) == "True" else ~asks
    return found


def _among(model: type[Model], path: str, values: Iterable[Any]) -> Q:
    """One of these values; "" where nothing is known. Without a path nothing ever is."""
    wanted = list(values)
    if not path:
        return Q() if "" in wanted else Q(pk__in=[])
    if _is_text(model, path):
        found = Q(**{f"{path}__in": wanted})
    else:  # a key, or a number
        found = Q(**{f"{path}__in": [each for each in wanted if str(each).isdecimal()]})
    return found | Q(**{f"{path}__isnull": True}) if "" in wanted else found


def _is_text(model: type[Model], path: str) -> bool:
    at: Any = model
    for part in path.split("__"):
        try:
            field = at._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        at = field.related_model or at
    return isinstance(field, CharField)


def _in_areas(path: str, level: int, values: Sequence[str | bool]) -> Q:
    """In one of these areas, or at a place inside it; "" where the place lies in none."""
    if not path:
        return Q() if "" in values else Q(pk__in=[])
    inside = [pk for pk, *areas in places() if str(areas[level] or "") in values]
    found = Q(**{f"{path}__in": inside})
    return found | Q(**{f"{path}__isnull": True}) if "" in values else found


# By what is known of persons: in the process, for the day of birth is encrypted.


def _by_person(
    user: User, rows: QuerySet, source: RecordSource, query: RecordQuery,
    wanted: Sequence[tuple[str, Sequence[str | bool]]],
) -> set[int]:  # fmt: skip
    """The keys of the listed records of which a row is of such a person on its day."""
    listed = source.listed or "pk"
    newest = rows.order_by(f"-{source.day}", "-pk").values_list(listed, source.person, source.day)
    candidates = list(newest[:MOST_ROWS])
    people = _People(user, {person for _key, person, _day in candidates if person})
    return {
        key
        for key, person, day in candidates
        if all(
            people.value(name, person, _day_of(day, query.zone)) in values
            for name, values in wanted
        )
    }


def _day_of(at: date | datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date() if isinstance(at, datetime) else at


class _People:
    """What is known of some persons as the store of facts derives it; of others nothing."""

    def __init__(self, user: User, keys: set[int]):
        self.user = user
        self._kept = self._follow_merges(keys)
        wanted = keys | set(self._kept.values())
        rows = Person.objects.accessible_to(user).filter(pk__in=wanted).values_list(
            "pk", "ref", "sex", "nationality", "migration_status", "birth_date", "birth_year",
            "is_age_disputed",
        )  # fmt: skip
        self._known = {row[0]: row for row in rows}

    def _follow_merges(self, keys: set[int]) -> dict[int, int]:
        """Of each file that is merged into another, the one that is kept."""
        kept: dict[int, int] = {}
        looked_for = set(keys)
        while looked_for:
            found = dict(
                Merge.objects.in_force()
                .accessible_to(self.user)
                .filter(duplicate__in=looked_for)
                .values_list("duplicate_id", "kept_id")
            )
            looked_for = {each for each in found.values() if each not in kept}
            kept |= found
        return {key: self._end_of(kept, key) for key in kept}

    @staticmethod
    def _end_of(kept: dict[int, int], key: int) -> int:
        seen = {key}
        while key in kept and kept[key] not in seen:
            key = kept[key]
            seen.add(key)
        return key

    @cached_property
    def _births(self) -> dict[int, str]:
        rows = list(self._known.values())
        days = decrypt_column(
            [(row[1], row[5]) for row in rows], model=Person, field="birth_date", as_text=True
        )
        return {row[0]: day for row, day in zip(rows, days, strict=True)}

    @cached_property
    def _answers(self) -> dict[int, list[tuple[date, str]]]:
        """Of each person whether a disability is known, by the day of asking, the newest first."""
        rows = (
            WashingtonGroupAnswers.objects.accessible_to(self.user)
            .filter(person__in=self._known)
            .order_by("-asked_on", "-pk")
            .values_list("person_id", "asked_on", *DOMAINS)
        )
        found: dict[int, list[tuple[date, str]]] = {}
        for person, day, *answers in rows:
            said = _DISABILITY[has_disability(dict(zip(DOMAINS, answers, strict=True)))]
            found.setdefault(self._kept.get(person, person), []).append((day, said))
        return found

    def value(self, name: str, person: int | None, day: date) -> str | None:
        """What the store says of a row of this person; None of somebody whom the user may not
        know.
        """
        root = self._kept.get(person, person) if person else None
        if root is None:
            return {"age_band": "", "age_group": "", "disability": NOT_ASKED}.get(name, "unknown")
        row = self._known.get(root) or self._known.get(person or 0)
        if row is None:
            return None
        if name == "disability":
            answers = self._answers.get(root, ())
            return next((said for asked_on, said in answers if asked_on <= day), NOT_ASKED)
        if name in ("age_band", "age_group"):
            band = self._band(row, day)
            return band if name == "age_band" else _group_of(band)
        return {"sex": row[2], "nationality": row[3], "migration_status": row[4]}[
            name
        ] or "unknown"

    def _band(self, row: tuple, day: date) -> str:
        pk, birth_year, is_disputed = row[0], row[6], row[7]
        if is_disputed:
            return "disputed"
        born = date.fromisoformat(self._births[pk]) if self._births[pk] else None
        age = age_at(day, born, birth_year)
        if age is None or age < 0:
            return "unknown"
        return next((band for limit, band in _BANDS if age < limit), "60+")


def _group_of(band: str) -> str:
    if band == "unknown":
        return band
    return "child" if band in CHILD_BANDS else "adult"
