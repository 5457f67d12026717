"""Where many machines share one store, files lie sealed in a bucket and are read by pieces."""

import io

import boto3
import pytest
from botocore.exceptions import ClientError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.foundation.core.encryption import s3_storage
from amparo.foundation.core.encryption.files import CHUNK, CorruptFileError, EncryptedFile
from amparo.foundation.core.records import new_reference
from amparo.foundation.core.refusals import TemporarilyUnavailable
from amparo.foundation.protection.models.base import CaseFile
from amparo.site.environment import file_storage_settings
from tests.support.fake_services import s3

pytestmark = pytest.mark.django_db
CASE = CaseFile(new_reference())
CANARY = b"Rosa Mamani sleeps at the blue house"


@pytest.fixture(scope="module")
def server():
    with s3() as where:
        yield where


@pytest.fixture
def bucket(server, settings):
    there = boto3.resource("s3", endpoint_url=server, region_name="us-east-1").Bucket("amparo")
    there.create()
    there.objects.delete()
    url = f"s3://amparo/office?endpoint={server}&region=us-east-1"
    settings.STORAGES = settings.STORAGES | {"sealed": file_storage_settings(url)}
    yield there
    there.objects.delete()


def kept(content: bytes) -> str:
    return EncryptedFile.write(io.BytesIO(content), owner=CASE)


def raw(bucket, name):
    return bucket.Object(f"office/{EncryptedFile.place(name)}").get()["Body"].read()


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, s3_storage.PART + 12_345])
def test_what_was_kept_comes_back_and_lies_there_sealed(bucket, size):
    content = (CANARY * (size // len(CANARY) + 1))[:size]
    name = kept(content)
    with EncryptedFile.open(name) as file:
        assert file.read() == content
    assert CANARY not in raw(bucket, name)


def test_only_what_is_read_travels(bucket, monkeypatch):
    content = bytes(range(256)) * (6 * CHUNK // 256) + b"the end"
    name, travelled, read = kept(content), [], s3_storage._Ranged.readinto
    monkeypatch.setattr(
        s3_storage._Ranged, "readinto",
        lambda self, buffer: travelled.append(len(buffer)) or read(self, buffer),
    )  # fmt: skip
    with EncryptedFile.open(name) as file:
        file.seek(2 * CHUNK + 10)
        assert file.read(4) == content[2 * CHUNK + 10 : 2 * CHUNK + 14]
    assert sum(travelled) < 3 * (CHUNK + 100)


def test_one_that_was_changed_shows_nothing(bucket):
    name = kept(CANARY)
    bucket.put_object(Key=f"office/{EncryptedFile.place(name)}", Body=raw(bucket, name)[:-1])
    with pytest.raises(CorruptFileError):
        EncryptedFile.open(name)


def test_one_that_is_not_there(bucket):
    with pytest.raises(FileNotFoundError):
        EncryptedFile.open("0" * 32)


def test_deleted_and_listed(bucket):
    one, other = kept(b"1"), kept(b"2")
    assert {name for name, since in EncryptedFile.kept() if since.tzinfo} == {one, other}
    EncryptedFile.delete(one)
    EncryptedFile.delete(one)
    assert list(EncryptedFile.names()) == [other]


def test_a_write_that_breaks_leaves_nothing(bucket):
    class Breaks(io.BytesIO):
        def read(self, size=-1):
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        EncryptedFile.write(Breaks(), owner=CASE)
    assert not list(EncryptedFile.names())


def test_while_the_bucket_is_away_people_are_told_and_nothing_is_half_kept(
    client, case, caseworker, server, bucket, settings
):
    client.force_login(caseworker)
    paper = {"file": SimpleUploadedFile("carta.txt", b"Hello", "text/plain")}
    page = reverse("cases:attachment-new", args=[case.ref])
    assert client.post(page, paper).status_code == 303
    kept_there = reverse("cases:attachment", args=[case.ref, case.attachments.get().ref])
    url = "s3://amparo/office?endpoint=http://127.0.0.1:9&region=us-east-1"
    settings.STORAGES = settings.STORAGES | {"sealed": file_storage_settings(url)}
    refused = client.post(page, {"file": SimpleUploadedFile("other.txt", b"x", "text/plain")})
    assert refused.status_code == 422
    assert "out of reach" in refused.content.decode()
    assert case.attachments.count() == 1
    away = client.get(kept_there)
    assert away.status_code == 503
    assert "out of reach" in away.content.decode()


def test_a_bucket_that_lets_us_in_no_more(bucket):
    name = kept(CANARY)
    fault = ClientError({"ResponseMetadata": {"HTTPStatusCode": 403}, "Error": {}}, "GetObject")
    with pytest.raises(TemporarilyUnavailable), s3_storage._reached():
        raise fault
    with EncryptedFile.open(name) as file:
        assert file.read() == CANARY


def test_without_a_bucket_it_is_a_folder():
    assert file_storage_settings("")["BACKEND"].endswith("storage.AtomicFileSystemStorage")
    assert type(storages["sealed"]).__name__ == "AtomicFileSystemStorage"
