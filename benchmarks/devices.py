"""Benchmarks of devices: submissions sent at the same time, and a caseload taken along.

The load is open: a post begins when its moment has come, however slow the ones before it were, and
is timed from that moment. The site is served as always, with a worker that puts into files what
arrived; whoever sends takes time from the same cores.
"""

import asyncio
import io
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from amparo.foundation.core.encryption import values
from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.fieldwork.models import Device, Form, Submission
from amparo.foundation.people.models import Consent, ConsentGiven
from amparo.foundation.people.models.consents import Choice
from amparo.pillars.assistance.cases.models import Case, CaseAccessGrant

from .country_data import Country

PEOPLE, QUESTIONS, DEVICES = 200, 30, 40
RATES, SECONDS = (50, 100, 150), 10
PHOTO = 200_000
AT_MOST = 256  # connections; more would only wait
PATIENCE = 180
CODE, EDGE = "visit_of_thirty", "amparo-bench"


@dataclass(frozen=True)
class Sent:
    """One line: milliseconds until it was answered, seconds until it lay in its file.

    `kept` are those that were answered 201; of the others the figures say nothing.
    """

    what: str
    rate: int
    sent: int
    kept: int
    p50: float
    p95: float
    landed_p50: float
    landed_p95: float


def submission_figures(seconds: int = SECONDS) -> list[dict]:
    Country(PEOPLE).build()
    phones = list(_devices())
    _publish()
    with _served() as port:
        asyncio.run(_send(port, _posts(phones, 40, b""), 20))  # words and forms are read once
        return [
            asdict(_measure(port, phones, rate, seconds, photo))
            for photo in (b"", random.randbytes(PHOTO))
            for rate in RATES
        ]


def _measure(
    port: int, phones: list[tuple[str, str]], rate: int, seconds: int, photo: bytes
) -> Sent:
    last = Submission.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    took = asyncio.run(_send(port, _posts(phones, rate * seconds, photo), rate))
    good = [each for each in took if each is not None]
    waits = _landed(last)
    what = "With a photo of 200 kB" if photo else "30 questions"
    return Sent(what, rate, rate * seconds, len(good), *_of(good), *_of(waits))


def _of(times: list[float]) -> tuple[float, float]:
    if len(times) < 2:
        return 0.0, 0.0
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


# The installation.


def _devices() -> Iterator[tuple[str, str]]:
    """The secret of each telephone, and the number of a case of its holder."""
    cases = Case.objects.filter(status="open", confidentiality="ordinary")
    cases = cases.exclude(owner=None).exclude(person=None).select_related("owner", "person")
    of_age = (
        each
        for each in cases.order_by("pk")
        if each.person and not each.person.is_child(localdate())
    )
    for at, case in enumerate(islice(of_age, DEVICES)):
        yes = ConsentGiven((Choice("case_management", True),), "verbal", "es")
        owner = User.objects.get(pk=case.owner_id)
        Consent.record(case.person, yes, by=owner)
        if owner.devices.in_use().count() < 10:
            _device, secret = Device.register(by=owner, kind="collect", name=f"Telephone {at}")
            yield secret, case.number


def _publish() -> None:
    """Thirty questions, of those that are asked most, with rules to follow."""
    about = "case_management,plain"
    lines = ["survey,type,name,label,relevant,constraint,bind::amparo:purpose,"
             "bind::amparo:sensitivity,bind::amparo:target",
             f",text,number,Number of the case,,,{about},case.number"]  # fmt: skip
    for at in range(QUESTIONS - 1):
        kind = ("text", "integer", "select_one yes_no", "date", "decimal")[at % 5]
        before = f"q{at - 3}"
        relevant = f"${{{before}}} = 'yes'" if at > 3 and (at - 3) % 5 == 2 else ""
        constraint = ". >= 0" if kind in ("integer", "decimal") else ""
        lines.append(f",{kind},q{at},Question {at},{relevant},{constraint},{about},")
    lines += ["choices,list_name,name,label", ",yes_no,yes,Yes", ",yes_no,no,No"]
    lines += ["settings,form_title,form_id,version,namespaces"]
    lines += [f',A visit,{CODE},1,"amparo=""https://amparo.example/xforms"""']
    version = Form.upload(io.BytesIO("\n".join(lines).encode()), by=None)
    version.publish(by=None)


