"""Tables of an export: one for the form and one for each repeated group, a column a question.

Pure Python. A table holds typed values as `submissions.to_json_value` writes them.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from amparo_xforms import Form, Question
from amparo_xforms.evaluator import EvaluationContext
from amparo_xforms.validation import CannotTell
from amparo_xforms.values import Node

from ..form_problems import convert_error

Take = Callable[[Any], Any]
_KINDS = {
    "int": "int", "decimal": "decimal", "boolean": "boolean", "date": "date",
    "dateTime": "moment", "time": "time",
}  # fmt: skip
_MULTIPLE_TYPES = ("select_multiple", "rank")
_PLACE = ("latitude", "longitude", "altitude", "accuracy")


@dataclass(frozen=True)
class Column:
    """One column: `steps` lead to the answer, `take` makes a cell of it."""

    name: str
    title: str
    kind: str = "text"
    path: str = ""
    steps: tuple[str, ...] = ()
    take: Take | None = None


@dataclass
class Table:
    """The columns of the form, or of one repeated group."""

    name: str
    path: str
    own: tuple[Column, ...]  # what it says of each row, before the answers
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def all(self) -> list[Column]:
        return [*self.own, *self.columns.values()]

    @property
    def is_main(self) -> bool:
        return self.path.count("/") == 1

    def titles(self) -> list[str]:
        """No two alike: a reader of tables would take them for one."""
        found: dict[str, None] = {}
        for each in self.all:
            title, number = each.title, 2
            if title in found:
                title = f"{each.title} ({each.name})"
            while title in found:
                title, number = f"{each.title} ({each.name} {number})", number + 1
            found[title] = None
        return list(found)

    def cells(self, answers: dict[str, Any], hidden: frozenset[str] = frozenset()) -> list[Any]:
        row: list[Any] = []
        for name, above, take, path in self._ways:
            place: Any = answers
            for step in above:
                place = place.get(step) if place.__class__ is dict else None
            value = place.get(name) if place.__class__ is dict else None
            if value is None or path in hidden:
                row.append(None)
            else:
                row.append(take(value) if take else value)
        return row

    @cached_property
    def _ways(self) -> list[tuple[str, tuple[str, ...], Take | None, str]]:
        """How each cell is reached: laid out once, for it is asked of every row."""
        return [
            (each.steps[-1], each.steps[:-1], each.take, each.path)
            for each in self.columns.values()
        ]

    def rows_in(self, answers: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each row of the repeated group, under its number; inside another, `2.1`."""
        yield from _rows(self.path.split("/")[2:], answers, "")


