"""Benchmark of pages as their users ask for them, beside the same rows fetched by hand."""

import gc
import statistics
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core.accounts import sessions
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import IdempotencyKey, User
from amparo.foundation.core.search import SearchInput, search_all
from amparo.foundation.people.search.search import search
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import ACTIVE_STATUSES
from amparo.pillars.assistance.child_protection.models import UnaccompaniedChild
from amparo.pillars.assistance.counter_trafficking.models import TraffickingRecord
from amparo.pillars.assistance.family_tracing.models import TracingRequest
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant
from amparo.pillars.assistance.reintegration.models import ReintegrationPlan
from amparo.pillars.assistance.returns.models import ReturnJourney
from amparo.pillars.assistance.surveys.models import ScheduledSurvey, SurveyResponse
from amparo.ui.responses import RUNS_SCRIPTS

from .country_data import WITH_HISTORY
from .devices import caseload_figures

ROUNDS = 120
# Lists of a whole office, each by what it costs: a filter that finds much, little, and nothing; an
# order without a filter; the values of a filter; a condition on other records.
FILTERED = {
    "List: by sex": "&sex=female",
    "List: by nationality": "&nationality=BD",
    "List: by three, few found": "&nationality=BD&sex=male&age=60%2B",
    "List: nobody found": "&nationality=NZ",
    "List: opened last": "&order=opened",
    "List: nationalities": "&choose=nationality",
    "List: by need": "&need=education",
    "List: by flag": "&flag=any",
}


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
    told = Case.objects.with_subject().exclude(caseplans=None).order_by("pk")
    cases = list(told[:WITH_HISTORY])
    yield _searching(workers)
    yield _searching_everything(workers)
    yield _page("Today", workers, lambda user: reverse("cases:today"), _floor_tasks)
    mine, office = "?whose=mine", "?whose=office&status=open&risk=high"
    cases_url = reverse("cases:cases")
    yield _page("List: my cases", workers, lambda user: cases_url + mine, _floor_list("user"))
    yield _page(
        "List: office, filtered", heads, lambda user: cases_url + office, _floor_list("office")
    )
    for what, query in FILTERED.items():
        yield _page(what, heads, partial(_office_list, query), None)
    yield _page("Team table", heads, lambda user: reverse("cases:team"), None)
    yield from _case_pages({case.owner: case for case in cases if case.owner})
    yield _saving("Save a note", cases, _a_note)
    yield _saving("Save a plan action", cases, _an_action)
    for what, times, asked, size in caseload_figures(_client):
        yield _figure(what, times, asked, size, [])


def _case_pages(cases: dict[User, Case]) -> Iterator[Figure]:
    """What a browser asks for: the first screens, then the lower part; and the page that is whole
    without scripts.
    """
    users = list(cases)

    def url_of(user: User) -> str:
        return reverse("cases:case", args=[cases[user].ref])

    def floor(user: User) -> None:
        _fetch(_CASE_ROWS, [cases[user].pk])

    yield _page("Case page", users, url_of, floor, session={RUNS_SCRIPTS: True})
    yield _page("Case page: lower part", users, url_of, None, headers={"hx-request": "true"})
    yield _page("Case page: whole", users, lambda user: f"{url_of(user)}?all", floor)


def _office_list(query: str, user: User) -> str:
    return f"{reverse('cases:cases')}?whose=office{query}"


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


def _searching_everything(users: list[User]) -> Figure:
    """All but people, beside the services fetched by hand; long and mixed texts among them."""
    texts = (
        "albergue",
        "مأوى",
        "referrals",
        "health clinic",
        "zzz",
        "Ж中文 عربي " * 16,
        "a " * 100,
    )
    for user in users:
        _search_all(user, "warm up")
    times = []
    for turn in range(ROUNDS):
        user, text = users[turn % len(users)], texts[turn % len(texts)]
        times.append(_timed(partial(_search_all, user, text)))
    with CaptureQueriesContext(connection) as seen:
        _search_all(users[0], texts[0])
    floor = [_timed(lambda: _fetch(_SERVICE_ROWS, [])) for _turn in range(ROUNDS)]
    return _figure("Search: all but people", times, len(seen), 0, floor)


