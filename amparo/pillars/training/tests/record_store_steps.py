"""What tests of learning record stores do: somebody agrees, attends, a statement is tried."""

import json

from amparo.foundation.core import clock
from amparo.pillars.training.models import AttendanceEntry, TrainingConsent
from amparo.pillars.training.record_store_tasks import deliver_learning_statement

PURPOSE = TrainingConsent.Purpose.STATEMENTS


def consent(participant, *, by, is_given=True):
    TrainingConsent.record(
        participant, PURPOSE, is_given=is_given, how="paper", language="es", by=by
    )


def attend(enrolment, by, *, is_present=True, how="tick"):
    return AttendanceEntry.write(
        enrolment.event.sessions.first(), enrolment, by=by, how=how, is_present=is_present,
        source="trainer",
    )  # fmt: skip


def statements_of(receiver):
    """The statements that arrived."""
    return [json.loads(body) for _headers, body in receiver.heard if body]


def verbs(receiver):
    return [each["verb"]["id"].rpartition("/")[2] for each in statements_of(receiver)]


def next_try(statement):
    """Makes the next attempt, when its time has come."""
    statement.refresh_from_db()
    due = max(statement.next_at, statement.store.rests_until or statement.next_at)
    with clock.at(due):
        deliver_learning_statement.call(str(statement.ref), statement.tries)
    statement.refresh_from_db()
    statement.store.refresh_from_db()
    return statement
