"""Every answer of the house: each door, tried by who may, by a stranger and by nobody."""

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from tests.doors import DOORS, NOBODY, address

WHO = ("opener", "stranger", NOBODY)
METHODS = ("get", "post", "head", "options")
# One for all visitors: middleware is loaded once.
HANDLER = ClientHandler(enforce_csrf_checks=False)
ELSEWHERE = ("/no-such-page/", "/people/no-ref/", "/static/no-such-file.css")


def every_answer(house: SimpleNamespace, clients: dict) -> Iterator[tuple[str, HttpResponse]]:
    """What was tried, and what came back; what was done is undone."""
    for route, door in DOORS.items():
        for who in dict.fromkeys(opener(door) if each == "opener" else each for each in WHO):
            for method in METHODS:
                yield (
                    f"{method} {route} as {who}",
                    tried(clients[who], method, address(route, house)),
                )
    yield "another language", tried(clients[NOBODY], "post", "/language/", {"language": "ar"})
    for path in ELSEWHERE:
        yield path, tried(clients[NOBODY], "get", path)
    yield "another host", tried(clients[NOBODY], "get", "/", HTTP_HOST="evil.example")
    yield "by number", tried(clients[NOBODY], "get", "/", HTTP_HOST="127.0.0.1:8000")


def tried(client: Client, method: str, url: str, sent: dict | None = None, **more) -> HttpResponse:
    visitor = Client(raise_request_exception=False)
    visitor.handler = HANDLER
    for name, morsel in client.cookies.items():
        visitor.cookies[name] = morsel.value
    with transaction.atomic():
        answers = sent if sent is not None else {"once": str(uuid4())}
        response = getattr(visitor, method)(url, answers if method == "post" else {}, **more)
        if response.streaming:
            b"".join(response.streaming_content)  # while what it reads from is open
        transaction.set_rollback(True)
    return response


def opener(door) -> str:
    """Somebody who may: they get a page here, or do what its button does."""
    return door.opened_by() if door.get == 200 else min(door.may)
