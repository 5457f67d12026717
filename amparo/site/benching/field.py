"""A caseload taken to the field: how long the house works for it, and what goes over the line."""

import json
from collections.abc import Callable, Iterator
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core.encryption import values
from amparo.foundation.core.models import User
from amparo.foundation.fieldwork.models import Device
from amparo.pillars.assistance.models import Case, CaseReach

ROUNDS = 3
SIZES = (500, 2_000)
# What was measured: the name, milliseconds of each round, questions, bytes.
type Measured = tuple[str, list[float], int, int]


def taking(client_of: Callable[[User], Client]) -> Iterator[Measured]:
    """All of it the first time; and again, when nothing has changed."""
    user = User.objects.filter(cases__status="open").order_by("pk").first()
    assert user is not None  # noqa: S101 - the world has people who work
    device, secret = Device.register(by=user, kind=Device.Kind.FIELD, called="Bench")
    client, headers = client_of(user), {"X-Device": secret}
    for size in SIZES:
        _give(user, size)
        settings.AMPARO_FIELD_MOST = size
        have: dict[str, str] = {}
        yield _measured(f"Take {size:,} cases along", client, headers, have, renews=True)
        yield _measured(f"Take {size:,}: nothing new", client, headers, have)
    device.revoke(by=user)


def _give(user: User, size: int) -> None:
    """So many cases of theirs, with the histories that they have."""
    cases = list(Case.objects.active().order_by("pk")[:size])
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(owner=user)
    there = set(
        CaseReach.objects.filter(holder=f"user:{user.pk}").values_list("record", flat=True)
    )
    CaseReach.objects.bulk_create(
        CaseReach(
            record=case, holder=f"user:{user.pk}", why="assigned", status=case.status,
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
