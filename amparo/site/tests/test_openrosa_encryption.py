"""What is finished lies locked on a telephone, and only this house opens it."""

import base64
import io
import re
import secrets
import shutil
import subprocess
from functools import partial
from hashlib import md5 as md5_of
from pathlib import Path

import pytest
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

import tests
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork import submissions
from amparo.foundation.fieldwork.models import FormKey, Submission, SubmissionFile
from amparo.foundation.fieldwork.models.form_encryption import xform_for_devices
from amparo.foundation.fieldwork.openrosa.encrypted_submissions import PADDING
from amparo.foundation.fieldwork.xlsforms import conversion
from amparo.pillars.assistance.case_forms.models import CaseForm
from tests.support.openrosa_client import filled, picture

pytestmark = pytest.mark.django_db
WORDS, CODE, NAME = "The roof is gone.", "field_visit", "uuid:5f1c"
LOCKER = Path(tests.__file__).parent / "Locker.java"
BYTES = "application/octet-stream"
PLAIN = "text,words,What did you see?,case_management,narrative,"
md5 = partial(md5_of, usedforsecurity=False)


@pytest.fixture
def version(published, data_officer):
    version = published()
    FormKey.lock(version.form, by=data_officer)
    return version


def record(case, photo="a.jpg", name=NAME):
    inside = f"<case>{case.ref}</case><words>{WORDS}</words><photo>{photo}</photo>"
    return filled(CODE, "1", inside, instance=name)


def key_in(form: bytes) -> str:
    submission = next(etree.fromstring(form).iter("{*}submission"))
    return submission.get("base64RsaPublicKey")


class Locked:
    """What a telephone sends: the manifest, and its files in the order of their locking."""

    def __init__(self, public: str, files: dict[str, bytes], *, name=NAME, signed=True):
        self.rsa = load_der_public_key(base64.b64decode(public))
        self.key, self.count = secrets.token_bytes(32), 0
        self.seed = list(md5(name.encode() + self.key).digest())
        locked = self._for_this_installation(self.key)
        said = [CODE, "1", locked, name]
        said += [f"{file}::{md5(plain).hexdigest()}" for file, plain in files.items()]
        mark = md5("\n".join(said).encode() + b"\n" * signed).digest()
        *media, last = files
        self.files = [(f"{file}.enc", BYTES, self._lock(plain)) for file, plain in files.items()]
        self.manifest = (
            f'<data xmlns="http://opendatakit.org/submissions" id="{CODE}" version="1" '
            f'encrypted="yes"><base64EncryptedKey>{locked}</base64EncryptedKey>'
            + "".join(f"<media><file>{file}.enc</file></media>" for file in media)
            + f"<encryptedXmlFile>{last}.enc</encryptedXmlFile><base64EncryptedElementSignature>"
            + self._for_this_installation(mark)
            + '</base64EncryptedElementSignature><meta xmlns="http://openrosa.org/xforms">'
            + f"<instanceID>{name}</instanceID></meta></data>"
        ).encode()

    def _for_this_installation(self, said: bytes) -> str:
        return base64.b64encode(self.rsa.encrypt(said, PADDING)).decode()

    def _lock(self, plain: bytes) -> bytes:
        at = self.count % 16
        self.seed[at] = (self.seed[at] + 1) & 255
        self.count += 1
        short = 16 - len(plain) % 16
        cipher = Cipher(AES256(self.key), CFB(bytes(self.seed))).encryptor()
        return cipher.update(plain + bytes([short]) * short) + cipher.finalize()


def locked(phone, case, **more):
    [listed] = phone.form_list()
    files = {"a.jpg": picture(), "submission.xml": record(case)}
    return Locked(key_in(phone.form(listed)), files, **more)


def lies_in_the_case(case):
    kept = CaseForm.objects.get(case=case)
    assert kept.answers.encode() == record(case)
    assert (kept.submission.state, kept.submission.raw, kept.submission.unlocked) == (
        "landed", "", "",
    )  # fmt: skip
    file = kept.files.get()
    assert (file.name, file.kind, file.open().read(2)) == ("a.jpg", "image/jpeg", b"\xff\xd8")
    assert not SubmissionFile.objects.exists()
    return kept


