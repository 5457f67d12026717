"""The closed grammar of definitions: count, share or median, of a fact, where, by.

A definition is data (JSON), never SQL:

    {"count": "persons", "of": "services", "where": {"kind": ["trafficking"]}, "by": ["sex"]}
    {"count": "referrals", "of": "referrals", "share": {"is_received": [true]}, "by": ["office"]}
    {"median": "days", "of": "referrals", "where": {"is_answered": [true]}, "by": []}

A share is a narrower filter of what is counted, so it never exceeds one. Totals and margins are
counted, never summed. A breakdown that `by` does not list is refused, in words.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.measures import PERSONS, ColumnType, Fact

from .store import DERIVED

type Filter = tuple[tuple[str, tuple[str | bool, ...]], ...]

# Breakdowns that hold who somebody is; with others than these of one kind a cell names somebody.
_KEYS = {"count", "median", "of", "where", "share", "by"}
MOST_VALUES, MOST_BREAKDOWNS = 60, 12


class DefinitionError(ValueError):
    """A definition that cannot be counted; `words` say in the reader's language what to mend."""

    def __init__(self, words: str | Promise, **values: str):
        super().__init__(words)
        self.words, self.values = words, values

    def __str__(self) -> str:
        return str(self.words) % self.values if self.values else str(self.words)


@dataclass(frozen=True)
class Definition:
    """What is counted; made by `parse`, which checks it. Equal definitions have equal hashes."""

    fact: str
    unit: str = ""  # "" for a median
    median: str = ""
    where: Filter = ()
    share: Filter = ()
    by: tuple[str, ...] = ()
    _hash: str = field(default="", compare=False, repr=False)

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Returns the definition that `data` says; raises DefinitionError."""
        if not isinstance(data, Mapping) or not {"of"} <= set(data) <= _KEYS:
            raise DefinitionError(_("A definition says what is counted, of what, where and by."))
        fact = facts.get(data["of"]) if isinstance(data["of"], str) else None
        if fact is None:
            raise DefinitionError(_("There is no fact named “%(name)s”."), name=str(data["of"]))
        if ("count" in data) == ("median" in data):
            raise DefinitionError(_("Choose one: a count, or a median."))
        unit, median = str(data.get("count", "")), str(data.get("median", ""))
        if unit and unit not in fact.unit_names:
            raise DefinitionError(_("“%(name)s” cannot be counted of this."), name=unit)
        if median and fact.column_types.get(median) is not ColumnType.NUMBER:
            raise DefinitionError(_("A median needs a number: “%(name)s” is none."), name=median)
        share = _filter(fact, data.get("share", {}))
        if median and share:
            raise DefinitionError(_("A median has no share."))
        where = _filter(fact, data.get("where", {}))
        if {name for name, _values in share} & {name for name, _values in where}:
            raise DefinitionError(
                _("The share and the whole are narrowed by the same: it would be all or nothing.")
            )
        return cls(
            fact=fact.name, unit=unit, median=median, where=where, share=share,
            by=_breakdowns(fact, data.get("by", [])),
        )  # fmt: skip

    @property
    def data(self) -> dict[str, Any]:
        """The definition as canonical data: `parse` of it is this definition again."""
        said: dict[str, Any] = {"of": self.fact, "by": list(self.by)}
        said |= {"median": self.median} if self.median else {"count": self.unit}
        for name, narrowed in (("where", self.where), ("share", self.share)):
            if narrowed:
                said[name] = {column: list(values) for column, values in narrowed}
        return said

    @property
    def hash(self) -> str:
        """The version: what counts otherwise has another hash; texts have no part in it."""
        return sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()

    @property
    def counts_persons(self) -> bool:
        return self.unit == PERSONS

    def check_breakdown(self, names: tuple[str, ...]) -> None:
        """Raises DefinitionError where one of them is not listed, or one is named twice."""
        for name in names:
            if name not in self.by:
                raise DefinitionError(
                    _("This figure may not be broken down by “%(name)s”."), name=name
                )
        if len(set(names)) != len(names):
            raise DefinitionError(_("A breakdown is named once."))


def _filter(fact: Fact, data: Any) -> Filter:
    if not isinstance(data, Mapping):
        raise DefinitionError(_("A filter says a name and its values."))
    narrowed = []
    for name, values in sorted(data.items()):
        type_ = _type_of(fact, name)
        chosen = values if isinstance(values, list) else [values]
        is_right = bool if type_ is ColumnType.FLAG else str
        if (
            not chosen
            or len(chosen) > MOST_VALUES
            or not all(isinstance(value, is_right) for value in chosen)
        ):
            raise DefinitionError(_("“%(name)s” needs one or more of its values."), name=name)
        narrowed.append((name, tuple(sorted(set(chosen), key=str))))
    return tuple(narrowed)


def _type_of(fact: Fact, name: Any) -> ColumnType:
    if name == "is_restricted":
        return ColumnType.FLAG
    type_ = ColumnType.CODE if name in DERIVED else fact.column_types.get(name)
    if type_ is None or type_ is ColumnType.NUMBER:
        raise DefinitionError(_("This fact has no “%(name)s” to narrow by."), name=str(name))
    return type_


def _breakdowns(fact: Fact, data: Any) -> tuple[str, ...]:
    if not isinstance(data, list) or len(data) > MOST_BREAKDOWNS:
        raise DefinitionError(_("Breakdowns are a list of at most twelve names."))
    for name in data:
        _type_of(fact, name)
    return tuple(sorted(set(data)))
