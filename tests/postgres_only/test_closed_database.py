"""An upgrade closes its database to everybody else, on whatever machine, until it is done."""

import pytest
from django.db import connection
from django.utils.translation import override

from amparo.foundation.core.refusals import Refusal
from amparo.ops.upgrade import database_version, postgresql

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_closed_to_all_but_the_upgrade_until_it_is_opened(monkeypatch):
    monkeypatch.setattr(postgresql, "_others", list)
    with postgresql._locked():
        postgresql._close(was_closed=False)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE tried (id int)")
            cursor.execute("DROP TABLE tried")
    try:
        with override("en"), pytest.raises(Refusal, match="Finish it: amparo upgrade"):
            database_version.refuse_other_versions()
        database_version.refuse_other_versions(is_upgrade=True)
        with connection.cursor() as cursor:
            cursor.execute("SHOW default_transaction_read_only")
            assert cursor.fetchone() == ("on",)
    finally:
        with postgresql._locked():
            postgresql._open()
    assert not database_version.is_closed()


def test_a_second_upgrade_is_refused():
    refused = pytest.raises(Refusal, match="Another machine")
    with override("en"), postgresql._locked(), refused, postgresql._locked():
        pytest.fail("Two at once.")