@pytest.mark.parametrize("signed", [True, False])
def test_from_the_lock_to_the_file_of_the_case(openrosa_device, version, case, run_jobs, signed):
    phone = openrosa_device()
    sent = locked(phone, case, signed=signed)
    assert WORDS.encode() not in b"".join(content for *_said, content in sent.files)
    assert phone.submit(sent.manifest, *sent.files).status == 201
    run_jobs()
    lies_in_the_case(case)
    assert AuditEntry.objects.filter(event="submission.unlocked").count() == 1
    # A telephone that did not hear us brings all of it again: it lies there already.
    assert phone.submit(sent.manifest, *sent.files).status == 202
    run_jobs()
    lies_in_the_case(case)


def test_what_comes_in_several_posts_is_opened_when_all_of_it_is_here(
    openrosa_device, version, case, run_jobs
):
    phone = openrosa_device()
    sent = locked(phone, case)
    photo, words = sent.files
    assert phone.submit(sent.manifest, words, **{"*isIncomplete*": "yes"}).status == 201
    run_jobs()
    waiting = Submission.objects.get()
    assert (waiting.state, waiting.findings) == ("odd", [submissions.anomaly("parts-missing")])
    assert phone.submit(sent.manifest, photo).status == 201
    run_jobs()
    lies_in_the_case(case)


@pytest.mark.skipif(not shutil.which("javac"), reason="There is no Java that compiles here.")
def test_what_java_locks_opens(openrosa_device, version, case, run_jobs, tmp_path):
    phone = openrosa_device()
    [listed] = phone.form_list()
    (tmp_path / "a.jpg").write_bytes(picture())
    (tmp_path / "submission.xml").write_bytes(record(case))
    told = [key_in(phone.form(listed)), CODE, "1", NAME, tmp_path, "a.jpg", "submission.xml"]
    done = subprocess.run(  # noqa: S603
        [shutil.which("java"), LOCKER, *told], capture_output=True, check=True
    )
    files = [(f"{name}.enc", BYTES, (tmp_path / f"{name}.enc").read_bytes()) for name in told[5:]]
    assert phone.submit(done.stdout, *files).status == 201
    run_jobs()
    lies_in_the_case(case)


@pytest.mark.parametrize("at", [0, 1])
def test_what_was_changed_on_the_way_waits_for_a_person_and_nothing_is_lost(
    openrosa_device, version, case, run_jobs, at
):
    phone = openrosa_device()
    sent = locked(phone, case)
    name, kind, content = sent.files[at]
    sent.files[at] = (name, kind, bytes([content[0] ^ 1]) + content[1:])
    phone.submit(sent.manifest, *sent.files)
    run_jobs()
    kept = Submission.objects.get()
    assert (kept.state, kept.findings) == ("odd", [submissions.anomaly("forged")])
    assert kept.raw.encode() == sent.manifest
    assert {each.name for each in kept.files.all()} == {"a.jpg.enc", "submission.xml.enc"}


def test_without_the_right_signature_it_is_not_believed(openrosa_device, version, case, run_jobs):
    phone = openrosa_device()
    sent = locked(phone, case)
    mark = re.search(rb"ElementSignature>(.+?)</", sent.manifest)[1]
    phone.submit(sent.manifest.replace(mark, mark[:-8] + b"AAAAAA=="), *sent.files)
    run_jobs()
    assert Submission.objects.get().findings == [submissions.anomaly("forged")]


def test_what_was_locked_for_another_installation_waits(
    openrosa_device, version, published, case, run_jobs, data_officer
):
    other = FormKey.lock(published(code="other").form, by=data_officer)
    files = {"submission.xml": record(case, photo="")}
    sent = Locked(other.public, files)
    openrosa_device().submit(sent.manifest, *sent.files)
    run_jobs()
    assert Submission.objects.get().findings == [submissions.anomaly("encrypted")]


def test_another_record_inside_than_is_said_outside_is_not_believed(
    openrosa_device, version, case, run_jobs
):
    files = {"submission.xml": record(case, photo="", name="uuid:other")}
    sent = Locked(FormKey.objects.get().public, files)
    openrosa_device().submit(sent.manifest, *sent.files)
    run_jobs()
    assert Submission.objects.get().findings == [submissions.anomaly("forged")]


