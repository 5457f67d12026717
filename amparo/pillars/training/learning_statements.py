"""Tells the learning record stores of an office what somebody attended, passed or earned.

An action queues one job, in its own transaction, and only where its office has a store. The job
looks at what holds then: whoever agreed to it is told of under a pseudonym, what no longer holds
is recalled. Nobody under 18, and nobody who goes by a code, is told of at all.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.outbound import request
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_for_update

from .attendance_records import attendance_of
from .models import (
    AttendanceEntry,
    Certificate,
    CourseVersion,
    LearningRecordStore,
    LearningStatement,
    Participant,
    TestSitting,
    TrainingConsent,
)
from .models.record_stores import CONFLICT, StatementKind, StatementState
from .models.sittings import Moment
from .xapi import VERSION, as_bytes, as_statement, is_same

KEPT = timedelta(days=90)
COLLECT, RECALL = "collect-learning-statements", "recall-learning-statements"


# What an action does.


def tell_stores(office: int, kind: str, ref: UUID) -> None:
    """Queues that the stores of an office are told, in the transaction of the action. `ref` is
    that of the attendance entry, of the test taken or of the certificate.
    """
    if _has_store(office):
        find_task(COLLECT).enqueue(kind, str(ref))


@aggregate_query("whoever takes part may not see the stores; told is only whether there is one")
def _has_store(office: int) -> bool:
    return LearningRecordStore.objects.living().filter(office=office).exists()


def recall_of(participant: Participant) -> None:
    """Queues that all statements about somebody are taken back: they were erased, or no longer
    agree.
    """
    if _has_statements(participant.pk):
        find_task(RECALL).enqueue(str(participant.ref))


@aggregate_query(
    "whoever takes consent back may not see deliveries; told is whether there are any"
)
def _has_statements(participant: int) -> bool:
    return LearningStatement.objects.filter(participant=participant).exists()


# What the job looks at.


@dataclass(frozen=True)
class Holding:
    """What is true of somebody now: `holds` says whether it still is."""

    kind: str
    verb: str
    participant: Participant
    office: int
    version: CourseVersion
    about: UUID
    at: datetime
    source: UUID
    holds: bool
    percent: Decimal | None = None


def collect(kind: str, ref: str) -> None:
    """Queues or recalls statements for each store that wants this kind. Again is the same."""
    holding = _READERS[kind](UUID(ref))
    if holding is None:
        return
    stores = LearningRecordStore.objects.living().filter(office=holding.office)
    for store in stores.order_by("pk"):
        if holding.kind in store.kinds:
            _tell(store, holding)


@transaction.atomic
def _tell(store: LearningRecordStore, holding: Holding) -> None:
    lock_for_update(store)
    known = store.deliveries.filter(source=holding.source).select_related("voided_by")
    last = known.order_by("-round").first()
    live = last if last is not None and last.is_live else None
    if live is not None and not holding.holds:
        live.recall()
    elif holding.holds and live is None and is_covered(holding.participant):
        LearningStatement.create(
            store, verb=holding.verb, source=holding.source, at=holding.at,
            round=last.round + 1 if last else 0, participant=holding.participant,
            version=holding.version, about=holding.about, percent=holding.percent,
        )  # fmt: skip


def is_covered(participant: Participant) -> bool:
    """Whether somebody agreed to statements about them. Nobody under 18 is told of, nor whoever
    goes by a code because being known is dangerous.
    """
    if participant.is_erased or participant.is_minor or participant.code:
        return False
    return TrainingConsent.objects.filter(
        participant=participant, purpose=TrainingConsent.Purpose.STATEMENTS, until=None,
        is_given=True,
    ).exists()  # fmt: skip


def _source(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "|".join(map(str, parts)))


def _attended(ref: UUID) -> Holding | None:
    entry = AttendanceEntry.objects.filter(ref=ref).select_related(
        "session__event__version__course", "enrolment__participant"
    ).first()  # fmt: skip
    if entry is None:
        return None
    session, enrolment = entry.session, entry.enrolment
    answers = attendance_of(session.event, [enrolment]).answers[enrolment.pk]
    answer = answers.get(session.pk)
    return Holding(
        StatementKind.ATTENDED, "attended", enrolment.participant, session.event.office_id,
        session.event.version, session.ref, session.starts_at,
        _source("attended", session.ref, enrolment.ref),
        holds=answer is not None and answer.is_present,
    )  # fmt: skip


def _tested(ref: UUID) -> Holding | None:
    sitting = TestSitting.objects.filter(ref=ref).select_related(
        "moment__event__version__course", "enrolment__participant"
    ).first()  # fmt: skip
    # Without names nobody is known; a test before says nothing of passing.
    if sitting is None or sitting.enrolment is None or sitting.moment.moment != Moment.AFTER:
        return None
    event = sitting.moment.event
    if event.version.min_score is None:
        return None
    verb = "passed" if sitting.percent >= event.version.min_score else "failed"
    return Holding(
        StatementKind.TESTED, verb, sitting.enrolment.participant, event.office_id, event.version,
        sitting.moment.ref, sitting.taken_at, _source("tested", sitting.ref), holds=True,
        percent=sitting.percent,
    )  # fmt: skip


def _earned(ref: UUID) -> Holding | None:
    certificate = Certificate.objects.filter(ref=ref).select_related(
        "version__course", "participant"
    ).first()  # fmt: skip
    # One that was replaced lives on in the one that took its place.
    if certificate is None or certificate.participant is None:
        return None
    if certificate.state == Certificate.State.SUPERSEDED:
        return None
    return Holding(
        StatementKind.EARNED, "earned", certificate.participant, certificate.office_id,
        certificate.version, certificate.version.ref, certificate.at,
        # Issued anew with another name it keeps its number: nothing new was earned.
        _source("earned", certificate.number),
        holds=certificate.state == Certificate.State.ISSUED,
    )  # fmt: skip


_READERS: dict[str, Callable[[UUID], Holding | None]] = {
    StatementKind.ATTENDED: _attended,
    StatementKind.TESTED: _tested,
    StatementKind.EARNED: _earned,
}


def recall_all(participant_ref: str) -> None:
    """Takes back all that was told of somebody; once they are erased nothing names them here."""
    participant = Participant.objects.filter(ref=participant_ref).first()
    if participant is None or is_covered(participant):
        return  # they agreed again meanwhile
    told = LearningStatement.objects.filter(participant=participant, voids=None)
    for each in told.select_related("store", "voided_by", "participant").order_by("pk"):
        each.recall()
    if participant.is_erased:
        LearningStatement.objects.filter(participant=participant).update(participant=None)


def delete_old_statements() -> None:
    """Deletes what is of nobody any more, 90 days after; a try stays as it is one alone."""
    old = LearningStatement.objects.filter(participant=None, at__lt=now() - KEPT)
    old = old.exclude(state=StatementState.WAITING, store__ended_at=None)
    old.exclude(verb="try").filter(voided_by=None).delete()


# Sending.


def send_statement(statement: LearningStatement) -> tuple[int | None, str]:
    """Makes the request; returns the status of the answer, or None and the kind of fault.

    A store that answers 409 holds something under this number: it is asked for it, and where it
    is this very statement, it was taken before.
    """
    store = statement.store
    said = as_statement(statement.as_fact(), settings.AMPARO_BASE_URL)
    address = f"{store.address}/statements?statementId={statement.ref}"
    status, fault, _body = request(address, as_bytes(said), headers=_headers(store), method="PUT")
    if status != CONFLICT:
        return status, fault
    found, fault, body = request(address, headers=_headers(store), method="GET")
    if found is None:
        return None, fault
    return (204, "") if found == 200 and is_same(body, said) else (CONFLICT, "conflict")


def _headers(store: LearningRecordStore) -> dict[str, str]:
    pair = f"{store.login}:{store.password}".encode()
    return {
        "Authorization": f"Basic {b64encode(pair).decode()}",
        "Content-Type": "application/json",
        "User-Agent": "Amparo",
        "X-Experience-API-Version": VERSION,
    }