def _search_all(user: User, text: str) -> None:
    search_all(user, SearchInput.parse(text), limit=8)


def _page(
    what: str, users: list[User], url_of: Callable[[User], str], floor: Callable | None,
    *, session: dict[str, Any] | None = None, headers: dict[str, str] | None = None,
) -> Figure:  # fmt: skip
    clients = {user: _client(user, session, headers) for user in users}
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
    url = reverse("cases:note-new", args=[case.ref])
    return url, {"once": uuid4(), "kind": "note", "text": "The room is quiet and warm."}


def _an_action(case: Case) -> tuple[str, dict]:
    goal = case.goals.order_by("pk")[0]
    url = reverse("planning:action-new", args=[case.ref])
    return url, {
        "once": uuid4(),
        "goal": goal.ref,
        "text": "Ask the school for a place",
        "service_type": "education.school",
        "level": "individual",
        "responsible": case.owner.ref if case.owner else "",
        "due_on": case.office.today().isoformat(),
    }


def _floor_save(case: Case) -> None:
    """By hand, in one transaction: the row, the case it moves, its place in lists, the key."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET updated_at = %s WHERE id = %s", [now(), case.pk])
        cursor.execute(
            "UPDATE cases_caseaccessgrant SET updated_at = %s WHERE record_id = %s",
            [now(), case.pk],
        )
        IdempotencyKey.objects.create(
            key=uuid4(), by_id=case.owner_id, verb="floor", body_hash="floor"
        )


def _floor_tasks(user: User) -> None:
    _fetch(_TASK_ROWS, [user.pk])


def _floor_list(kind: str) -> Callable[[User], None]:
    def floor(user: User) -> None:
        grantee = f"user:{user.pk}" if kind == "user" else user.memberships_held[0].grantee
        _fetch(_LIST_ROWS, [grantee])

    return floor


_PEOPLE_ROWS = "SELECT * FROM people_person ORDER BY id LIMIT 10"
_SERVICE_ROWS = "SELECT id, search_text FROM directory_service"
_TASK_ROWS = (
    "SELECT t.*, c.*, p.* FROM cases_task t JOIN cases_case c ON c.id = t.case_id "
    "JOIN people_person p ON p.id = c.person_id "
    "WHERE t.assigned_to_id = %s AND t.done_at IS NULL ORDER BY t.due_on LIMIT 50"
)
_LIST_ROWS = (
    "SELECT c.*, p.* FROM cases_caseaccessgrant r JOIN cases_case c ON c.id = r.record_id "
    "JOIN people_person p ON p.id = c.person_id WHERE r.grantee = %s AND r.status = 'open' "
    "ORDER BY r.urgency DESC, r.next_due_on, r.record_id LIMIT 26"
)
_CASE_ROWS = (
    "SELECT c.*, p.*, n.*, a.*, s.* FROM cases_case c "
    "JOIN people_person p ON p.id = c.person_id "
    "LEFT JOIN cases_note n ON n.case_id = c.id "
    "LEFT JOIN planning_action a ON a.case_id = c.id AND a.id = n.id "
    "LEFT JOIN services_serviceprovided s ON s.case_id = c.id AND s.id = n.id WHERE c.id = %s"
)


def _fetch(sql: str, parameters: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.fetchall()


def _client(
    user: User, session: dict[str, Any] | None = None, headers: dict[str, str] | None = None
) -> Client:
    client = Client(headers={"host": "localhost", **(headers or {})})
    client.force_login(user)
    kept = client.session
    sessions.start_session(kept, proof="two")
    kept.update(session or {})
    kept.save()
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


# Pages of programmes: each list that one works through, and a page of each kind.

# Of each list: what it is called, who reads it, where it lies, and what is asked of it.
LISTS = (
    ("Today", "worker", "cases:today", ""),
    ("Waiting for me", "head", "cases:waiting", ""),
    ("Returns", "head", "returns:index", ""),
    ("Returns: mine", "worker", "returns:index", "?whose=mine"),
    ("Returns: standing still", "head", "returns:index", "?at=still"),
    ("Returns: came home", "head", "returns:index", "?at=home"),
    ("Who departs on a day", "head", "returns:departures", ""),
    ("Plans to agree", "head", "reintegration:plans", "?waits=agree&whose=team"),
    ("Plans to review", "head", "reintegration:plans", "?waits=review&whose=team"),
    ("Plans overdue", "head", "reintegration:plans", "?waits=late&whose=team"),
    ("Plans to agree: mine", "worker", "reintegration:plans", "?waits=agree&whose=mine"),
    ("Rounds due", "head", "surveys:due", ""),
    ("Rounds due: mine", "worker", "surveys:due", ""),
    ("Prompts of surveys", "head", "surveys:prompts", ""),
    ("Grants that wait", "head", "payments:grants", ""),
    ("Out of exploitation", "head", "counter_trafficking:ways", ""),
    ("… time to reflect ends", "head", "counter_trafficking:ways", "?waits=reflection"),
    ("… figures", "head", "counter_trafficking:figures", ""),
    ("Searches for a family", "head", "family_tracing:requests", ""),
    ("Children alone", "head", "child_protection:children", ""),
    ("Children alone: mine", "worker", "child_protection:children", "?whose=mine"),
)
FOR_EACH = 30


def journey_figures() -> list[dict]:
    """Every list and page of the journeys, as those who work with them read them."""
    settings.ALLOWED_HOSTS = ["*"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [asdict(figure) for figure in (*_lists(), *_journey_pages())]


def _lists() -> Iterator[Figure]:
    readers = {
        "worker": list(
            User.objects.filter(cases__status__in=ACTIVE_STATUSES).distinct()[:FOR_EACH]
        ),
        "head": list(User.objects.filter(memberships__role="supervisor").order_by("pk")[:5]),
    }
    for what, who, route, asked in LISTS:
        url = reverse(route) + asked
        yield _page(what, readers[who], partial(_same, url), None)


def _same(url: str, _user: User) -> str:
    return url


def _journey_pages() -> Iterator[Figure]:
    """Each kind as whoever accompanies the case reads it."""
    going = ReturnJourney.objects.filter(state="preparing")
    plans = ReintegrationPlan.objects.filter(state="agreed")
    held = SurveyResponse.objects.exclude(case__status="closed")
    yield _of_each("Case of a return", going, lambda each: each.case.get_absolute_url())
    yield _of_each("Return", going, lambda each: each.get_absolute_url())
    yield _of_each(
        "Reintegration plan",
        plans,
        lambda each: reverse("reintegration:plan", args=[each.case.ref]),
    )
    yield _of_each("Surveys of a case", held, lambda each: _of_case("surveys:case", each))
    yield _of_each(
        "Round of a survey", held,
        lambda each: reverse("surveys:round", args=[each.case.ref, each.ref]),
    )  # fmt: skip
    grants = AssistanceGrant.objects.filter(state="asked")
    yield _of_each("Grants of a case", grants, lambda each: _of_case("payments:case-grants", each))
    yield _of_each("Grant", grants, lambda each: each.get_absolute_url())
    yield _of_each(
        "Way out", TraffickingRecord.objects.all(), lambda each: each.get_absolute_url()
    )
    searches = TracingRequest.objects.exclude(state="closed")
    yield _of_each("Search for a family", searches, lambda each: each.get_absolute_url())
    yield _of_each(
        "Child alone", UnaccompaniedChild.objects.all(), lambda each: each.get_absolute_url()
    )
    dues = ScheduledSurvey.objects.filter(is_open=True)
    yield _of_each(
        "Let a round go: form", dues,
        lambda each: reverse("surveys:due-cancel", args=[each.case.ref, each.ref]),
    )  # fmt: skip


def _of_case(route: str, each) -> str:
    return reverse(route, args=[each.case.ref])


def _of_each(what: str, records: QuerySet, address: Callable) -> Figure:
    """A page of this kind for each of several caseworkers, of their own cases that go on."""
    found: dict[User, str] = {}
    of_open = records.filter(case__status__in=ACTIVE_STATUSES).exclude(case__owner=None)
    for record in of_open.select_related("case__owner").order_by("pk")[: FOR_EACH * 20]:
        if len(found) < FOR_EACH:
            found.setdefault(record.case.owner, address(record))
    if not found:
        raise SystemExit(f"{what}: there is none, so nothing was measured.")
    return _page(what, list(found), found.__getitem__, None)
