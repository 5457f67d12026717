"""Benchmark of duty bearers: unmet needs counted into patterns by night, a list of commitments
imported and filtered, and the walk from a case to what was promised.

The needs are those of a made-up country, as many of each case as `NEEDS_OF_A_CASE`; one in two has
a right that somebody confirmed.
"""

import csv
import io
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from itertools import count
from time import perf_counter, process_time

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.records import new_reference
from amparo.foundation.directory.models import DutyBearer, Obligation
from amparo.foundation.links.chain import PATTERN
from amparo.foundation.links.counting import count_month
from amparo.foundation.links.models import Link, Pattern
from amparo.pillars.assistance.assessment.case_chain import chain_of_case
from amparo.pillars.assistance.assessment.models import Need, UnmetNeed
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.dialogue.imports import apply_import, check_import, read_head
from amparo.pillars.dialogue.linked import COMMITMENT
from amparo.pillars.dialogue.models import (
    Commitment,
    CommitmentBearer,
    CommitmentTag,
    RecommendationImport,
    SourceDocument,
)
from amparo.pillars.dialogue.tasks import apply_commitment_import

from .insert_rows import insert_rows, next_key, set_sequence
from .pages import ROUNDS, _client, _timed
from .service_data import TYPES, CaseKey, ServiceCountry, noon

NEEDS_OF_A_CASE, COMMITMENTS = 5, 10_000
RIGHTS = ("housing", "health", "education", "")
WALKED = 40  # cases
# Five filters at once, as somebody narrows a list.
FILTERS = "?state=open&origin=recommendation&right=housing&position=supported&bearer={bearer}"
_WORDS = ("Open the registry", "Translate the forms", "Answer within thirty days", "Pay the rent")


@dataclass(frozen=True)
class Work:
    """One line of the report: seconds, and how many rows they were."""

    what: str
    processor_s: float
    clock_s: float
    rows: int


class UnmetCountry(ServiceCountry):
    """A country whose cases have unmet needs, and no services."""

    def _histories_of(self, cases: list[CaseKey]) -> None:
        needs, unmet, keys = [], [], count(next_key(Need))
        for turn, each in enumerate(cases):
            place = self.places[turn % len(self.places)]
            for service in self.random.sample(TYPES, NEEDS_OF_A_CASE):
                key, since = next(keys), self._day()
                needs.append((key, new_reference(), each.case, each.owner, service, noon(since)))
                right = self.random.choice(RIGHTS)
                confirmed = noon(since) if right else None
                unmet.append((
                    new_reference(), each.case, key, service, since, place, right,
                    "full" if right else "", confirmed, noon(since),
                ))  # fmt: skip
        names = ("id", "ref", "case_id", "by_id", "service_type", "at")
        insert_rows(Need(horizon="immediate"), names, needs)
        set_sequence(Need)
        insert_rows(
            UnmetNeed(ground="no_action"),
            ("ref", "case_id", "need_id", "service_type", "since", "place_id", "right", "reason",
             "confirmed_at", "at"), unmet,
        )  # fmt: skip


