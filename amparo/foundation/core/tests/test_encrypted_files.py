"""Files of the people we serve never lie in clear, and come back whole or not at all."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from amparo.foundation.core.encryption.files import CHUNK, CorruptFileError, EncryptedFile
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.files import uploads
from amparo.foundation.core.files.uploads import EncryptedUploadHandler, upload_was_too_large
from amparo.foundation.core.records import new_reference
from amparo.foundation.protection.models.base import CaseFile

CANARY = b"Rosa Mamani sleeps at the blue house"


pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CASE = CaseFile(new_reference())


def kept(content: bytes) -> str:
    return EncryptedFile.write(io.BytesIO(content), owner=CASE)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path / "files"


def path_of(name) -> Path:
    from django.conf import settings

    return Path(settings.AMPARO_FILE_STORAGE) / name[:2] / name


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 77])
def test_what_was_kept_comes_back(size):
    content = (CANARY * (size // len(CANARY) + 1))[:size]
    name = kept(content)
    with EncryptedFile.open(name) as file:
        assert file.read() == content
    assert CANARY not in path_of(name).read_bytes()


def test_any_part_can_be_read_without_the_rest():
    content = bytes(range(256)) * (3 * CHUNK // 256) + b"the end"
    name = kept(content)
    with EncryptedFile.open(name) as file:
        file.seek(-7, io.SEEK_END)
        assert file.read() == b"the end"
        file.seek(CHUNK - 3)
        assert file.read(6) == content[CHUNK - 3 : CHUNK + 3]
        file.seek(10)
        assert file.read(4) == content[10:14]


@hypothesis_settings(max_examples=25, deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 2 * CHUNK + 50), st.integers(0, 3000)), max_size=8))
def test_seeking_answers_as_an_open_file_would(moves):
    content = b"0123456789abcdef" * (2 * CHUNK // 16) + b"tail"
    with EncryptedFile.open(kept(content)) as file:
        for at, length in moves:
            file.seek(at)
            assert file.read(length) == content[at : at + length]


def test_an_archive_is_read_straight_from_the_seal():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.xml", b"<a/>" * 400_000)
    with EncryptedFile.open(kept(archive.getvalue())) as file:
        assert len(zipfile.ZipFile(file).read("a.xml")) == 1_600_000


@pytest.mark.parametrize(
    "harm",
    [
        lambda raw: raw[: 20 + CHUNK + 16],  # its last chunk dropped
        lambda raw: raw[:-1],
        lambda raw: raw[:-5] + b"-----",
        lambda raw: b"PK\x03\x04" + raw[4:],
        lambda raw: raw[:25],
    ],
)
def test_a_file_that_was_harmed_shows_nothing(harm):
    name = kept(b"x" * (CHUNK + 100))
    path_of(name).write_bytes(harm(path_of(name).read_bytes()))
    with pytest.raises(CorruptFileError):
        EncryptedFile.open(name)


def test_chunks_cannot_change_places():
    name = kept(b"a" * CHUNK + b"b" * CHUNK + b"c")
    raw = path_of(name).read_bytes()
    one, two = raw[20 : 20 + CHUNK + 16], raw[20 + CHUNK + 16 : 20 + 2 * (CHUNK + 16)]
    path_of(name).write_bytes(raw[:20] + two + one + raw[20 + 2 * (CHUNK + 16) :])
    with pytest.raises(CorruptFileError), EncryptedFile.open(name) as file:
        file.read()


def test_one_file_cannot_stand_in_for_another():
    mine, other = (kept(text) for text in (b"mine", b"other"))
    path_of(mine).write_bytes(path_of(other).read_bytes())
    with pytest.raises(CorruptFileError):
        EncryptedFile.open(mine)


def test_it_opens_for_nobody_once_the_key_of_its_owner_is_destroyed():
    name = kept(b"mine")
    assert DataKey.destroy([CASE.ref]) == 1
    with pytest.raises(DecryptionError):
        EncryptedFile.open(name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ab", "a" * 31 + "/", "A" * 32])
def test_v5_3_2_no_name_leads_out_of_the_folder(name):
    with pytest.raises(FileNotFoundError):
        EncryptedFile.open(name)


def test_what_is_deleted_is_gone_and_a_failed_write_leaves_nothing():
    name = kept(b"x")
    assert list(EncryptedFile.names()) == [name]
    EncryptedFile.delete(name)
    EncryptedFile.delete(name)

    class Breaks(io.BytesIO):
        def read(self, size=-1):
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        EncryptedFile.write(Breaks(), owner=CASE)
    assert not [path for path in path_of(name).parent.parent.rglob("*") if path.is_file()]


def upload(content):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("register.csv", content)})
    request.upload_handlers = [EncryptedUploadHandler(request)]
    return request


@pytest.mark.parametrize("size", [10, uploads.IN_MEMORY, uploads.IN_MEMORY + 1, 7_000_000])
def test_an_upload_arrives_whole(size):
    content = (CANARY * (size // len(CANARY) + 1))[:size]
    request = upload(content)
    file = request.FILES["file"]
    assert (file.name, file.size) == ("register.csv", size)
    assert not hasattr(file, "temporary_file_path")
    assert b"".join(file.chunks()) == content
    file.seek(size - 3)
    assert file.read() == content[-3:]


def test_a_large_upload_is_sealed_while_it_lies_on_disk(monkeypatch):
    laid = []
    real = uploads.tempfile.TemporaryFile
    monkeypatch.setattr(
        uploads.tempfile, "TemporaryFile", lambda *a, **k: laid.append(real(*a, **k)) or laid[-1]
    )
    request = upload(CANARY * 200_000)
    assert request.FILES["file"].read(len(CANARY)) == CANARY
    laid[0].seek(0)
    on_disk = laid[0].read()
    assert len(on_disk) > 7_000_000
    assert CANARY not in on_disk


def test_an_upload_goes_from_seal_to_seal():
    content = CANARY * 100_000
    name = EncryptedFile.write(upload(content).FILES["file"], owner=CASE)
    with EncryptedFile.open(name) as file:
        assert file.read() == content


@override_settings(AMPARO_UPLOAD_LIMIT=1000)
def test_files_beyond_the_limit_are_left_out_and_reported():
    request = upload(b"x" * 1001)
    assert "file" not in request.FILES
    assert upload_was_too_large(request)
    assert not upload_was_too_large(upload(b"x"))
