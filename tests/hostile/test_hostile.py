"""Hostile requests, files and devices: nothing crashes or runs, all is answered in protocol."""

import io

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation.core.files.validation import ATTACHMENT_TYPES, validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.tests.sample_files import HONEST
from tests.hostile.devices import send_hostile_posts
from tests.hostile.files import HOSTILE, faults_of, try_hostile_files
from tests.hostile.requests import MARK, MARKUP, send_hostile_requests, would_run
from tests.support.nightly import examples, is_nightly

# Words that would ask the database for something, if they stood in a question to it.
ASKING = (MARK, "OR 1=1", "DROP TABLE")


@pytest.fixture(scope="module", params=range(examples(5)))
def sent(request, shared_data, clients_by_person):
    """What came of hundreds of requests, and every statement that the database was asked."""
    statements: list[tuple[str, str]] = []

    def watch(execute, sql, params, many, context):
        if any(word in repr((sql, params)) for word in ASKING):
            statements.append((str(sql), repr(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        found = send_hostile_requests(
            500 if is_nightly() else 250, shared_data, clients_by_person, seed=request.param
        )
        # Most words are sealed before they are kept: whom to sign in, the database is asked.
        Client().post("/sign-in/", {"email": f"{MARK}@example.org", "password": "x"})
    return found, statements


@pytest.mark.django_db
def test_v2_2_1_nothing_crashes_and_nothing_runs(sent):
    found, _statements = sent
    assert found.crashed == {}
    assert found.ran == {}
    assert found.answers[422] > 10  # it gets past the first question of many forms
    assert len(found.answers) >= 6


@pytest.mark.django_db
def test_v1_2_4_no_word_that_was_sent_stands_in_a_statement(sent):
    """It travels beside it, as a value: whatever it says, it asks the database for nothing."""
    _found, statements = sent
    assert statements
    assert [sql for sql, _values in statements if any(word in sql for word in ASKING)] == []


@pytest.mark.django_db
def test_signs_that_a_database_does_not_take_are_nobodys_name(client):
    answer = client.post("/sign-in/", {"email": "lucia\x00@example.org", "password": "x\x00"})
    assert answer.status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("markup", [each for each in MARKUP if "<" in each])
def test_what_would_run_is_seen(markup):
    assert would_run(f"<p>{markup}</p>")
    assert not would_run(f"<p>{markup.replace('<', '&lt;')}</p>")


@pytest.mark.django_db
def test_so_is_a_link_that_would_run():
    assert would_run('<a href="javascript:amparo7()">x</a>')
    assert would_run('<input value="" onfocus=amparo7() autofocus x="">')
    assert not would_run('<input value="javascript:amparo7()">')


# Whatever somebody sends as a paper is refused in words or taken as what it is: no crash.

# Taken, and then harmless: drawn anew, tidied, or left to the scanner.
HARMLESS = {"polyglot.jpg", "virus.txt", "acta\u202egpj.pdf"}
WHOLE = {name: make() for name, (make, _kind) in HONEST.items()}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_known_one(name):
    content = io.BytesIO(HOSTILE[name])
    if name in HARMLESS:
        assert not list(faults_of(validate_upload(name, "", 1, content)))
    else:
        with pytest.raises(Refusal):
            validate_upload(name, "", 1, content)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_many_that_are_broken_in_some_way():
    found = try_hostile_files(600)
    assert not found.faults
    assert found.tried == 600
    assert found.refused > 200
    assert found.taken > 20


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(ATTACHMENT_TYPES)), st.binary(max_size=4000))
def test_anything_at_all_under_any_name(ending, content):
    try:
        paper = validate_upload("paper" + ending, "", len(content), io.BytesIO(content))
    except Refusal:
        return
    assert paper.kind in ("text/plain", "text/csv")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_honest_ones_with_a_few_bytes_changed(data):
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    content = bytearray(WHOLE[name])
    for at, byte in data.draw(
        st.dictionaries(st.integers(0, len(content) - 1), st.integers(0, 255), max_size=12)
    ).items():
        content[at] = byte
    try:
        paper = validate_upload(name, "", len(content), io.BytesIO(content))
    except Refusal:
        return
    assert not list(faults_of(paper))


# Whatever is sent in the name of a telephone: nothing crashes, all is answered in protocol.


@pytest.mark.django_db
def test_nothing_crashes_and_each_is_answered_as_the_protocol_wants(shared_data):
    found = send_hostile_posts(100, shared_data, seed=27)
    assert found.crashed == []
    assert found.against_the_protocol == []
    assert found.in_logs == 0
    assert found.answers[201] > 10  # it gets past the first question
    assert found.answers[400] > 10
