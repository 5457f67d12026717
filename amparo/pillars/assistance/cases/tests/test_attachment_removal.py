"""A paper that came into a file by mistake goes, whole and for good; that it was here stays."""

import io

import pytest
from django.urls import reverse

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path
    return tmp_path


@pytest.fixture
def paper(case, caseworker):
    content = validate_upload("Otra persona.txt", "text/plain", 5, io.BytesIO(b"Hello"))
    return Attachment.keep(case, by=caseworker, paper=content)


@pytest.fixture
def page(case, paper):
    return reverse("cases:attachment-remove", args=[case.ref, paper.ref])


def test_name_and_content_go_and_the_reason_stays(
    client, page, case, paper, colleague, files, django_capture_on_commit_callbacks
):
    client.force_login(colleague)
    assert "Otra persona.txt" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page, {"because": "It belongs to somebody else"})
        assert answer.status_code == 303
        assert list(EncryptedFile.names()) == [paper.storage_key]  # not before it is settled
    assert not [path for path in files.rglob("*") if path.is_file()]
    paper.refresh_from_db()
    assert (paper.name, paper.storage_key) == ("", "")
    assert paper.removed_by == colleague
    entry = AuditEntry.objects.get(event="attachment.removed")
    assert (entry.by, entry.record_ref, entry.file_ref) == (colleague, paper.ref, case.ref)
    listed = client.get(reverse("cases:attachments", args=[case.ref])).content.decode()
    assert "Otra persona" not in listed
    assert "It belongs to somebody else" in listed
    there = reverse("cases:attachment", args=[case.ref, paper.ref])
    assert client.get(there).status_code == 404
    assert client.get(page).status_code == 404
    assert "Otra persona" not in client.get(case.get_absolute_url()).content.decode()


def test_nothing_goes_without_a_reason(client, page, paper, caseworker):
    client.force_login(caseworker)
    assert client.post(page, {"because": " "}).status_code == 422
    with pytest.raises(Refusal):
        paper.remove(by=caseworker, because=" ")
    assert not Attachment.objects.exclude(removed_at=None).exists()


def test_taken_out_twice_is_taken_out_once(paper, caseworker, colleague):
    stale = Attachment.objects.get(pk=paper.pk)
    paper.remove(by=caseworker, because="Wrong person")
    stale.remove(by=colleague, because="Me too")
    kept = Attachment.objects.get(pk=paper.pk)
    assert (kept.removed_by, kept.removed_reason) == (caseworker, "Wrong person")
    assert AuditEntry.objects.filter(event="attachment.removed").count() == 1


def test_a_stranger_takes_nothing_out(client, page, paper, stranger):
    client.force_login(stranger)
    assert client.post(page, {"because": "Mine"}).status_code == 404
    paper.refresh_from_db()
    assert paper.storage_key


def test_a_paper_of_another_case_is_not_found_here(client, paper, cast, caseworker):
    other = cast.open_case(person=cast.nayeli, channel="walk_in")
    client.force_login(caseworker)
    there = reverse("cases:attachment-remove", args=[other.ref, paper.ref])
    assert client.post(there, {"because": "x"}).status_code == 404
