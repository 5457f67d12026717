"""Where the house has a scanner, no paper opens before it was checked, and no harmful one ever."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core.files.scanning import ask_again, check_file
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.models import AuditEntry, Job, Notification
from amparo.pillars.assistance.cases.models import Attachment
from tests.support.fake_services import EICAR, clamd

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path


@pytest.fixture
def scanner(settings):
    with clamd() as running:
        settings.AMPARO_CLAMD = running.where
        yield running


@pytest.fixture
def keep(case, caseworker):
    def keep(content=b"Carta"):
        paper = validate_upload("carta.txt", "text/plain", len(content), io.BytesIO(content))
        return Attachment.keep(case, by=caseworker, paper=paper)

    return keep


def checked(paper):
    check_file.call(str(paper.ref))
    paper.refresh_from_db()
    return paper


def there(paper):
    return reverse("cases:attachment", args=[paper.case.ref, paper.ref])


def papers(case):
    return reverse("cases:attachments", args=[case.ref])


def test_v5_4_3_it_opens_only_once_it_was_checked(client, case, caseworker, scanner, keep):
    client.force_login(caseworker)
    paper = keep()
    assert Job.objects.get(task="scan-attachment").args == [str(paper.ref)]
    refused = client.get(there(paper))
    assert refused.status_code == 409
    assert "being checked" in refused.content.decode()
    listed = client.get(papers(case)).content.decode()
    assert "Being checked for viruses" in listed
    assert there(paper) + '"' not in listed
    checked(paper)
    assert b"".join(client.get(there(paper)).streaming_content) == b"Carta"
    assert there(paper) + '"' in client.get(papers(case)).content.decode()
    assert not Notification.objects.filter(event="attachment.infected").exists()


def test_v5_4_3_what_is_harmful_never_opens_and_those_concerned_are_told(
    client, case, caseworker, colleague, administrator, scanner, keep
):
    paper = checked(keep(b"Dear all, " + EICAR))
    assert paper.is_harmful
    for each in (caseworker, colleague):
        client.force_login(each)
        assert client.get(there(paper)).status_code == 409
    listed = client.get(papers(case)).content.decode()
    assert "Harmful: locked away" in listed
    told = {each.user: each for each in Notification.objects.filter(event="attachment.infected")}
    assert set(told) == {caseworker, administrator}
    assert case.number not in (told[administrator].about, told[administrator].url)
    entry = AuditEntry.objects.get(event="attachment.infected")
    assert (entry.by, entry.details["code"]) == (None, "Eicar-Test-Signature")
    client.force_login(administrator)
    assert (
        "Attachment quarantined: virus found"
        in client.get(reverse("notifications")).content.decode()
    )


def test_it_is_judged_once(scanner, keep):
    paper = keep(EICAR)
    for _twice in range(2):
        checked(paper)
    paper.judge("")
    paper.refresh_from_db()
    assert paper.is_harmful
    assert AuditEntry.objects.filter(event="attachment.infected").count() == 1


def test_v5_4_3_while_the_scanner_is_away_papers_wait_and_are_asked_about_again(settings, keep):
    settings.AMPARO_CLAMD = "tcp:127.0.0.1:9"
    paper = checked(keep())
    assert paper.is_waiting
    Attachment.objects.update(at=paper.at - timedelta(hours=1))
    assert ask_again() == 0  # nobody is there to answer
    with clamd() as running:
        settings.AMPARO_CLAMD = running.where
        assert ask_again() == 1
        assert checked(paper).may_be_opened
        assert ask_again() == 0


def test_v5_4_3_what_is_no_verdict_leaves_it_waiting(settings, keep):
    with clamd(answer=b"INSTREAM size limit exceeded. ERROR") as running:
        settings.AMPARO_CLAMD = running.where
        assert checked(keep()).is_waiting


def test_an_installation_without_a_scanner_keeps_nothing_waiting(settings, keep):
    settings.AMPARO_CLAMD = ""
    assert keep().may_be_opened
    assert not Job.objects.filter(task="scan-attachment").exists()
    settings.AMPARO_CLAMD = "tcp:127.0.0.1:9"
    paper = keep()
    settings.AMPARO_CLAMD = ""
    assert paper.may_be_opened  # it was taken away meanwhile


def test_a_paper_taken_out_while_it_waits_is_asked_about_no_more(scanner, keep, caseworker):
    paper = keep(EICAR)
    paper.remove(by=caseworker, because="Wrong person")
    assert not checked(paper).is_harmful
    assert not scanner.pieces
