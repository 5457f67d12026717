"""A form sent twice is one deed; a refused one leaves nothing behind."""

from uuid import uuid4

import pytest

from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.idempotency import IdempotencyKey
from amparo.pillars.assistance.cases.models import Note

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def write(client, case, caseworker):
    client.force_login(caseworker)

    def write(key, text="She slept well.", **headers):
        url = f"/cases/{case.ref}/notes/new/"
        return client.post(url, {"once": key, "kind": "note", "text": text}, headers=headers)

    return write


def test_a_double_click_is_one_note(write):
    key = uuid4()
    first, second = write(key), write(key)
    assert first.status_code in (302, 303)
    assert first["Location"] == second["Location"]
    assert Note.objects.count() == 1
    assert AuditEntry.objects.filter(event="note.written").count() == 1


def test_a_retry_by_script_is_led_to_the_first_answer(write):
    key = uuid4()
    write(key)
    again = write(key, **{"HX-Request": "true"})
    assert again.status_code == 200
    assert again["HX-Redirect"]
    assert Note.objects.count() == 1


def test_the_same_key_with_other_words_is_refused(write):
    key = uuid4()
    write(key)
    assert write(key, "Other words").status_code == 409
    assert Note.objects.get().text == "She slept well."


def test_v2_3_3_a_refused_request_leaves_neither_change_nor_key(write):
    key = uuid4()
    assert write(key, "").status_code == 422
    assert not IdempotencyKey.objects.exists()
    write(key, "Now with words")
    assert Note.objects.count() == 1


def test_who_is_sent_to_sign_in_first_leaves_nothing_of_what_they_typed(client, case):
    typed = {"q": "Quispe" * 80}
    answer = client.post(f"/cases/{case.ref}/notes/new/", {"once": uuid4()}, query_params=typed)
    assert "Quispe" in answer["Location"]
    assert [once.result_ref for once in IdempotencyKey.objects.all()] == ["/sign-in/"]


def test_another_person_cannot_use_the_key(write, client, case, colleague):
    key = uuid4()
    write(key)
    client.force_login(colleague)
    url = f"/cases/{case.ref}/notes/new/"
    page = client.post(url, {"once": key, "kind": "note", "text": "She slept well."})
    assert page.status_code == 409
    assert Note.objects.count() == 1
