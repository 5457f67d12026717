"""A form filled in where there is no network, with its photos in pieces."""

import base64
import io
from hashlib import sha256
from uuid import uuid4

import pytest
from PIL import Image

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.foundation.fieldwork.models import (
    OutboxDecision,
    OutboxEntry,
    PendingUpload,
    Submission,
    SubmissionFile,
    UploadPart,
)
from amparo.foundation.fieldwork.tests.offline_device import Phone, ref
from amparo.pillars.assistance.case_forms.models import CaseForm
from amparo.pillars.assistance.cases.models import Attachment

from .test_commands import states

pytestmark = pytest.mark.django_db
PIECE = 20_000


@pytest.fixture
def phone(shared_data):
    return Phone(shared_data.caseworker).register()


@pytest.fixture
def photo():
    """A photo that does not fit into one piece."""
    picture = Image.effect_noise((260, 260), 90).convert("RGB")
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=95)
    return kept.getvalue()


def answers(world, **told):
    version = world.published_version
    said = {"story": "She walked for a week.", **told}
    return evaluate_form(version.opened, said).xml(f"uuid:{uuid4()}").decode()


def write(phone, world, about, *photos, **told):
    files = [
        {"name": f"{at}.jpg", "kind": "image/jpeg", "size": len(photo),
         "digest": sha256(photo).hexdigest(), "parts": -(-len(photo) // PIECE)}
        for at, photo in enumerate(photos)
    ]  # fmt: skip
    xml = answers(world, **told)
    version = str(world.published_version.ref)
    key = phone.write("form.fill", about, version=version, xml=xml, files=files)
    parts = [
        phone.write("file.part", key, digest=sha256(photo).hexdigest(), part=at,
                    bytes=base64.b64encode(photo[at * PIECE:][:PIECE]).decode())
        for photo in photos for at in range(-(-len(photo) // PIECE))
    ]  # fmt: skip
    return key, parts


def test_answers_about_a_case_lie_in_its_file(phone, shared_data):
    write(phone, shared_data, shared_data.case.ref)
    assert states(phone.send()) == ["done"]
    assert shared_data.case.caseforms.count() == 2


def test_answers_about_nobodys_file_are_received(phone, shared_data):
    write(phone, shared_data, None)
    assert states(phone.send()) == ["done"]
    submission = Submission.objects.latest("pk")
    assert (submission.state, str(submission.device.ref)) == ("kept", phone.device)


def test_a_form_that_was_replaced_meanwhile_is_not_lost(phone, shared_data):
    write(phone, shared_data, shared_data.case.ref)
    shared_data.published_version.retire(by=shared_data.data_officer)
    assert states(phone.send()) == ["done"]


@pytest.mark.parametrize("order", ["as written", "parts first", "turned round", "one by one"])
def test_a_photo_arrives_in_pieces_in_any_order(order, phone, shared_data, photo):
    key, parts = write(phone, shared_data, shared_data.case.ref, photo)
    keys = [key, *parts]
    assert len(parts) > 1
    if order == "parts first":
        phone.send(*parts)
        phone.send(key)
    elif order == "turned round":
        for each in reversed(keys):
            phone.send(each)
    elif order == "one by one":
        for each in keys:
            phone.send(each)
    else:
        phone.send()
    assert not phone.outbox
    paper = Attachment.objects.get(kind="image/jpeg")
    assert (paper.case, paper.name, paper.kind) == (shared_data.case, "0.jpg", "image/jpeg")
    assert not UploadPart.objects.exists()
    assert not PendingUpload.objects.exists()


def test_photos_of_answers_about_nobody_stay_with_them(phone, shared_data, photo):
    write(phone, shared_data, None, photo)
    phone.send()
    kept = SubmissionFile.objects.latest("pk")
    assert (kept.submission, kept.name) == (Submission.objects.latest("pk"), "0.jpg")
    with EncryptedFile.open(kept.storage_key) as file:
        assert file.read() == photo


def test_a_photo_that_the_form_did_not_name_goes_nowhere(phone, shared_data, photo):
    key, _parts = write(phone, shared_data, shared_data.case.ref, photo)
    phone.send(key)
    other = photo[::-1]
    phone.write("file.part", key, digest=sha256(other).hexdigest(), part=0,
                bytes=base64.b64encode(other[:PIECE]).decode())  # fmt: skip
    phone.send(*[each for each in phone.outbox if each not in _parts])
    assert not Attachment.objects.filter(kind="image/jpeg").exists()


def test_a_photo_that_is_damaged_is_refused_and_kept(phone, shared_data, photo):
    _key, parts = write(phone, shared_data, shared_data.case.ref, photo)
    spoilt = phone.outbox[parts[-1]]["fields"]
    spoilt["bytes"] = base64.b64encode(b"spoilt").decode()
    phone.send()
    assert list(phone.outbox) == [parts[-1]]
    assert "damaged" in phone.answers[parts[-1]]["text"]
    assert OutboxEntry.objects.get(key=parts[-1]).file_ref == shared_data.case.ref
    assert UploadPart.objects.count() == len(parts) - 1


@pytest.mark.parametrize("xml", ["", "no xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"])
@pytest.mark.parametrize("about", ["case", "nobody"])
def test_what_is_no_record_of_the_form_is_refused_in_words(xml, about, phone, shared_data):
    version = str(shared_data.published_version.ref)
    case = shared_data.case.ref if about == "case" else None
    phone.write("form.fill", case, version=version, xml=xml, files=[])
    [receipt] = phone.send()
    assert receipt["state"] == "refused"
    assert " " in receipt["text"]
    assert CaseForm.objects.count() == 1


def test_a_form_that_is_unknown_here_is_refused(phone, shared_data):
    phone.write(
        "form.fill", shared_data.case.ref, version=ref(), xml=answers(shared_data), files=[]
    )
    assert states(phone.send()) == ["refused"]


def test_pieces_of_a_form_that_was_put_away_go_too(phone, shared_data, photo):
    key, _parts = write(phone, shared_data, shared_data.case.ref, photo)
    shared_data.device.__class__.objects.get(ref=phone.device).revoke(by=shared_data.caseworker)
    phone.send()
    assert UploadPart.objects.count() == len(_parts)
    sent = OutboxEntry.objects.get(key=key)
    OutboxDecision.discard(sent, by=shared_data.supervisor, because="Not hers.")
    assert not UploadPart.objects.exists()
