"""Benchmark of exports of all answers to a form: rows a second, time to the first, memory.

Asked over HTTP by a supervisor who reads all of it, each format in turn.
"""

import gc
import io
import resource
import secrets
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import batched
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from amparo.foundation.core.encryption.values import cached_keys, create_keys
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.fieldwork.forms_engine import evaluate
from amparo.foundation.fieldwork.models import Form, FormVersion, Submission
from amparo.foundation.fieldwork.submissions import to_json_value

from .pages import _client

AT_ONCE = 2_000
_KINDS = ("text", "integer", "decimal", "date", "select_one place", "select_multiple need")
_SAID = ("Caminó siete días, sin parar", "31", "61.5", "2026-05-01", "border", "water bed")
QUESTIONS = 30


@dataclass(frozen=True)
class Export:
    """One line of the report."""

    what: str
    rows_a_second: float
    first_byte: float
    megabytes: float
    memory_grew: float


def export_figures(submissions: int) -> list[dict]:
    settings.ALLOWED_HOSTS = ["*"]
    supervisor, version = _built(submissions)
    return [asdict(each) for each in _measured(supervisor, version, submissions)]


def _measured(supervisor: User, version: FormVersion, rows: int) -> Iterator[Export]:
    url = reverse("fieldwork:answers-export", args=[version.form.ref])
    client = _client(supervisor)
    for what in ("csv", "json", "xlsx", "parquet"):
        for _piece in client.get(url, {"format": what, "until": "2001-01-01"}):
            """Once with nothing in it: what is opened once is open."""
        gc.collect()
        before, began = _most_memory(), perf_counter()
        answer: Any = client.get(url, {"format": what})
        if answer.status_code != 200:
            raise SystemExit(f"{what}: answered {answer.status_code}, so nothing was measured.")
        first, size = 0.0, 0
        for piece in answer.streaming_content:
            first = first or (perf_counter() - began if piece else 0.0)
            size += len(piece)
        took = perf_counter() - began
        grew = (_most_memory() - before) / 1000
        yield Export(what, rows / took, first * 1000, size / 1e6, grew)


def _most_memory() -> float:
    """Kilobytes; macOS counts bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 if sys.platform == "darwin" else most


def _built(submissions: int) -> tuple[User, FormVersion]:
    organization = Organization.objects.create(name="Casa del Camino", kind="own", country="BO")
    office = Office.objects.create(
        name="Puerto Alto", organization=organization, country="BO", time_zone="America/La_Paz",
        export_row_limit=10**9,
    )  # fmt: skip
    supervisor = User.objects.invite("bench@bench.example", "Head", by=None)
    supervisor.add_role("supervisor", by=None, office=office)
    version = Form.upload(io.BytesIO(_workbook().encode()), by=None)
    version.publish(by=None)
    raw = _record()
    values = to_json_value(evaluate(version.opened, raw).answers)
    for some in batched(range(submissions), AT_ONCE, strict=False):
        _some(version, office, raw.decode(), values, len(some))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return supervisor, version


@transaction.atomic
def _some(version: FormVersion, office: Office, raw: str, values: dict, count: int) -> None:
    with cached_keys():
        made = [
            Submission(
                version=version, office=office, raw=raw, values=values, state="kept",
                instance=secrets.token_hex(32), digest=secrets.token_hex(32),
            )
            for _each in range(count)
        ]  # fmt: skip
        create_keys(made)
        Submission.objects.bulk_create(made)


def _workbook() -> str:
    about = "case_management,narrative"
    lines = ["survey,type,name,label,bind::amparo:purpose,bind::amparo:sensitivity"]
    lines += [
        f",{_KINDS[at % len(_KINDS)]},q{at},Question {at},{about}" for at in range(QUESTIONS)
    ]
    lines += [
        "choices,list_name,name,label", ",place,border,At the border", ",place,road,On the road",
        ",need,water,Water", ",need,bed,A bed",
        "settings,form_title,form_id,version,namespaces",
        ',Thirty questions,thirty,1,"amparo=""https://amparo.example/xforms"""',
    ]  # fmt: skip
    return "\n".join(lines)


def _record() -> bytes:
    told = "".join(f"<q{at}>{_SAID[at % len(_SAID)]}</q{at}>" for at in range(QUESTIONS))
    return f'<data id="thirty" version="1">{told}</data>'.encode()
