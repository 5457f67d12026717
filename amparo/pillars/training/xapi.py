"""Statements of the Experience API (xAPI 1.0.3) about learning. Without Django.

Verbs and types of activities are those of ADL; for a certificate that was earned ADL has none, so
that the public registry's are taken. An actor is an account under a pseudonym: no name, no mail.
Activities are addresses that name something of ours and lead nowhere. A certificate is named by
its course, not by its number: with the number its public check would name the holder.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

VERSION = "1.0.3"
_ADL_VERBS, _ADL_TYPES = "http://adlnet.gov/expapi/verbs/", "http://adlnet.gov/expapi/activities/"
VERBS = {
    "attended": f"{_ADL_VERBS}attended",
    "passed": f"{_ADL_VERBS}passed",
    "failed": f"{_ADL_VERBS}failed",
    "earned": "http://id.tincanapi.com/verb/earned",
    "voided": f"{_ADL_VERBS}voided",
    "try": f"{_ADL_VERBS}interacted",
}
_DISPLAYED = {"try": "interacted"}
TYPES = {
    "attended": f"{_ADL_TYPES}meeting",
    "passed": f"{_ADL_TYPES}assessment",
    "failed": f"{_ADL_TYPES}assessment",
    "earned": "http://id.tincanapi.com/activitytype/certificate",
}
COURSE_TYPE = f"{_ADL_TYPES}course"
_PATHS = {"attended": "sessions", "passed": "tests", "failed": "tests", "earned": "certificates"}
# The account under which the installation itself speaks: voids, and tries the connection.
SELF = "amparo"


@dataclass(frozen=True)
class Fact:
    """What a statement says; the same fact gives the same statement, byte by byte."""

    ref: UUID
    verb: str
    at: datetime
    actor: str = SELF
    about: UUID | None = None
    course: UUID | None = None
    # By language code.
    titles: Mapping[str, str] = field(default_factory=dict)
    percent: Decimal | None = None
    voids: UUID | None = None


def as_statement(fact: Fact, home: str) -> dict[str, Any]:
    """Returns the statement; `home` is the address of the installation."""
    statement = {
        "id": str(fact.ref),
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": fact.actor}},
        "verb": {
            "id": VERBS[fact.verb],
            "display": {"en": _DISPLAYED.get(fact.verb, fact.verb)},
        },
        "object": _object(fact, home),
        "timestamp": fact.at.astimezone(UTC).isoformat(timespec="milliseconds"),
    }
    if fact.course is not None:
        statement["context"] = {
            "platform": "Amparo",
            "contextActivities": {"grouping": [_course(fact, home)]},
        }
    if fact.percent is not None:
        statement["result"] = _result(fact)
    return statement


def as_bytes(statement: Mapping[str, Any]) -> bytes:
    return json.dumps(statement, ensure_ascii=False, separators=(",", ":")).encode()


def _object(fact: Fact, home: str) -> dict[str, Any]:
    if fact.voids is not None:
        return {"objectType": "StatementRef", "id": str(fact.voids)}
    if fact.about is None:
        return {
            "objectType": "Activity", "id": f"{home}/xapi/connection-test",
            "definition": {"name": {"en": "Connection test"}},
        }  # fmt: skip
    definition = {"type": TYPES[fact.verb]} | _named(fact)
    where = f"{home}/xapi/{_PATHS[fact.verb]}/{fact.about}"
    return {"objectType": "Activity", "id": where, "definition": definition}


def _course(fact: Fact, home: str) -> dict[str, Any]:
    return {
        "objectType": "Activity", "id": f"{home}/xapi/courses/{fact.course}",
        "definition": {"type": COURSE_TYPE} | _named(fact),
    }  # fmt: skip


def _named(fact: Fact) -> dict[str, Any]:
    return {"name": dict(fact.titles)} if fact.titles else {}


def _result(fact: Fact) -> dict[str, Any]:
    assert fact.percent is not None  # noqa: S101 - asked before
    percent = float(fact.percent)
    return {
        "score": {"scaled": round(percent / 100, 4), "raw": percent, "min": 0, "max": 100},
        "success": fact.verb == "passed", "completion": True,
    }  # fmt: skip


def is_same(body: bytes, statement: Mapping[str, Any]) -> bool:
    """Whether a store that refused a statement holds this very one: the same number, actor, verb
    and object. A store may add to all of them.
    """
    try:
        held = json.loads(body)
        mine = statement
        return (
            held["id"] == mine["id"]
            and held["verb"]["id"] == mine["verb"]["id"]
            and held["object"]["id"] == mine["object"]["id"]
            and held["actor"]["account"] == mine["actor"]["account"]
        )
    except (ValueError, TypeError, KeyError, LookupError):
        return False
