"""Benchmark of figures: the night's computation, its pages, and casework while it computes.

The computation runs in a process of its own, as the worker runs it; its memory is that of this
process alone.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from time import perf_counter, process_time

from django.conf import settings
from django.db import connection
from django.urls import reverse

from amparo.foundation.core.management.commands.worker import YIELDS
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.line_list import LineList
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing
from amparo.pillars.evidence.models import Computation

from .evidence_work import figure_pages, heads, p95, work_figures
from .pages import ROUNDS, _client, _same, _timed
from .service_data import ServiceCountry

LINES = 50_000


@dataclass(frozen=True)
class Computed:
    """What one computation took."""

    what: str
    processor_s: float
    clock_s: float
    megabytes: float
    rows: int


def compute() -> dict:
    """Computes all figures in this process, and says what it took."""
    if connection.vendor != "sqlite":
        os.nice(YIELDS)
    began, spent = perf_counter(), process_time()
    computation = Computation.objects.create()
    computing.run(computation)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken = perf_counter() - began
    return asdict(Computed("Computation", process_time() - spent, taken, peak, computation.rows))


def make_data(cases: int) -> dict:
    """Builds a country of so many cases, and says what that took."""
    began, spent = perf_counter(), process_time()
    ServiceCountry(cases).build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"seconds": perf_counter() - began, "processor_s": process_time() - spent}


def computation_figures() -> dict:
    """Measures the figures of the country that is there."""
    settings.ALLOWED_HOSTS = ["*"]
    return {
        "database": connection.display_name,
        "services": ServiceProvided.objects.count(), "computed": _computed(),
        "work": work_figures(), "figures": [asdict(each) for each in figure_pages()],
        "beside": list(_casework_while_it_computes()), "lines": _lines(),
    }  # fmt: skip


def _start() -> subprocess.Popen:
    command = [sys.executable, "-m", "amparo", "benchmark", "--inside-computing", "1"]
    connection.close()
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ)


def _result_of(process: subprocess.Popen) -> dict:
    said, _errors = process.communicate()
    if process.returncode:
        raise SystemExit("The computation ended without figures.")
    return json.loads(said.splitlines()[-1])


def _computed() -> dict:
    return _result_of(_start())


# Casework beside it.


def _casework() -> list[tuple[str, Callable[[], object]]]:
    """What a caseworker asks for, each turn as another of them."""
    told = Case.objects.exclude(caseplans=None).exclude(owner=None).select_related("owner")
    by_owner = {case.owner: case for case in told.order_by("pk")[:60] if case.owner}
    clients = {user: _client(user) for user in by_owner}
    users = list(by_owner)
    turn = iter(range(1_000_000))

    def ask(url_of: Callable[[User], str]) -> None:
        user = users[next(turn) % len(users)]
        answer = clients[user].get(url_of(user))
        if answer.status_code != 200:
            raise SystemExit(f"Answered {answer.status_code}, so nothing was measured.")

    mine = reverse("cases:cases") + "?whose=mine"
    return [
        ("Today", partial(ask, partial(_same, reverse("cases:today")))),
        ("List: my cases", partial(ask, partial(_same, mine))),
        ("Case page", partial(ask, lambda user: by_owner[user].get_absolute_url())),
    ]


def _casework_while_it_computes() -> Iterator[dict]:
    asked = _casework()
    for _what, ask in asked * 5:
        ask()
    alone = {what: [_timed(ask) for _turn in range(ROUNDS)] for what, ask in asked}
    beside: dict[str, list[float]] = {what: [] for what, _ask in asked}
    process = _start()
    while process.poll() is None:
        for what, ask in asked:
            beside[what].append(_timed(ask))
    _result_of(process)
    for what, times in alone.items():
        before, after = p95(times), p95(beside[what])
        yield {
            "what": what, "turns": len(beside[what]), "alone": before, "beside": after,
            "ratio": after / before,
        }  # fmt: skip


# The line list.


def _lines() -> list[dict]:
    """Rows a second of a list with names, and of one without, as a data officer takes it."""
    head = heads()[0]
    office = head.memberships_held[0].office
    officer = User.objects.invite("officer@bench.example", "Officer", by=None)
    officer.add_role("data_officer", by=None, office=office)
    cases = list(Case.objects.filter(team__office=office).values_list("pk", flat=True)[:LINES])
    found = []
    for what, user in (("With names", head), ("Without names", officer)):
        for form in ("csv", "xlsx"):
            began, spent = perf_counter(), process_time()
            chunks, _kind = LineList(user, cases).chunks(form)
            size = sum(map(len, chunks))
            took = perf_counter() - began
            found.append({
                "what": f"{what}, {form}", "rows": len(cases), "rows_a_second": len(cases) / took,
                "of_processor": len(cases) / (process_time() - spent), "kB": size / 1000,
            })  # fmt: skip
    return found
