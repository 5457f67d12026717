"""What is measured: each page as its user asks for it, and the same rows fetched by hand."""

import gc
import statistics
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core.accounts import sessions
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Once, User
from amparo.foundation.people.search.search import search
from amparo.pillars.assistance.models import Case

from .field import taking
from .world import WITH_HISTORY

ROUNDS = 120


@dataclass(frozen=True)
class Figure:
    """One line of the report; times in milliseconds of this process."""

    what: str
    p50: float
    p95: float
    queries: int
    kilobytes: float
    floor_p50: float

    @property
    def ratio(self) -> float:
        return self.p50 / self.floor_p50 if self.floor_p50 else 0.0


def figures() -> list[dict]:
    settings.ALLOWED_HOSTS = ["*"]
    return [asdict(figure) | {"ratio": figure.ratio} for figure in _all()]


def _all() -> Iterator[Figure]:
    workers = list(User.objects.filter(cases__status="open").distinct().order_by("pk")[:30])
    heads = list(User.objects.filter(memberships__role="supervisor").order_by("pk")[:5])
    told = Case.objects.with_subject().exclude(plans=None).order_by("pk")
    cases = list(told[:WITH_HISTORY])
    yield _searching(workers)
    yield _page("Today", workers, lambda user: reverse("assistance:today"), _floor_tasks)
    mine, office = "?whose=mine", "?whose=office&status=open&risk=high"
    cases_url = reverse("assistance:cases")
    yield _page("List: my cases", workers, lambda user: cases_url + mine, _floor_list("user"))
    yield _page(
        "List: office, filtered", heads, lambda user: cases_url + office, _floor_list("office")
    )
    yield _page("Team table", heads, lambda user: reverse("assistance:team"), None)
    by_owner = {case.owner: case for case in cases if case.owner}
    yield _page(
        "Case page",
        list(by_owner),
        lambda user: reverse("assistance:case", args=[by_owner[user].ref]),
        lambda user: _fetch(_CASE_ROWS, [by_owner[user].pk]),
    )
    yield _saving("Save a note", cases, _a_note)
    yield _saving("Save a plan action", cases, _an_action)
    for what, times, asked, size in taking(_client):
        yield _figure(what, times, asked, size, [])


def _searching(users: list[User]) -> Figure:
    words = (
        "Rosa Quispe",
        "Mohamed Diallo",
        "Ana María Flores",
        "P00000017",
        "fatima",
        "Jose Perez",
    )
    for user in users:
        search(user, "warm up")
    times = []
    for turn in range(ROUNDS):
        user, text = users[turn % len(users)], words[turn % len(words)]
        times.append(_timed(partial(search, user, text)))
    with CaptureQueriesContext(connection) as seen:
        search(users[0], words[0])
    floor = [_timed(lambda: _fetch(_PEOPLE_ROWS, [])) for _turn in range(ROUNDS)]
    return _figure("people.search", times, len(seen), 0, floor)


def _page(
    what: str, users: list[User], url_of: Callable[[User], str], floor: Callable | None
) -> Figure:
    clients = {user: _client(user) for user in users}
    for user in users[:5]:
        clients[user].get(url_of(user))
    times, size = [], 0
    for turn in range(ROUNDS):
        user = users[turn % len(users)]
        url = url_of(user)
        answer: list = []
        times.append(_timed(_asking(clients[user].get, answer, url)))
        _must(answer[0].status_code == 200, what, answer[0])
        size = max(size, len(answer[0].content))
    with CaptureQueriesContext(connection) as seen:
        clients[users[0]].get(url_of(users[0]))
    turns = [users[turn % len(users)] for turn in range(ROUNDS)]
    floors = [_timed(partial(floor, user)) for user in turns] if floor else []
    return _figure(what, times, len(seen), size, floors)


