"""Looking changes nothing: it leaves its line in the ledger, and that is all."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.doors import DOORS, address

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
# Who looked, that they are signed in, which forms they were given.
MAY_CHANGE = {"trust_entry", "trust_session", "trust_once"}
LOOKED_AT = [route for route, door in DOORS.items() if door.get != 405]


@pytest.mark.parametrize("route", LOOKED_AT)
def test_looking_changes_nothing(route, house, clients):
    with CaptureQueriesContext(connection) as asked:
        clients[DOORS[route].opened_by()].get(address(route, house))
    written = {match[1] for query in asked if (match := WRITES.match(query["sql"]))}
    assert written <= MAY_CHANGE