@contextmanager
def _served() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    connections.close_all()
    command = [sys.executable, "-m", "amparo", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)
    try:
        _wait_until_it_is_open(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_it_is_open(port: int) -> None:
    for _ in range(PATIENCE):
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(1)
    raise SystemExit("The house did not open.")


# What is sent.


def _posts(phones: list[tuple[str, str]], count: int, photo: bytes) -> list[bytes]:
    found = []
    for at in range(count):
        secret, number = phones[at % len(phones)]
        found.append(_post(secret, number, photo))
    return found


def _post(secret: str, number: str, photo: bytes) -> bytes:
    answers = [f"<number>{number}</number>"]
    said = ("The roof is gone.", "4", "yes", "2026-05-04", "1.5")
    answers += [f"<q{at}>{said[at % 5]}</q{at}>" for at in range(QUESTIONS - 1)]
    record = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{CODE}" version="1">'
        f"{''.join(answers)}<orx:meta><orx:instanceID>uuid:{uuid4()}</orx:instanceID></orx:meta>"
        "</data>"
    )
    body = _part("xml_submission_file", "answers.xml", "text/xml", record.encode())
    if photo:
        body += _part("a.jpg", "a.jpg", "image/jpeg", photo)
    body += f"--{EDGE}--\r\n".encode()
    head = (
        f"POST /or/{secret}/submission HTTP/1.1\r\nHost: localhost\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={EDGE}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _part(name: str, file: str, kind: str, content: bytes) -> bytes:
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
    return f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"


async def _send(port: int, posts: list[bytes], rate: int) -> list[float | None]:
    """Each at its moment; how many milliseconds each took from then, or nothing."""
    idle: list = []
    most = asyncio.Semaphore(AT_MOST)
    began = time.perf_counter() + 0.2

    async def one(at: int, post: bytes) -> float | None:
        due = began + at / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        async with most:
            is_kept = await _ask(port, idle, post)
        return (time.perf_counter() - due) * 1000 if is_kept else None

    return await asyncio.gather(*(one(at, post) for at, post in enumerate(posts)))


async def _ask(port: int, idle: list, post: bytes) -> bool:
    for is_last in (False, True):
        way = idle.pop() if idle and not is_last else await _connected(port)
        try:
            reader, writer = way
            writer.write(post)
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [
                each for each in head.lower().split(b"\r\n") if each.startswith(b"content-length:")
            ]
            await reader.readexactly(int(lengths[0].split(b":")[1]))
        except (OSError, asyncio.IncompleteReadError):
            continue  # it was closed while it lay idle: once more on a fresh one
        idle.append(way)
        return head.startswith(b"HTTP/1.1 201")
    return False


async def _connected(port: int):
    return await asyncio.open_connection("127.0.0.1", port)


def _landed(last: int) -> list[float]:
    """How many seconds each waited until it lay in its file."""
    sent = Submission.objects.filter(pk__gt=last)
    for _ in range(PATIENCE):
        if not sent.filter(state=Submission.State.WAITING).exists():
            break
        time.sleep(1)
    came = {str(ref): at for ref, at in sent.values_list("ref", "at")}
    lines = AuditEntry.objects.filter(event="submission.landed", at__gte=min(came.values()))
    told = ((str(ref), at) for ref, at in lines.values_list("record_ref", "at"))
    return [(at - came[ref]).total_seconds() for ref, at in told if ref in came]


# A caseload taken along: how long the server works for it, and what goes over the line.

ROUNDS = 3
SIZES = (500, 2_000)
# What was measured: the name, milliseconds of each round, questions, bytes.
type Measured = tuple[str, list[float], int, int]


def caseload_figures(client_of: Callable[[User], Client]) -> Iterator[Measured]:
    """All of it the first time; and again, when nothing has changed."""
    user = User.objects.filter(cases__status="open").order_by("pk").first()
    assert user is not None
    device, secret = Device.register(by=user, kind=Device.Kind.FIELD, name="Bench")
    client, headers = client_of(user), {"X-Device": secret}
    for size in SIZES:
        _give(user, size)
        settings.AMPARO_OFFLINE_MAX_CASES = size
        have: dict[str, str] = {}
        yield _measured(f"Take {size:,} cases along", client, headers, have, renews=True)
        yield _measured(f"Take {size:,}: nothing new", client, headers, have)
    device.revoke(by=user)


def _give(user: User, size: int) -> None:
    """So many cases of theirs, with the histories that they have."""
    cases = list(Case.objects.active().order_by("pk")[:size])
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(owner=user)
    there = set(
        CaseAccessGrant.objects.filter(grantee=f"user:{user.pk}").values_list("record", flat=True)
    )
    CaseAccessGrant.objects.bulk_create(
        CaseAccessGrant(
            record=case, grantee=f"user:{user.pk}", why="assigned", status=case.status,
            urgency=case.urgency, next_due_on=case.next_due_on, quiet_since=case.quiet_since,
            updated_at=case.updated_at,
        )
        for case in cases if case.pk not in there
    )  # fmt: skip


def _measured(
    what: str, client: Client, headers: dict, have: dict[str, str], *, renews: bool = False
) -> Measured:
    times, whole, asked = [], b"", 0
    for _round in range(ROUNDS):
        values.evict_keys([])  # as in a process that has served others meanwhile
        told = json.dumps({"have": have})
        with CaptureQueriesContext(connection) as seen:
            began = perf_counter()
            answer = client.post(
                "/campo/caseload/", told, content_type="application/json", headers=headers
            )
            whole = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
            times.append((perf_counter() - began) * 1000)
        asked = len(seen)
    if renews:
        lines = [json.loads(line) for line in whole.splitlines()]
        have |= {line["file"]["ref"]: line["file"]["version"] for line in lines if "file" in line}
    return what, times, asked, len(whole)