def _saving(what: str, cases: list[Case], form_of: Callable) -> Figure:
    clients = {case: _client(case.owner) for case in cases if case.owner}
    times = []
    for turn in range(ROUNDS):
        case = cases[turn % len(cases)]
        url, form = form_of(case)
        answer: list = []
        times.append(_timed(_asking(clients[case].post, answer, url, form)))
        _must(answer[0].status_code in (302, 303), what, answer[0])
    url, form = form_of(cases[0])
    with CaptureQueriesContext(connection) as seen:
        clients[cases[0]].post(url, form)
    floors = [_timed(partial(_floor_save, cases[turn % len(cases)])) for turn in range(ROUNDS)]
    return _figure(what, times, len(seen), 0, floors)


def _a_note(case: Case) -> tuple[str, dict]:
    url = reverse("assistance:note-new", args=[case.ref])
    return url, {"once": uuid4(), "kind": "note", "words": "The room is quiet and warm."}


def _an_action(case: Case) -> tuple[str, dict]:
    goal = case.goals.order_by("pk")[0]
    url = reverse("assistance:action-new", args=[case.ref])
    return url, {
        "once": uuid4(),
        "goal": goal.ref,
        "words": "Ask the school for a place",
        "service_type": "education.school",
        "level": "individual",
        "responsible": case.owner.ref if case.owner else "",
        "due_on": case.office.today().isoformat(),
    }


def _floor_save(case: Case) -> None:
    """By hand, in one transaction: the row, the case it moves, its place in lists, the key."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assistance_case SET updated_at = %s WHERE id = %s", [now(), case.pk]
        )
        cursor.execute(
            "UPDATE assistance_casereach SET updated_at = %s WHERE record_id = %s",
            [now(), case.pk],
        )
        Once.objects.create(key=uuid4(), by_id=case.owner_id, verb="floor", body_hash="floor")


def _floor_tasks(user: User) -> None:
    _fetch(_TASK_ROWS, [user.pk])


def _floor_list(kind: str) -> Callable[[User], None]:
    def floor(user: User) -> None:
        holder = f"user:{user.pk}" if kind == "user" else user.places[0].holder
        _fetch(_LIST_ROWS, [holder])

    return floor


_PEOPLE_ROWS = "SELECT * FROM people_person ORDER BY id LIMIT 10"
_TASK_ROWS = (
    "SELECT t.*, c.*, p.* FROM assistance_task t JOIN assistance_case c ON c.id = t.case_id "
    "JOIN people_person p ON p.id = c.person_id "
    "WHERE t.assigned_to_id = %s AND t.is_open ORDER BY t.due_on LIMIT 50"
)
_LIST_ROWS = (
    "SELECT c.*, p.* FROM assistance_casereach r JOIN assistance_case c ON c.id = r.record_id "
    "JOIN people_person p ON p.id = c.person_id WHERE r.holder = %s AND r.status = 'open' "
    "ORDER BY r.urgency DESC, r.next_due_on, r.record_id LIMIT 26"
)
_CASE_ROWS = (
    "SELECT c.*, p.*, n.*, a.*, s.* FROM assistance_case c "
    "JOIN people_person p ON p.id = c.person_id "
    "LEFT JOIN assistance_note n ON n.case_id = c.id "
    "LEFT JOIN assistance_action a ON a.case_id = c.id AND a.id = n.id "
    "LEFT JOIN assistance_servicegiven s ON s.case_id = c.id AND s.id = n.id WHERE c.id = %s"
)


def _fetch(sql: str, parameters: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.fetchall()


def _client(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    session = client.session
    sessions.start_session(session, proof="two")
    session.save()
    return client


def _asking(ask: Callable, answer: list, *what: object) -> Callable[[], None]:
    return lambda: answer.append(ask(*what))


def _timed(do: Callable[[], object]) -> float:
    gc.disable()
    began = perf_counter()
    do()
    took = (perf_counter() - began) * 1000
    gc.enable()
    return took


def _figure(what: str, times: list[float], queries: int, size: int, floor: list[float]) -> Figure:
    return Figure(
        what,
        statistics.median(times),
        statistics.quantiles(times, n=20)[18],
        queries,
        size / 1000,
        statistics.median(floor) if floor else 0.0,
    )


def _must(holds: bool, what: str, answer) -> None:
    if not holds:
        raise SystemExit(f"{what}: answered {answer.status_code}, so nothing was measured.")
