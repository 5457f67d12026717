"""What a route answers to each person of the cast, with the statements that it made.

Each request passes through all middleware and is then undone in the database. One handler serves
all of them, so that middleware is loaded once; `django.test.Client` would also keep a copy of the
context of every template that was rendered, which nobody reads here.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from tests.support.cast import Cast
from tests.support.html import Page
from tests.support.nightly import is_exhaustive
from tests.support.route_kinds import NOBODY, SIGN_IN, RoutePermission
from tests.support.route_permissions import PAGES, ROUTE_PERMISSIONS, address, person_shown
from tests.support.turns import drawn

EVERYBODY = (*Cast.STAFF, NOBODY)
GET_AND_POST = ("get", "post")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
# What looking may change: who looked, that they are signed in, which forms they were given.
MAY_CHANGE = frozenset({"core_auditentry", "core_session", "core_idempotencykey"})

HANDLER = ClientHandler(enforce_csrf_checks=False)
HANDLER_WITH_CSRF = ClientHandler(enforce_csrf_checks=True)


@dataclass(eq=False)
class Answer:
    """One request and what came back."""

    method: str
    route: str
    who: str
    url: str
    response: HttpResponse
    written: frozenset[str] = frozenset()  # tables
    body: bytes = b""
    language: str = ""  # in which a page was asked for that is looked at as a whole
    # Reading its markup costs as much as asking for it: it is done for three people of a route.
    is_read: bool = True

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.url} as {self.who}"

    @property
    def status(self) -> int | str:
        """Its number, or that somebody signed out was led to sign in."""
        if self.response.status_code == 302 and self.header("Location").startswith(
            "/sign-in/?next="
        ):
            return SIGN_IN
        return self.response.status_code

    def header(self, name: str) -> str:
        return self.response.headers.get(name, "")

    @property
    def is_html(self) -> bool:
        return not self.response.streaming and self.header("Content-Type").startswith("text/html")

    @cached_property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @cached_property
    def page(self) -> Page:
        return Page(self.text)


class Visitor(RequestFactory):
    """Sends requests with the cookies of a client, and leaves that client as it is."""

    def __init__(self, client: Client, handler: ClientHandler = HANDLER):
        super().__init__()
        self.handler = handler
        for name, morsel in client.cookies.items():
            self.cookies[name] = morsel.value

    def request(self, **request) -> HttpResponse:
        return self.handler(self._base_environ(**request))


@dataclass
class Written:
    """Notes into which tables something was written while it wraps the statements."""

    tables: set[str] = field(default_factory=set)

    def __call__(self, execute, sql, params, many, context):
        if match := WRITES.match(sql):
            self.tables.add(match[1])
        return execute(sql, params, many, context)


def ask(
    client: Client, method: str, url: str, sent: dict | None = None, *,
    handler: ClientHandler = HANDLER, route: str = "", who: str = "", **more,
) -> Answer:  # fmt: skip
    """Sends one request and undoes what it did; what is posted has a key unless it is given."""
    if sent is None:
        sent = {"once": str(uuid4())} if method == "post" else {}
    written = Written()
    with transaction.atomic(), connection.execute_wrapper(written):
        response = getattr(Visitor(client, handler), method)(url, sent, **more)
        # A file is read while that from which it comes is open.
        body = response.getvalue()
        transaction.set_rollback(True)
    return Answer(method, route, who, url, response, frozenset(written.tables), body)


def ask_as_everybody(route: str, house: SimpleNamespace, clients: dict) -> Iterator[Answer]:
    """Every answer of a route: GET and POST for each person, HEAD and OPTIONS for who is allowed
    and for nobody; by day less of it (`some_of`, `methods_tried`). To whom a page opens, it is
    shown in one of the `languages_tried`.
    """
    for name in ("pages", "figures"):
        caches[name].clear()
    url = address(route, house)
    door = ROUTE_PERMISSIONS[route]
    two = {person_allowed(door), NOBODY}
    answers = {who: (door.answer("get", who), door.answer("post", who)) for who in EVERYBODY}
    for who in some_of(EVERYBODY, route, two | {"stranger"}, alike=answers.get):
        for method in methods_tried(route, who):
            if method == "get" and route in PAGES and who == person_shown(route):
                [language, *_more] = languages_tried(route)
                answer = ask_in(language, clients[who], url, route=route, who=who)
            else:
                answer = ask(clients[who], method, url, route=route, who=who)
            answer.is_read = who in two or who == "stranger"
            yield answer


def ask_in(language: str, client: Client, url: str, **more) -> Answer:
    """Asks for a page in another browser in the session of this one, which speaks `language`."""
    reader = Client()
    reader.cookies.update(client.cookies)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = ask(reader, "get", url, **more)
    answer.language = language
    return answer


def languages_tried(route: str) -> tuple[str, ...]:
    """One that is written from the left and one that is written from the right: both at night, by
    day one, drawn anew each day.
    """
    both = ("es", "ar")
    return both if is_exhaustive() else (both[drawn(f"language of {route}", 2)],)


def methods_tried(route: str, who: str) -> tuple[str, ...]:
    """By day who is allowed sends both, and so does nobody where they are not led to sign in.

    Everybody else sends one of the two, drawn anew each day: nothing where that method is refused
    before anything is looked up, but for the stranger, who then sends the other; and half as often
    where they may do what who is allowed did.
    """
    door = ROUTE_PERMISSIONS[route]
    is_allowed = who == person_allowed(door)
    if is_exhaustive():
        return ("get", "post", "head", "options") if is_allowed or who == NOBODY else GET_AND_POST
    if is_allowed or (who == NOBODY and door.answer("get", who) != SIGN_IN):
        return GET_AND_POST
    if who in door.may and drawn(f"{who} at {route}", 2):
        return ()
    first = drawn(route, 2)
    methods = [GET_AND_POST[first], GET_AND_POST[1 - first]][: 2 if who == "stranger" else 1]
    return tuple(method for method in methods if door.answer(method, who) != 405)[:1]


def some_of(
    people: Iterable[str], route: str, always: set[str], *,
    alike: Callable[[str], object] = lambda who: None,
) -> list[str]:  # fmt: skip
    """Whom a route is tried with: all of them where `is_exhaustive`.

    By day `always`, nobody, and one more of those who are `alike`, another one at each route and
    on each day: with hundreds of routes everybody is tried often, and every kind of answer at
    every route.
    """
    people = list(people)
    if is_exhaustive():
        return people
    groups = defaultdict(list)
    for who in people:
        if who not in always | {NOBODY}:
            groups[alike(who)].append(who)
    chosen = always | {NOBODY}
    chosen |= {group[drawn(f"who at {route}", len(group))] for group in groups.values()}
    return [who for who in people if who in chosen]


def person_allowed(door: RoutePermission) -> str:
    """Somebody who gets a page here, or may do what its button does."""
    return door.opened_by() if door.get == 200 else min(door.may)


# What a form that comes back must say: what is missing, above it and beside each field.

# Answered by the button that one touches: who sends the form has answered.
BY_BUTTON = {"id_answer", "id_decision"}
# Sent from a page that was chosen on before; empty, they say nothing and ask again.
CHOSEN_BEFORE = {
    "cases:cases-assign", "cases:cases-task", "cases:cases-text",
    "cases:handover", "transfers:transfers-many", "people:family-member-new",
}  # fmt: skip
FORMS = [
    route for route in PAGES if ROUTE_PERMISSIONS[route].post == 422 and route not in CHOSEN_BEFORE
]


def faults_of_form_sent_back(answer: Answer) -> list[str]:
    """What is wrong with the page by which a form without answers was sent back.

    Empty for every other answer, and where the status is not the one of
    `tests/support/route_permissions`.
    """
    if (
        answer.method != "post"
        or answer.route not in FORMS
        or answer.who != person_shown(answer.route)
    ):
        return []
    if answer.status != 422:
        return []
    page = answer.page
    ids = {element.attrs.get("id") for element in page.elements}
    summaries = [e for e in page.elements if "errors" in e.attrs.get("class", "").split()]
    led_to = {link.attrs["href"][1:] for link in page.all("a") if any(map(link.is_in, summaries))}
    wrong = {
        "number of h1": len(page.all("h1")) != 1,
        "field without label": page.unlabelled(),
        "field that does not say why": [str(e) for e in page.fields if not page.says_why(e)],
        "number of summaries of errors": len(summaries) != 1,
        "link to no field": led_to - BY_BUTTON - ids,
    }
    return [f"{answer}: {what}: {found}" for what, found in wrong.items() if found]