def _rows(steps: list[str], place: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not steps:
        if isinstance(place, dict):
            yield at, place
        return
    below = place.get(steps[0]) if isinstance(place, dict) else None
    if not isinstance(below, list):
        yield from _rows(steps[1:], below, at)
        return
    for number, row in enumerate(below, 1):
        yield from _rows(steps[1:], row, f"{at}.{number}" if at else str(number))


@dataclass(frozen=True)
class TableOptions:
    """How the tables are to be: with words or codes, and whether each choice has its column."""

    language: str = ""
    splits: bool = False


RECORD_COLUMNS = (
    Column("_ref", "_ref"), Column("_arrived", "_arrived", "moment"),
    Column("_version", "_version"), Column("_state", "_state"), Column("_odd", "_odd"),
)  # fmt: skip
ROW_COLUMNS = (Column("_ref", "_ref"), Column("_row", "_row"))


def build_tables(
    forms: Iterable[Form], wanted: TableOptions, may: Callable[[Question], bool]
) -> list[Table]:
    """The columns of all versions, the newest first: what only an older one asked comes last."""
    found: dict[str, Table] = {}
    for form in forms:
        making = _TableBuilder(form, wanted, found)
        for question in form.questions():
            making.take(question, may)
    return list(found.values())


class _TableBuilder:
    def __init__(self, form: Form, wanted: TableOptions, found: dict[str, Table]):
        self._form, self._wanted, self._found = form, wanted, found
        self._root = Node(form.root.name, None, form.root)
        self._world = EvaluationContext(
            form, self._root, datetime.now(UTC), wanted.language, fills=True,
            convert_error=convert_error,
        )  # fmt: skip

    def take(self, question: Question, may: Callable[[Question], bool]) -> None:
        if question.is_meta:
            return
        if question.parent is None or question.is_repeat:
            own = RECORD_COLUMNS if question.parent is None else ROW_COLUMNS
            self._found.setdefault(question.path, Table(question.name, question.path, own))
        elif not question.is_group and not _is_note(question) and may(question):
            table = self._found[_repeat_of(question).path]
            for column in self._columns(question, table):
                table.columns.setdefault(column.name, column)

    def _columns(self, question: Question, table: Table) -> Iterator[Column]:
        steps = question.names[table.path.count("/") :]
        name, title = "/".join(steps), self._title(question) or "/".join(steps)
        labels = self._labels(question) if question.choices else {}
        if question.sort == "geopoint":
            for number, each in enumerate(_PLACE):
                own = f"{name}_{each}"
                said = f"{title} ({each})" if self._wanted.language else own
                take = _part_of_a_place(number)
                yield Column(own, said, "decimal", question.path, steps, take)
        elif question.sort in _MULTIPLE_TYPES:
            words = labels if self._wanted.language else {}
            yield Column(name, title, "text", question.path, steps, _listed(words))
            for code, label in labels.items() if self._wanted.splits else ():
                yield Column(
                    f"{name}/{code}", f"{title}: {label}" if words else f"{name}/{code}",
                    "boolean", question.path, steps, _holds(code),
                )  # fmt: skip
        else:
            speaks = bool(labels) and bool(self._wanted.language)
            only = _named(labels) if speaks else _TAKES.get(question.sort)
            kind = _KINDS.get(question.sort, "text")
            yield Column(name, title, kind, question.path, steps, only)

    def _title(self, question: Question) -> str:
        if not self._wanted.language or question.label is None:
            return ""
        return " ".join(question.label.say(self._wanted.language).split())

    def _labels(self, question: Question) -> dict[str, str]:
        here = Node(question.name, self._root, question)
        try:
            choices = self._world.choices_of(question, here, filtered=False)
        except CannotTell:
            return {}
        return {each.name: each.label or each.name for each in choices}


def _repeat_of(question: Question) -> Question:
    """The repeated group that it stands in, or the form."""
    place = question.parent
    while place is not None and place.parent is not None and not place.is_repeat:
        place = place.parent
    assert place is not None  # noqa: S101 - only the form itself has no parent
    return place


def _is_note(question: Question) -> bool:
    """A note: words, and nothing to answer."""
    rule = question.readonly
    is_fixed = rule is not None and rule.source.replace(" ", "") == "true()"
    return is_fixed and question.calculate is None and question.control == "input"


def _named(labels: dict[str, str]) -> Take:
    return lambda value: labels.get(value, value) if isinstance(value, str) else value


def _listed(labels: dict[str, str]) -> Take:
    if not labels:
        return lambda value: " ".join(value) if isinstance(value, list) else value

    def take(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "; ".join(labels.get(each, str(each)) for each in value)

    return take


def _holds(code: str) -> Take:
    return lambda value: code in value if isinstance(value, list) else None


def _part_of_a_place(number: int) -> Take:
    def take(value: Any) -> Any:
        if not isinstance(value, dict):
            return value if number == 0 else None  # as it was written, where it is no place
        if number == 3:
            return value.get("accuracy")
        at = (1, 0, 2)[number]
        coordinates = value.get("coordinates") or ()
        return coordinates[at] if at < len(coordinates) else None

    return take


def _as_json(value: Any) -> Any:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


_TAKES: dict[str, Take] = {"geotrace": _as_json, "geoshape": _as_json}
