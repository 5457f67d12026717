"""Lines break, telephones send again, and what arrives cut, too large or strange is said so."""

import pytest

from amparo.foundation.core.files.uploads import MOST
from amparo.foundation.fieldwork.models import Submission, SubmissionFile
from tests.support.openrosa_client import filled, picture

pytestmark = pytest.mark.django_db
SURVEY = """text,words,What did you see?,case_management,narrative,
image,photo,A photo,case_management,narrative,"""
KIND = "multipart/form-data; boundary=amparo"
RAW = filled("field_visit", "1", "<words>Nobody is home.</words><photo>a.jpg</photo>")


@pytest.fixture(autouse=True)
def form(published):
    return published(SURVEY)


@pytest.fixture
def phone(openrosa_device):
    return openrosa_device()


def part(name, file, content):
    head = f'--amparo\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'
    return head.encode() + content + b"\r\n"


def whole(*more):
    parts = part("xml_submission_file", "a.xml", RAW), *more
    return b"".join(parts) + b"--amparo--\r\n"


def sent(phone, body, kind=KIND, **more):
    return phone.answer(phone.post(body, kind, **more))


def test_a_post_that_lost_its_end_is_refused_whole(phone):
    body = whole(part("a.jpg", "a.jpg", picture()))
    for lost in (1, 8, 12, 40, 400, len(body) - 10):
        cut = body[: len(body) - lost - 2]
        said = sent(phone, cut)
        assert (said.status, said.text) == (400, "Only a part of it arrived. Send it again.")
    assert not Submission.objects.exists()
    assert not SubmissionFile.objects.exists()
    assert sent(phone, body).status == 201


def test_damaged_answers_are_told_so(phone):
    said = phone.submit(RAW[:-20])
    assert (said.status, said.text) == (400, "These answers cannot be read: they are damaged.")


def test_a_post_without_answers_is_told_so(phone):
    said = sent(phone, part("other", "a.xml", RAW) + b"--amparo--\r\n")
    assert said.status == 400
    assert "xml_submission_file" in said.text


def test_answers_that_are_too_large_are_told_so(phone):
    large = filled("field_visit", "1", f"<words>{'a' * 5_100_000}</words>")
    said = phone.submit(large)
    assert (said.status, said.text) == (413, "This is larger than we take here.")


def test_so_is_a_post_before_a_byte_of_it_is_read(phone, settings):
    said = sent(phone, whole(), CONTENT_LENGTH=str(300 * 1024 * 1024))
    assert said.status == 413


def test_what_does_not_say_how_large_it_is_is_not_taken(phone):
    assert sent(phone, whole(), HTTP_TRANSFER_ENCODING="chunked").status == 411


def test_more_photos_come_with_answers_than_with_any_page(phone):
    files = [(f"{at}.jpg", "image/jpeg", picture(at)) for at in range(MOST * 4)]
    assert phone.submit(RAW, *files).status == 201
    assert SubmissionFile.objects.count() == MOST * 4


def test_another_method_is_refused_in_its_own_words(phone):
    response = phone._call("put", f"{phone.server}/submission", RAW)
    said = phone.answer(response)
    assert said.status == 405
    assert "POST" in said.headers["Allow"]


@pytest.mark.parametrize("path", ["nowhere", "forms/x.xml", "forms/", ""])
def test_what_is_not_there_is_said_in_the_protocol(phone, path):
    assert phone.answer(phone._get(f"{phone.server}/{path}")).status == 404


def test_what_is_said_to_be_locked_and_is_not_waits_for_a_person(phone, run_jobs):
    inside = (
        "<base64EncryptedKey>AAAA</base64EncryptedKey>"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
    )
    raw = filled("field_visit", "1", inside).replace(b"<data ", b'<data encrypted="yes" ', 1)
    enc = ("submission.xml.enc", "application/octet-stream", b"\x00\x01\x02")
    assert phone.submit(raw, enc).status == 201
    run_jobs()
    kept = Submission.objects.get()
    assert (kept.state, kept.raw.encode()) == ("odd", raw)
    assert kept.findings == [{"path": "", "kind": "unreadable"}]
    assert kept.files.get().name == "submission.xml.enc"


def test_what_was_changed_after_it_had_been_sent_is_compared_by_a_person(phone, run_jobs):
    phone.submit(RAW)
    more = "<orx:deprecatedID>uuid:1</orx:deprecatedID>"
    phone.submit(filled("field_visit", "1", "<words>Somebody is.</words><photo/>", more=more))
    run_jobs()
    states = Submission.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["kept", "odd"]
    assert Submission.objects.order_by("pk").last().findings[-1]["kind"] == "replaces"


def test_what_waits_can_be_tried_again_and_lands(
    openrosa_device, published, case, caseworker, run_jobs
):
    published("text,number,Number,case_management,plain,case.number", code="by_number")
    case.assign(caseworker, by=caseworker)
    caseworker_phone = openrosa_device()
    caseworker.memberships.update(ended_at="2020-01-01T00:00:00Z")
    caseworker_phone.submit(filled("by_number", "1", f"<number>{case.number}</number>"))
    run_jobs()
    kept = Submission.objects.get()
    assert kept.state == "odd"
    caseworker.memberships.update(ended_at=None)
    kept.try_again(by=caseworker)
    run_jobs()
    kept.refresh_from_db()
    assert kept.state == "landed"