def duty_bearer_figures(needs: int) -> dict:
    """Builds the needs, then measures the night, the import, the list, and the walk."""
    settings.ALLOWED_HOSTS = ["*"]
    began = perf_counter()
    UnmetCountry(needs // NEEDS_OF_A_CASE).build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    seconds = perf_counter() - began
    office = Office.objects.order_by("pk")[0]
    officer = User.objects.invite("policy@bench.example", "Policy officer", by=None)
    officer.add_role("policy_officer", by=None, office=office)
    ministry = Organization.found(by=None, name="Ministry", kind="government")
    night, imported = _night(office.today()), _import(officer, office, ministry)
    _link(officer, ministry)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself a minute later
    return {
        "seconds": seconds, "database": connection.display_name,
        "work": [asdict(night), asdict(imported)],
        "figures": [_list(officer, ministry), _walk()],
    }  # fmt: skip


def _night(today: date) -> Work:
    """A month of needs into patterns; each of them is open, so that all of them count."""
    began, spent = perf_counter(), process_time()
    count_month(today.replace(day=1))
    return Work(
        "Needs into patterns, nightly", process_time() - spent, perf_counter() - began,
        UnmetNeed.objects.count(),
    )  # fmt: skip


def _import(officer: User, office: Office, ministry: Organization) -> Work:
    """Checked and applied, from a CSV with seven columns."""
    document = SourceDocument.record(by=officer, kind="upr", title="Made up", country="BO")
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("Number", "Recommendation", "Recommending State", "Position"))
    for number in range(COMMITMENTS):
        words = f"{_WORDS[number % len(_WORDS)]} of district {number}"
        position = ("Supported", "Noted")[number % 3 == 0]
        rows.writerow((f"{number // 100}.{number % 100}", words, "Peru; Chile", position))
    began, spent = perf_counter(), process_time()
    received = RecommendationImport.receive(
        document, io.BytesIO(text.getvalue().encode()), by=officer, office=office, name="list",
        format="csv", origin="recommendation", language="en", country="BO",
        stated_on=office.today() - timedelta(days=100),
    )  # fmt: skip
    check_import(received, by=officer, mapping=read_head(received).guessed)
    apply_import(received, by=officer)
    apply_commitment_import.call(str(received.ref))  # so many are a job
    return Work(
        "List of commitments, imported", process_time() - spent, perf_counter() - began,
        Commitment.objects.count(),
    )  # fmt: skip


def _link(officer: User, ministry: Organization) -> None:
    """A ministry owes each right, bears half of the commitments, and some rest on patterns."""
    bearer = DutyBearer.objects.create(organization=ministry)
    for right in filter(None, RIGHTS):
        Obligation.objects.create(bearer=bearer, code=f"{right}.fulfil")
    found = list(Commitment.objects.order_by("pk"))
    today = localdate()
    CommitmentBearer.objects.bulk_create(
        CommitmentBearer(commitment=each, organization=ministry, is_lead=True, since=today)
        for each in found[::2]
    )
    CommitmentTag.objects.bulk_create(
        CommitmentTag(commitment=each, right="housing") for each in found[1::3]
    )
    patterns = list(Pattern.objects.order_by("pk")[:200])
    for pattern, each in zip(patterns, found, strict=False):
        Link.objects.create(
            source_kind=COMMITMENT, source_ref=each.ref, relation=Link.Relation.RESTS_ON,
            target_kind=PATTERN, target_ref=pattern.ref, by=officer,
        )  # fmt: skip


def _list(officer: User, ministry: Organization) -> dict:
    """The list of commitments with five filters."""
    client = _client(officer)
    url = reverse("dialogue:commitments") + FILTERS.format(bearer=ministry.ref)
    seen: list[str] = []
    with connection.execute_wrapper(partial(_note, seen)):
        answer = client.get(url)
    if answer.status_code != 200 or b"COM-" not in answer.content:
        raise SystemExit(f"{url}: answered {answer.status_code}, so nothing was measured.")
    times, spent = _both([partial(client.get, url)] * ROUNDS)
    return _figure("List with five filters", times, spent, len(seen))


def _both(turns: Sequence[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Milliseconds of each turn: by the clock, and of this process."""
    times, spent = [], []
    for turn in turns:
        began = process_time()
        times.append(_timed(turn))
        spent.append((process_time() - began) * 1000)
    return times, spent


def _note(seen: list[str], execute, sql, params, many, context):
    seen.append(sql)
    return execute(sql, params, many, context)


def _walk() -> dict:
    """From a case to its patterns, who owes the right, and what was promised."""
    cases = Case.objects.exclude(owner=None).select_related("owner").order_by("pk")[:WALKED]
    walks = []
    for case in cases:
        if case.owner and case.owner.permissions:  # a page knows them of who opens it
            walks.append(partial(chain_of_case, case, case.owner))
    walks[0]()
    seen: list[str] = []
    with connection.execute_wrapper(partial(_note, seen)):
        walks[0]()
    times, spent = _both(walks * 3)
    return _figure("Walk from a case", times, spent, len(seen))


def _figure(what: str, times: list[float], spent: list[float], queries: int) -> dict:
    return {
        "what": what, "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[18], "queries": queries,
        "processor_ms": statistics.median(spent),
    }  # fmt: skip
