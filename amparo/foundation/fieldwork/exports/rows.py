"""The answers that a user may export, in batches: memory stays the same however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo_xforms import Question

from ..answers import AnswerModel, MayRead, may_read
from ..extension_points import answer_models
from ..form_problems import TooMuch
from ..models import Form, FormVersion
from ..submissions import to_json_value
from .tables import Table, TableOptions, build_tables

BATCH_SIZE = 1000


@dataclass(slots=True)
class AnswerRecord:
    """One set of answers, and what is said of it."""

    ref: UUID
    at: datetime
    version: str
    state: str
    findings: list[dict[str, str]]
    values: dict[str, Any]
    hidden: frozenset[str]

    @property
    def odd(self) -> list[str]:
        """The questions whose answers are odd; what is odd about the whole, by its kind."""
        return [each["path"].rpartition("/")[2] or each["kind"] for each in self.findings]


@dataclass
class Export:
    """All answers to a form that somebody may take out, between two moments."""

    form: Form
    user: User
    wanted: TableOptions
    since: datetime | None
    # What arrives while it goes on is not in it: each table sees the same answers.
    until: datetime
    # By the clock of who asks: when rows leave, the page has long been answered.
    zone: tzinfo = field(default_factory=get_current_timezone)

    @cached_property
    def versions(self) -> list[FormVersion]:
        return list(self.form.versions.defer("source").order_by("-at", "-pk"))

    @cached_property
    def tables(self) -> list[Table]:
        allowed = [self._may(place) for place in answer_models]
        forms = (version.opened for version in self.versions)
        return build_tables(
            forms, self.wanted, lambda question: any(may(question) for may in allowed)
        )

    def count(self) -> int:
        return sum(self._rows(place, None).order_by().count() for place in answer_models)

    def answers(self) -> Iterator[AnswerRecord]:
        for version in reversed(self.versions):
            for place in answer_models:
                yield from self._of(place, version)

    def rows(self, table: Table) -> Iterator[list[Any]]:
        for each in self.answers():
            if table.is_main:
                own = [
                    str(each.ref), self.moment(each), each.version, each.state,
                    " ".join(each.odd),
                ]  # fmt: skip
                yield own + table.cells(each.values, each.hidden)
            else:
                for number, row in table.rows_in(each.values):
                    yield [str(each.ref), number, *table.cells(row, each.hidden)]

    def moment(self, each: AnswerRecord) -> str:
        return each.at.astimezone(self.zone).isoformat(timespec="seconds")

    def _may(self, place: AnswerModel) -> MayRead:
        return may_read(place.classes(self.user))

    def _rows(self, place: AnswerModel, version: FormVersion | None) -> QuerySet:
        rows = place.open_to(self.user).filter(at__lt=self.until)
        if self.since:
            rows = rows.filter(at__gte=self.since)
        return rows.filter(version=version) if version else rows.filter(version__form=self.form)

    def _of(self, place: AnswerModel, version: FormVersion) -> Iterator[AnswerRecord]:
        hidden = self._hidden(place, version)
        has_state = any(each.name == place.state for each in place.model._meta.fields)
        columns = ["pk", "ref", "at", "findings", "values", *([place.state] * has_state)]
        query = self._rows(place, version).order_by("at", "pk").values_list(*columns)
        last: tuple | None = None
        while True:
            # The wall stands while they are fetched, and no transaction waits for who reads them.
            with rls_user(self.user, by_action=False):
                there = query.filter(_beyond(last)) if last else query
                found = list(there[:BATCH_SIZE])
                sealed = [(row[1], row[4]) for row in found]
                opened = decrypt_column(sealed, model=place.model, field="values")
                values = [
                    each if each is not None else _evaluated(place, row[0])
                    for each, row in zip(opened, found, strict=True)
                ]
            for row, each in zip(found, values, strict=True):
                if each is not None:
                    state = row[5] if has_state else place.state
                    yield AnswerRecord(
                        row[1], row[2], version.version, state, row[3], each, hidden
                    )
            if len(found) < BATCH_SIZE:
                return
            last = (found[-1][2], found[-1][0])

    def _hidden(self, place: AnswerModel, version: FormVersion) -> frozenset[str]:
        may = self._may(place)
        return frozenset(
            each.path for each in version.opened.questions() if not each.is_meta and not may(each)
        )


def _beyond(last: tuple) -> Q:
    at, pk = last
    return Q(at__gt=at) | Q(at=at, pk__gt=pk)


def _evaluated(place: AnswerModel, pk: int) -> dict[str, Any] | None:
    """What no evaluation kept: a record that has just arrived, or is more than we read."""
    try:
        outcome = place.work_out(place.model._default_manager.get(pk=pk))
    except TooMuch:
        return {}
    return None if outcome is None else to_json_value(outcome.answers)


def batch_rows(rows: Iterator[list[Any]]) -> Iterator[tuple[list[Any], ...]]:
    """A few hundred rows for each piece that leaves."""
    return batched(rows, 500, strict=False)


def readable_values(
    values: dict[str, Any], group: Question, hidden: frozenset[str]
) -> dict[str, Any]:
    """The answers without those that are not for this reader, as nested as the form."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        question = group.children.get(name)
        if question is None or question.path in hidden:
            continue
        if question.is_repeat:
            kept[name] = [readable_values(row, question, hidden) for row in value]
        elif question.children:
            kept[name] = readable_values(value, question, hidden)
        else:
            kept[name] = _number(value) if question.sort == "decimal" else value
    return kept


def _number(value: Any) -> Any:
    """A decimal as a number, where a number says it to the last digit."""
    if not isinstance(value, str):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return number if len(value.strip("-0").replace(".", "")) <= 15 else value