def test_what_still_lies_on_telephones_is_opened_after_it_was_switched_off(
    openrosa_device, version, case, run_jobs, data_officer
):
    phone = openrosa_device()
    sent = locked(phone, case)
    FormKey.objects.get().leave_open(by=data_officer)
    [listed] = phone.form_list()
    assert phone.form(listed) == version.xform.encode()
    phone.submit(sent.manifest, *sent.files)
    run_jobs()
    lies_in_the_case(case)


def test_a_data_officer_switches_it_on_and_off(client, published, data_officer):
    version = published()
    client.force_login(data_officer)
    page = reverse("fieldwork:form", args=[version.form.ref])
    for turn in ("on", "on", "off", "on"):
        client.post(reverse("fieldwork:form-locked", args=[version.form.ref, turn]))
        key = FormKey.objects.get()
        assert bool(key.since) == (turn == "on")
        assert client.get(page).status_code == 200
    assert AuditEntry.objects.filter(event="form.locked").count() == 2


def test_nobody_else_does(client, published, caseworker):
    version = published()
    client.force_login(caseworker)
    response = client.post(reverse("fieldwork:form-locked", args=[version.form.ref, "on"]))
    assert response.status_code in (403, 404)
    assert not FormKey.objects.exists()


def test_its_private_half_lies_sealed(version):
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM fieldwork_formkey")
        [[kept]] = cursor.fetchall()
    assert b"PRIVATE KEY" not in bytes(kept)


@pytest.mark.skipif(not conversion.has_javarosa(), reason="There is no Java here.")
def test_the_engine_inside_odk_collect_takes_the_form_with_its_key(version):
    assert conversion.javarosa_errors(xform_for_devices(version)) == []


def test_what_is_still_locked_is_shown_so_tried_again_and_decided_by_nobody(
    client, openrosa_device, version, case, run_jobs, supervisor
):
    phone = openrosa_device()
    sent = locked(phone, case)
    name, kind, content = sent.files[0]
    phone.submit(sent.manifest, sent.files[1])
    run_jobs()
    kept = Submission.objects.get()
    client.force_login(supervisor)
    there = reverse("fieldwork:submission", args=[kept.ref])
    page = client.get(there).content.decode()
    assert "They were locked on the telephone, and are not opened yet." in page
    assert "Correct submission" not in page
    assert client.post(f"{there}accept/").status_code == 409
    SubmissionFile.keep(kept, name, kind, io.BytesIO(content))
    assert client.post(f"{there}again/").status_code == 303
    run_jobs()
    lies_in_the_case(case)


def test_it_can_be_put_away_locked_as_it_is(openrosa_device, version, case, run_jobs, supervisor):
    phone = openrosa_device()
    sent = locked(phone, case)
    phone.submit(sent.manifest, sent.files[1])
    run_jobs()
    kept = Submission.objects.get()
    kept.discard(by=supervisor, because="The telephone was found in the river.")
    assert (kept.state, kept.raw.encode()) == ("away", sent.manifest)
    with pytest.raises(Refusal):
        kept.accept(by=supervisor)


def test_what_was_put_away_stays_away_when_the_rest_comes(
    openrosa_device, version, case, run_jobs, supervisor
):
    phone = openrosa_device()
    sent = locked(phone, case)
    phone.submit(sent.manifest, sent.files[1])
    run_jobs()
    Submission.objects.get().discard(by=supervisor, because="A trial.")
    assert phone.submit(sent.manifest, sent.files[0]).status == 201
    run_jobs()
    assert Submission.objects.get().state == "away"
    assert not CaseForm.objects.exists()


def test_the_list_of_forms_asks_no_more_for_many_that_lock(
    openrosa_device, published, data_officer, django_assert_max_num_queries
):
    phone = openrosa_device()
    FormKey.lock(published(PLAIN, code="first").form, by=data_officer)
    with CaptureQueriesContext(connection) as for_one:
        phone.form_list()
    for at in range(4):
        FormKey.lock(published(PLAIN, code=f"form_{at}").form, by=data_officer)
    with django_assert_max_num_queries(len(for_one)):
        assert len(phone.form_list()) == 5
