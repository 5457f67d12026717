"""Work of evidence beside the night's computation: pages, tables somebody asks for, data quality.

Each says its processor time beside the clock, since other work on a machine lengthens only the
clock. On PostgreSQL that is the time of this process: the database's own is not in it.
"""

import gc
import statistics
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from time import perf_counter, process_time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core.models import User
from amparo.foundation.data_quality import runs
from amparo.foundation.data_quality.models import DataIssue
from amparo.pillars.evidence import cross_tables
from amparo.pillars.evidence.engine import Period
from amparo.pillars.evidence.figures import Figures, earlier
from amparo.pillars.evidence.models import Computation, CrossTable, Indicator

from .pages import ROUNDS, _client

INDICATOR = "OPT-1"
# The night stores the first; the second is counted when somebody asks.
STORED = ("age_band", "sex")
ASKED = ("service", "age_group", "sex")


@dataclass(frozen=True)
class PageFigure:
    """A page as several users ask for it in turn; times in milliseconds of this process."""

    what: str
    p50: float
    p95: float
    processor_p50: float
    processor_p95: float
    queries: int
    kilobytes: float


@dataclass(frozen=True)
class Work:
    """Work of the worker, in seconds; `rows` is how many it made or found."""

    what: str
    processor_s: float
    clock_s: float
    rows: int


def heads() -> list[User]:
    return list(User.objects.filter(memberships__role="supervisor").order_by("pk")[:5])


def measure_page(what: str, users: list[User], url: str) -> PageFigure:
    """The page, for each of these users by turns, after each has seen it once."""
    clients = [_client(user) for user in users]
    for client in clients:
        client.get(url)
    clock, processor, size = [], [], 0
    for turn in range(ROUNDS):
        gc.disable()
        began, spent = perf_counter(), process_time()
        answer = clients[turn % len(clients)].get(url)
        processor.append((process_time() - spent) * 1000)
        clock.append((perf_counter() - began) * 1000)
        gc.enable()
        if answer.status_code != 200:
            raise SystemExit(f"{what}: answered {answer.status_code}, so nothing was measured.")
        size = max(size, len(answer.content))
    with CaptureQueriesContext(connection) as seen:
        clients[0].get(url)
    return PageFigure(
        what, statistics.median(clock), p95(clock), statistics.median(processor), p95(processor),
        len(seen), size / 1000,
    )  # fmt: skip


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


def measure_work(what: str, do: Callable[[], int]) -> Work:
    began, spent = perf_counter(), process_time()
    rows = do()
    return Work(what, process_time() - spent, perf_counter() - began, rows)


def figure_pages() -> Iterator[PageFigure]:
    """The pages of figures, and the same without what was drawn before."""
    users = heads()
    yield measure_page("Evidence", users, reverse("evidence:home"))
    yield measure_page("Indicator", users, reverse("evidence:indicator", args=[INDICATOR]))
    yield measure_page("Indicators", users, reverse("evidence:indicators"))
    yield measure_page("Cross table, stored", users[:1], _table_url(*STORED))
    yield measure_page("Cross table, counted", users[:1], _table_url(*ASKED))


def _table_url(*names: str) -> str:
    url = reverse("evidence:cross-table", args=[INDICATOR])
    places = zip(("rows", "columns", "groups"), names, strict=False)
    return f"{url}?{'&'.join(f'{place}={name}' for place, name in places)}"


def count_table() -> int:
    """Counts a table of three breakdowns of the last whole month, as the worker does."""
    [head] = heads()[:1]
    office = head.memberships_held[0].in_office
    version = Indicator.objects.get(code=INDICATOR).version
    computation = Computation.objects.in_force()
    if version is None or computation is None:
        raise SystemExit("Nothing was computed.")
    month = earlier(office.today(), 1)
    table = CrossTable.ask(
        version, by=head, office=office, names=ASKED, computation=computation,
        is_with_branches=False, month=month,
    )  # fmt: skip
    cross_tables.compute_table(table)
    table.refresh_from_db()
    if not table.finished_at:
        raise SystemExit("The table was not counted.")
    return len(Figures(table.figures or {}).cells(Period.MONTH, month, ASKED))


def work_figures() -> list[dict]:
    """A cross table, and two nights of data quality checks: of a first one, and of the next."""

    def check() -> int:
        runs.run_all()
        return DataIssue.objects.open().count()

    return [
        asdict(measure_work("Cross table of three breakdowns", count_table)),
        asdict(measure_work("Data quality checks, first night", check)),
        asdict(measure_work("Data quality checks, next night", check)),
    ]
