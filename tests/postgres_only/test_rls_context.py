"""What the database is told of a user ends with the transaction: connections are used again."""

import pytest
from django.db import connection

from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.core.permissions.rls.policies import ROLE


def asked(text):
    with connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_what_it_was_told_ends_with_the_transaction(caseworker):
    with rls_user(caseworker, by_action=False):
        assert asked("SELECT current_setting('amparo.user')") == str(caseworker.pk)
        assert asked("SELECT current_user") == ROLE
    assert not asked("SELECT current_setting('amparo.user', true)")
    assert asked("SELECT current_user") != ROLE
