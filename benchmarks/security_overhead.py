"""Benchmark of encryption, audit log and access rules: pages and saves with and without them.

They can be switched off here alone, inside a benchmark, in a database that is thrown away.
"""

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from unittest.mock import patch

from django.db.models import Q
from django.urls import reverse

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption import fields, values
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.permissions import rules
from amparo.foundation.core.permissions.rls import context
from amparo.pillars.assistance.cases.models import Case

from .country_data import WITH_HISTORY
from .pages import ROUNDS, _a_note, _an_action, _asking, _client, _must, _timed


@dataclass(frozen=True)
class Overhead:
    """One line: milliseconds with and without, and what the difference is in percent."""

    what: str
    with_p50: float
    without_p50: float
    with_p95: float
    without_p95: float

    @property
    def added(self) -> float:
        return 100 * (self.with_p95 / self.without_p95 - 1)

    @property
    def added_p50(self) -> float:
        return 100 * (self.with_p50 / self.without_p50 - 1)


def overheads() -> list[dict]:
    told = Case.objects.with_subject().exclude(caseplans=None).exclude(owner=None).order_by("pk")
    cases = list(told[: WITH_HISTORY // 2])
    lines = (
        _overhead("Case page", cases, _looking),
        _overhead("Save a note", cases, partial(_saving, _a_note)),
        _overhead("Save a plan action", cases, partial(_saving, _an_action)),
    )
    return [asdict(line) | {"added": line.added, "added_p50": line.added_p50} for line in lines]


@contextmanager
def without_security() -> Iterator[None]:
    """Switches protection off: nothing encrypted, nothing logged, everything visible to all."""
    opened: dict[bytes, object] = {}

    def open_already(sealed, *, kind, record, field):
        if sealed not in opened:
            opened[sealed] = values.decrypt_value(sealed, kind=kind, record=record, field=field)
        return opened[sealed]

    def leave_open(value, *, kind, record, field):
        if value is None or value == "":
            return values.EncryptedValue(b"")
        return values.EncryptedValue(values._encoded(value, kind))

    nothing: Callable = lambda *_what, **_more: AuditEntry()  # noqa: E731
    with ExitStack() as taken:
        for where, name, instead in (
            (fields, "decrypt_value", open_already),
            (fields, "encrypt_value", leave_open),
            (fields, "from_database", values.EncryptedValue),
            (log, "log_event", nothing),
            (log, "log_read", nothing),
            (log, "log_list", nothing),
            (rules, "_rule_for", lambda *_what: Q()),
            (context, "rls_user", _no_row_level_security),
        ):
            taken.enter_context(patch.object(where, name, instead))
        yield


@contextmanager
def _no_row_level_security(_user, *, by_action: bool) -> Iterator[None]:
    yield


def _overhead(what: str, cases: list[Case], doing: Callable) -> Overhead:
    """Turn by turn with and without, so that both meet the same noise."""
    clients = {case: _client(case.owner) for case in cases if case.owner}
    times: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(2 * ROUNDS + 40):
        case, kept = cases[(turn // 2) % len(cases)], turn % 2 == 0
        answer: list = []
        ask = doing(clients[case], case, answer)
        if kept:
            took = _timed(ask)
        else:
            with without_security():
                took = _timed(ask)
        _must(answer[0].status_code in (200, 302, 303), what, answer[0])
        if turn >= 40:  # the first turns open keys and caches
            times[kept].append(took)
    return Overhead(
        what, *(statistics.median(times[kept]) for kept in (True, False)),
        *(statistics.quantiles(times[kept], n=20)[18] for kept in (True, False)),
    )  # fmt: skip


def _looking(client, case: Case, answer: list) -> Callable[[], None]:
    return _asking(client.get, answer, reverse("cases:case", args=[case.ref]))


def _saving(form_of: Callable, client, case: Case, answer: list) -> Callable[[], None]:
    return _asking(client.post, answer, *form_of(case))
