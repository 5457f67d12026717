"""Whatever is sent, to whichever door, by whomever: nothing crashes and nothing of it runs."""

import pytest
from django.db import connection
from django.test import Client

from tests.hostile import bombard, would_run
from tests.nastiness import MARK, MARKUP
from tests.support.nightly import examples

pytestmark = pytest.mark.django_db


# Words that would ask the database for something, if they stood in a question to it.
ASKING = (MARK, "OR 1=1", "DROP TABLE")


@pytest.fixture(scope="module", params=range(examples(5)))
def sent(request, house, clients):
    """What came of five hundred requests, and every statement that the database was asked."""
    statements: list[tuple[str, str]] = []

    def watch(execute, sql, params, many, context):
        if any(word in repr((sql, params)) for word in ASKING):
            statements.append((str(sql), repr(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        found = bombard(500, house, clients, seed=request.param)
        # Most words are sealed before they are kept: whom to sign in, the database is asked.
        Client().post("/sign-in/", {"email": f"{MARK}@example.org", "password": "x"})
    return found, statements


def test_v2_2_1_nothing_crashes_and_nothing_runs(sent):
    found, _statements = sent
    assert found.crashed == {}
    assert found.ran == {}
    assert found.answers[422] > 10  # it gets past the first question of many forms
    assert len(found.answers) >= 6


def test_v1_2_4_no_word_that_was_sent_stands_in_a_statement(sent):
    """It travels beside it, as a value: whatever it says, it asks the database for nothing."""
    _found, statements = sent
    assert statements
    assert [sql for sql, _values in statements if any(word in sql for word in ASKING)] == []


def test_signs_that_a_database_does_not_take_are_nobodys_name(client):
    answer = client.post("/sign-in/", {"email": "lucia\x00@example.org", "password": "x\x00"})
    assert answer.status_code == 422


@pytest.mark.parametrize("markup", [each for each in MARKUP if "<" in each])
def test_what_would_run_is_seen(markup):
    assert would_run(f"<p>{markup}</p>")
    assert not would_run(f"<p>{markup.replace('<', '&lt;')}</p>")


def test_so_is_a_link_that_would_run():
    assert would_run('<a href="javascript:amparo7()">x</a>')
    assert would_run('<input value="" onfocus=amparo7() autofocus x="">')
    assert not would_run('<input value="javascript:amparo7()">')
