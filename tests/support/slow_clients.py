"""Clients that hold on to a server without ever finishing, and people who work meanwhile.

    python -m tests.support.slow_clients [--requests 200]

measures how long people wait while 1, 8, 40 and 400 unfinished requests are held, each time beside
the same work without them.
"""

import argparse
import json
import socket
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode
from uuid import uuid4

from tests.crash.web import Served

# An installation in which two people have work to do.
FURNISH = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from amparo.foundation.core.code_lists import codes
from tests.support.cast import Cast
from tests.support.fixtures import with_both_proofs
codes.load()
with_both_proofs()
cast, name, cookies = Cast(), settings.SESSION_COOKIE_NAME, []
case = cast.case
for user in (cast.caseworker, cast.supervisor):
    client = Client()
    client.force_login(user)
    cookies.append(f"{name}={client.cookies[name].value}")
print(json.dumps({"case": f"/cases/{case.ref}/", "form": settings.CSRF_COOKIE_NAME,
                  "cookies": cookies}))
"""

# One says that 4,000 bytes follow and sends three; the other never ends its headers.
UNFINISHED = (
    b"POST /sign-in/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n{more}\r\na=1",
    b"GET /a/k/ HTTP/1.1\r\nHost: {host}\r\n{more}Accept: text/h",
)
TOKEN = "f" * 32  # of forms: the same in the cookie and in what is sent


@dataclass(frozen=True)
class Place:
    """Where a server listens, as a browser would name it."""

    port: int
    host: str = "localhost"
    context: ssl.SSLContext | None = None
    said: str = ""  # how its pages name themselves, where that is otherwise

    def connect(self) -> socket.socket:
        line = socket.create_connection((self.host, self.port), timeout=30)
        return self.context.wrap_socket(line, server_hostname=self.host) if self.context else line

    def client(self, timeout: float) -> HTTPConnection:
        if self.context:
            return HTTPSConnection(self.host, self.port, timeout=timeout, context=self.context)
        return HTTPConnection(self.host, self.port, timeout=timeout)


@contextmanager
def held(place: Place, count: int, *, from_addresses: int = 0) -> Iterator[list[socket.socket]]:
    """So many lines at once on which a request was begun and is not gone on with.

    One that the server closes is taken up again. With `from_addresses` each says, as a proxy
    would, that it comes from one of so many.
    """
    lines = [_begun(place, number, from_addresses) for number in range(count)]
    enough = Event()

    def keep_on() -> None:
        while not enough.wait(0.5):
            for number, line in enumerate(lines):
                if _is_closed(line):
                    line.close()
                    lines[number] = _begun(place, number, from_addresses)

    keeper = Thread(target=keep_on)
    keeper.start()
    try:
        yield lines
    finally:
        enough.set()
        keeper.join()
        for line in lines:
            line.close()


def _begun(place: Place, number: int, from_addresses: int) -> socket.socket:
    line, more = place.connect(), b""
    if from_addresses:
        more = f"X-Forwarded-For: 203.0.113.{number % from_addresses + 1}\r\n".encode()
    said = UNFINISHED[number % 2].replace(b"{more}", more)
    line.sendall(said.replace(b"{host}", f"{place.host}:{place.port}".encode()))
    line.setblocking(False)
    return line


def _is_closed(line: socket.socket) -> bool:
    try:
        return line.recv(1024) == b""
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True


@dataclass
class Person:
    """Somebody who is signed in and works: opens a page and saves a note, again and again."""

    place: Place
    cookie: str
    case: str
    form: str
    patience: float = 60
    answers: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def work(self, times: int) -> None:
        for number in range(times):
            started = time.perf_counter()
            self.answers.append(self._save() if number % 2 else self._open())
            self.seconds.append(time.perf_counter() - started)

    def _open(self) -> int:
        return self._ask("GET", self.case)

    def _save(self) -> int:
        sent = {
            "kind": "note",
            "text": f"Words {uuid4()}",
            "once": str(uuid4()),
            "csrfmiddlewaretoken": TOKEN,
        }
        return self._ask("POST", f"{self.case}notes/new/", urlencode(sent))

    def _ask(self, method: str, path: str, body: str | None = None) -> int:
        scheme = "https" if self.place.context else "http"
        address = self.place.said or f"{scheme}://{self.place.host}:{self.place.port}"
        headers = {
            "Cookie": f"{self.cookie}; {self.form}={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": address, "Referer": address,
        }  # fmt: skip
        with closing(self.place.client(self.patience)) as line:
            try:
                line.request(method, path, body, headers)
                answer = line.getresponse()
                answer.read()
            except (HTTPException, OSError):
                return 0
            return answer.status


def work_together(people: list[Person], times: int) -> None:
    """All at once; returns when everybody is done."""
    hands = [Thread(target=person.work, args=(times,)) for person in people]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()


def measure(served: Served, requests: int) -> dict:
    """What became of so many requests each, and how long people waited, beside nothing held."""
    served.run("-m", "amparo", "migrate", "--verbosity", "0")
    told = json.loads(served.run("-c", FURNISH))
    place, figures, ratios = Place(served.port), {"failed": 0, "requests": 0}, {}
    served.open()
    try:
        wait_for(place)
        _p95(place, told, 20)  # what is read for the first time
        for count in (1, 8, 40, 400):
            with_nothing, with_them = [], []
            for _round in range(3):
                with_nothing.append(_p95(place, told, requests // 6))
                with held(place, count, from_addresses=8):
                    with_them.append(_p95(place, told, requests // 6, figures))
            ratios[count] = statistics.median(with_them) / statistics.median(with_nothing)
            figures[f"p95 with {count}"] = round(statistics.median(with_them) * 1000)
            figures[f"p95 beside {count}"] = round(statistics.median(with_nothing) * 1000)
    finally:
        served.close()
    return figures | {f"ratio with {count}": round(each, 2) for count, each in ratios.items()}


def _p95(place: Place, told: dict, times: int, figures: dict | None = None) -> float:
    people = [Person(place, cookie, told["case"], told["form"]) for cookie in told["cookies"]]
    work_together(people, times)
    if figures is not None:
        answers = [answer for person in people for answer in person.answers]
        figures["requests"] += len(answers)
        figures["failed"] += sum(answer not in (200, 303) for answer in answers)
    waited = sorted(second for person in people for second in person.seconds)
    return waited[int(len(waited) * 0.95)]


def wait_for(place: Place) -> None:
    """Until a page is answered."""
    for _each in range(600):
        with suppress(OSError, HTTPException), closing(place.client(30)) as line:
            line.request("GET", "/a/")
            if line.getresponse().status < 500:
                return
        time.sleep(0.1)
    raise AssertionError("It does not serve.")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=200)
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="amparo-slow-") as home:
        behind = {"AMPARO_BEHIND_PROXY": "1"}
        served = Served(Path(home), free_port(), more=behind)
        for name, figure in measure(served, told.requests).items():
            sys.stdout.write(f"{name:<20}{figure:>8}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
