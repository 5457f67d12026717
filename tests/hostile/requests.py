"""What nobody would send by mistake, sent to every door: nulls, floods, wrong kinds, markup.

    python -m tests.hostile.requests COUNT [SEED]    on the database of the house (nothing is kept)

A form is first read as it is given, so that most of what is sent gets past its first question.
Nothing may crash (500), and nothing that was sent may come back as something a browser would run.
"""

import json
import logging
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import quote, urlencode
from uuid import uuid4

from tests.support.html import Page
from tests.support.route_kinds import NOBODY
from tests.support.route_permissions import ROUTE_PERMISSIONS, address

SCHEMES = ("urlencoded",) * 6 + ("multipart",) * 3 + ("raw", "json")


@dataclass
class Found:
    """What was tried, and what should not have happened."""

    tried: int = 0
    answers: Counter = field(default_factory=Counter)
    crashed: dict[str, str] = field(default_factory=dict)
    ran: dict[str, str] = field(default_factory=dict)

    def figures(self) -> dict[str, int]:
        return {"tried": self.tried, "crashes": len(self.crashed), "scripts run": len(self.ran)}


def send_hostile_requests(
    count: int, house: SimpleNamespace, clients: dict, *, seed: int = 0
) -> Found:
    """Send so many requests to the doors of this world, by everybody; undo each."""
    sender, found = Sender(random.Random(seed), house, clients), Found()
    for _ in range(count):
        shot = sender.shot()
        response = sender.send(shot)
        found.tried += 1
        found.answers[response.status_code] += 1
        told = f"{shot.method} {shot.route} as {shot.who}"
        if response.status_code >= 500:
            found.crashed.setdefault(
                _where(response), f"{told}: {shot.body!r:.300} {shot.query:.200}"
            )
        elif _is_page(response) and would_run(response.text):
            found.ran.setdefault(shot.route, told)
    return found


@dataclass
class Shot:
    route: str
    who: str
    method: str
    path: str
    query: str = ""
    body: object = b""
    kind: str = ""
    headers: dict = field(default_factory=dict)


