"""Statements of the Experience API: the verbs of ADL, an account in place of a name."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from amparo.pillars.training.xapi import Fact, as_bytes, as_statement, is_same

HOME = "https://amparo.example.org"
REF, ABOUT, COURSE = UUID(int=1), UUID(int=2), UUID(int=3)
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
TITLES = {"en": "Identifying victims", "es": "Identificar víctimas"}


def statement(verb, **fields):
    fact = {"actor": "f00d", "about": ABOUT, "course": COURSE, "titles": TITLES} | fields
    return as_statement(Fact(REF, verb, AT, **fact), HOME)


def test_attending_a_session_is_said_in_the_words_of_adl():
    assert statement("attended") == {
        "id": str(REF),
        "actor": {"objectType": "Agent", "account": {"homePage": HOME, "name": "f00d"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/attended", "display": {"en": "attended"}},
        "object": {
            "objectType": "Activity", "id": f"{HOME}/xapi/sessions/{ABOUT}",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/meeting", "name": TITLES,
            },
        },
        "timestamp": "2026-03-03T09:00:00.000+00:00",
        "context": {
            "platform": "Amparo",
            "contextActivities": {"grouping": [{
                "objectType": "Activity", "id": f"{HOME}/xapi/courses/{COURSE}",
                "definition": {
                    "type": "http://adlnet.gov/expapi/activities/course", "name": TITLES,
                },
            }]},
        },
    }  # fmt: skip


def test_a_test_says_its_score_and_whether_it_was_passed():
    found = statement("failed", percent=Decimal("66.67"))
    assert found["verb"]["id"] == "http://adlnet.gov/expapi/verbs/failed"
    assert found["object"]["definition"]["type"].endswith("/activities/assessment")
    assert found["result"] == {
        "score": {"scaled": 0.6667, "raw": 66.67, "min": 0, "max": 100},
        "success": False, "completion": True,
    }  # fmt: skip
    assert statement("passed", percent=Decimal(100))["result"]["success"] is True


def test_a_certificate_is_named_by_its_course():
    found = statement("earned")
    assert found["verb"]["id"] == "http://id.tincanapi.com/verb/earned"
    assert found["object"]["id"] == f"{HOME}/xapi/certificates/{ABOUT}"


def test_a_voiding_statement_names_the_statement_alone():
    found = as_statement(Fact(REF, "voided", AT, voids=ABOUT), HOME)
    assert found["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
    assert found["object"] == {"objectType": "StatementRef", "id": str(ABOUT)}
    assert found["actor"]["account"]["name"] == "amparo"
    assert "context" not in found


def test_the_same_fact_is_the_same_byte_by_byte():
    assert as_bytes(statement("attended")) == as_bytes(statement("attended"))


def test_what_a_store_holds_is_compared_by_who_did_what():
    mine = statement("attended")
    held = json.loads(as_bytes(mine)) | {"stored": "2026-03-04T00:00:00Z", "authority": {}}
    assert is_same(json.dumps(held).encode(), mine)
    other = held | {"actor": {"account": {"homePage": HOME, "name": "beef"}}}
    assert not is_same(json.dumps(other).encode(), mine)
    for broken in (b"", b"[]", b"null", b"{}", b'{"id": 1}', b"\xff"):
        assert not is_same(broken, mine)
