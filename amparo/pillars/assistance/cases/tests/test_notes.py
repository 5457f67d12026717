"""Notes: ours and theirs, quoted as they were said."""

import pytest

from amparo.pillars.assistance.cases.models import Note

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def url(case):
    return f"/cases/{case.ref}/notes/"


def test_a_note_is_kept_and_shown(client, url, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(f"{url}new/", {"kind": "note", "text": "She likes the mornings"})
    assert answer.status_code == 303
    assert "She likes the mornings" in client.get(f"/cases/{case.ref}/").content.decode()
    assert "She likes the mornings" in client.get(url).content.decode()


def test_own_words_are_quoted(client, url, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(
        f"{url}new/", {"kind": "quote", "text": "I want to leave"}, headers=HX
    ).content.decode()
    assert answer.strip().startswith('<section class="panel" id="notes"')
    assert 'quote"><bdi>I want to leave' in answer


def test_an_empty_note_is_asked_for_again(client, url, caseworker):
    client.force_login(caseworker)
    assert client.post(f"{url}new/", {"kind": "note", "text": " "}).status_code == 422
    assert not Note.objects.exists()


def test_v1_3_1_what_is_written_is_never_markup(client, url, case, caseworker):
    Note.write(case, by=caseworker, text="<script>alert(1)</script>", kind="quote")
    client.force_login(caseworker)
    for page in (url, f"/cases/{case.ref}/", f"/cases/{case.ref}/history/"):
        assert "<script>alert(1)" not in client.get(page).content.decode()


def test_a_stranger_reads_and_writes_nothing(client, url, stranger):
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    assert client.post(f"{url}new/", {"kind": "note", "text": "x"}).status_code == 404
    assert not Note.objects.exists()


def test_in_a_closed_case_nothing_is_written(client, url, case, caseworker):
    case.status = "closed"
    case.touch()
    client.force_login(caseworker)
    answer = client.post(f"{url}new/", {"kind": "note", "text": "Late"})
    assert answer.status_code == 422
    assert "Late" in answer.content.decode()
    assert not case.notes.exists()