class Sender:
    """Makes up requests, and sends them as one of those who can or cannot enter."""

    def __init__(self, chance: random.Random, house: SimpleNamespace, clients: dict):
        self.chance, self.house, self.clients = chance, house, clients
        self.forms: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def shot(self) -> Shot:
        chance, route = self.chance, self.chance.choice(list(ROUTE_PERMISSIONS))
        who = self._who(route)
        method = chance.choice(_methods(ROUTE_PERMISSIONS[route]))
        shot = Shot(route, who, method, self._path(route), self._query(), headers=self._headers())
        if method not in ("get", "head", "options"):
            shot.body, shot.kind = self._body(self._fields(route, who))
        return shot

    def send(self, shot: Shot):
        from django.db import transaction

        from tests.support.responses import Visitor

        visitor = Visitor(self.clients[shot.who])
        with transaction.atomic():
            response = visitor.generic(
                shot.method.upper(), shot.path, shot.body, shot.kind,
                QUERY_STRING=shot.query, headers=shot.headers,
            )  # fmt: skip
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        return response

    def _who(self, route: str) -> str:
        may = sorted(ROUTE_PERMISSIONS[route].may)
        return self.chance.choice([*may * 3, *self.clients, NOBODY])

    def _path(self, route: str) -> str:
        path = address(route, self.house)
        if self.chance.random() < 0.06:
            parts = path.split("/")
            parts[self.chance.randrange(len(parts))] = self._quoted()
            path = "/" + "/".join(parts).lstrip("/")
        return path

    def _query(self) -> str:
        if self.chance.random() < 0.6:
            return ""
        names = self.chance.choices(QUERIES, k=self.chance.randrange(1, 5))
        return "&".join(f"{name}={self._quoted()}" for name in names)

    def _quoted(self) -> str:
        return quote(self._value(), safe="", errors="replace")

    def _headers(self) -> dict:
        headers = {"HX-Request": "true"} if self.chance.random() < 0.3 else {}
        if self.chance.random() < 0.1:
            value = self._value().encode("ascii", "replace").decode()
            headers[self.chance.choice(HEADERS)] = value.replace("\n", "").replace("\r", "")
        return headers

    def _fields(self, route: str, who: str) -> list[tuple[str, str]]:
        """What the page itself would send, then spoilt here and there."""
        given = list(self._form(route, who))
        for place in range(len(given)):
            if self.chance.random() < 0.25:
                given[place] = (given[place][0], self._value())
        for _ in range(self.chance.choice((0, 0, 1, 3))):
            name = self.chance.choice([each[0] for each in given] or ["x"])
            given.append(
                (self.chance.choice((name, f"{name}[]", self._value()[:40])), self._value())
            )
        if self.chance.random() < 0.02:
            given += [(f"f{number}", "1") for number in range(1_200)]
        return [("once", str(uuid4())), *given] if self.chance.random() < 0.9 else given

    def _form(self, route: str, who: str) -> list[tuple[str, str]]:
        """The fields of this page, as it is given to them; none where it is not."""
        if (route, who) not in self.forms:
            response = self.send(Shot(route, who, "get", address(route, self.house)))
            asked = (
                Page(response.text).all("input", "select", "textarea")
                if _is_page(response)
                else []
            )
            named = [(each.attrs.get("name", ""), self._likely(each)) for each in asked]
            self.forms[route, who] = [
                each for each in named if each[0] not in ("", "once", "csrfmiddlewaretoken")
            ]
        return self.forms[route, who]

    def _likely(self, asked) -> str:
        return asked.attrs.get("value") or self.chance.choice(
            ("yes", "2026-01-05", "other", "Rosa", "1")
        )

    def _value(self) -> str:
        pick = self.chance.random()
        if pick < 0.35:
            return self.chance.choice(MARKUP)
        if pick < 0.9:
            return self.chance.choice(HOSTILE_VALUES)
        points = [
            self.chance.choice((self.chance.randrange(0x20), self.chance.randrange(0x2FFFF)))
            for _ in range(8)
        ]
        return "".join(map(chr, points))

    def _body(self, fields: list[tuple[str, str]]) -> tuple[object, str]:
        scheme = self.chance.choice(SCHEMES)
        if scheme == "urlencoded":
            return urlencode(fields, errors="replace").encode(), KINDS[0]
        if scheme == "multipart":
            return self._multipart(fields), f"{KINDS[1]}; boundary=amparo"
        if scheme == "json":
            return json.dumps(
                {name: [value, {"x": value}] for name, value in fields}
            ).encode(), KINDS[4]
        return self.chance.randbytes(self.chance.randrange(4_000)), self.chance.choice(KINDS)

    def _multipart(self, fields: list[tuple[str, str]]) -> bytes:
        parts = []
        for name, value in fields:
            named = name.replace('"', "%22").replace("\r", "").replace("\n", "")
            head = f'Content-Disposition: form-data; name="{named}"'
            if self.chance.random() < 0.15 or named in ("file", "paper"):
                head += f'; filename="{self._value()[:200]}"'
                head += f"\r\nContent-Type: {self.chance.choice(KINDS)}"
            parts.append(f"--amparo\r\n{head}\r\n\r\n{value}\r\n".encode("utf-8", "replace"))
        whole = b"".join(parts) + b"--amparo--\r\n"
        if self.chance.random() < 0.15:  # cut, or with bytes that stand for nothing
            cut = self.chance.randrange(len(whole))
            whole = (
                whole[:cut]
                + self.chance.randbytes(8)
                + whole[cut + self.chance.randrange(2) * 9 :]
            )
        return whole


class _Running(HTMLParser):
    """Looks for what was sent where a browser would run it."""

    runs = is_script = False

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            is_ours = MARK in (value or "")
            leads = name in ("href", "src", "action", "formaction", "hx-get", "hx-post")
            self.runs |= is_ours and (
                name.startswith("on")
                or (leads and (value or "").strip().lower().startswith("javascript:"))
            )
        self.is_script = tag == "script"

    def handle_data(self, data):
        self.runs |= self.is_script and MARK in data


def _methods(door) -> tuple[str, ...]:
    """Mostly what this door answers to, and now and then what it does not."""
    answered = ("post",) * 14 if door.post != 405 else ("get",) * 8
    return (*answered, "get", "get", "post", "put", "patch", "delete", "head", "options")


def _is_page(response) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith(
        "text/html"
    )


def would_run(text: str) -> bool:
    if MARK not in text:
        return False
    reader = _Running()
    reader.feed(text)
    return reader.runs


def _where(response) -> str:
    kind, error, trace = response.exc_info or (None, None, None)
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{getattr(kind, '__name__', response.status_code)} at {place}: {error!s:.160}"


def main(arguments: list[str]) -> int:
    import django

    django.setup()
    from django.db import transaction
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.support.cast import Cast
    from tests.support.fixtures import with_both_proofs
    from tests.support.sample_data import build_all

    logging.disable()
    setup_test_environment()
    with_both_proofs()
    with transaction.atomic():
        house = build_all(Cast())
        clients = {who: Client() for who in (*Cast.STAFF, NOBODY)}
        for who in Cast.STAFF:
            clients[who].force_login(getattr(house, who))
        found = send_hostile_requests(
            int(arguments[0]), house, clients, seed=int((arguments[1:] or ["0"])[0])
        )
        transaction.set_rollback(True)
    sys.stdout.write(json.dumps(found.figures() | {"answers": dict(found.answers)}) + "\n")
    for where, told in [*found.crashed.items(), *found.ran.items()]:
        sys.stdout.write(f"{where}\n  {told}\n")
    return int(bool(found.crashed or found.ran))


# What hostile inputs are made of: markup that would run, and values that break careless code.

MARK = "amparo7"  # what would run, if it ran
MARKUP = (
    f"<script>{MARK}()</script>",
    f"\"'><img src=x onerror={MARK}()>",
    f"<svg/onload={MARK}()>",
    f'" onfocus={MARK}() autofocus x="',
    f"javascript:{MARK}()",
    f"{{{{{MARK}}}}}{{% debug %}}",
    f"</textarea></script><script>{MARK}()</script>",
)
HOSTILE_VALUES = (
    "", " ", "\x00", "a\x00b", "\ud800", "\uffff", "\u202eevil", "\ufdfa" * 50, "\r\nX-Evil: 1",
    "\U0001f469\u200d\U0001f469" * 40, "-1", "0", "00", "1e308", "NaN", "inf", "-0", "9" * 40,
    "1" * 5000, "0x10", "\u0967\u0968\u0969", "\xbd", "\xb2", "true", "null", "None", "undefined",
    "[]", "{}", "[object Object]", "'", '"', "\\", "%", "%s", "%00", "%(x)s", "{0}", "${7*7}",
    "../../etc/passwd", "/etc/passwd\x00.txt", "' OR 1=1 --", "1; DROP TABLE x", "=1+1",
    "@SUM(1)", "\t", "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026-13",
    "0001-01-01", "31/31/31", "24:61", "23:59:60", "-infinity", "not-a-uuid", "0" * 32, "g" * 36,
    "a" * 300, "a" * 70_000, "es-XX", "XX", "+" * 50, "http://", "//evil.example", "\\\\evil",
    "x@", "@", "a@b", "\xc9" * 255, "(((((", "[" * 900,
)  # fmt: skip
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x", "application/json", "text/plain", "application/xml", "",
    "x", "application/x-www-form-urlencoded; charset=utf-16", "text/html; charset=nonsense",
)  # fmt: skip
QUERIES = (
    "page", "before", "after", "what", "q", "next", "sort", "order", "on", "team", "x[y][z]",
)  # fmt: skip
HEADERS = ("Accept-Language", "Referer", "X-Forwarded-For", "User-Agent", "Accept")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
