"""A question is answered with a picture or a sound: kept sealed, and given back to who may see."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from PIL import Image

from amparo.foundation.core import erasure
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.fieldwork.models import Form
from amparo.pillars.assistance.case_forms.models import CaseForm, CaseFormAttachment, CaseFormDraft

pytestmark = pytest.mark.django_db
# ruff: noqa: E501 - one row of a spreadsheet is one line
FORM = """\
survey,type,name,label::English (en),label::Español (es),bind::amparo:purpose,bind::amparo:sensitivity
,text,story,What happened?,¿Qué pasó?,case_management,narrative
,image,wound,A picture,Una foto,case_management,narrative
,audio,voice,In their own voice,Con su propia voz,case_management,narrative
,image,face,For our leaflet,Para el folleto,photo_media,identity
,begin repeat,paper,A paper,Un papel,,
,file,scan,The paper,El papel,case_management,identity
,end repeat,,,,,
settings,form_title,form_id,version,namespaces
,With pictures,with_pictures,1,"amparo=""https://amparo.example/xforms""\"
"""
PICTURE, VOICE, SCAN = "/data/wound", "/data/voice", "/data/paper[1]/scan"


@pytest.fixture
def version(db):
    version = Form.upload(io.BytesIO(FORM.encode()), by=None)
    version.publish(by=None)
    return version


@pytest.fixture
def send(client, case, version, caseworker):
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/forms/{version.ref}/"

    def post(told, to="", save=True):
        how = {"save": "1"} if save else {}
        return client.post(url + to, {"once": str(uuid4())} | how | told, follow=True)

    post.url = url
    return post


@pytest.fixture
def kept():
    """The files that the store holds since this test began."""
    before = set(EncryptedFile.names())
    return lambda: set(EncryptedFile.names()) - before


def picture(name="wound.jpg"):
    drawn = io.BytesIO()
    Image.new("RGB", (12, 9), "teal").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


def voice(name="voice.m4a", kind="audio/x-m4a"):
    return SimpleUploadedFile(name, b"\0\0\0\x20ftypM4A " + bytes(64), kind)


def record(case_form, **answers):
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
    told = f'<data id="with_pictures" version="1">{inner}</data>'
    return SimpleUploadedFile("record.xml", told.encode(), "text/xml")


def test_a_picture_is_kept_sealed_and_given_back_as_a_file(client, send, case):
    page = send({"/data/story": "A fall.", PICTURE: picture()}).content.decode()
    [file] = CaseForm.objects.get().files.all()
    assert (file.path, file.name, file.kind) == (PICTURE, "wound.jpg", "image/jpeg")
    assert file.case == case
    there = f"/cases/{case.ref}/form-files/{file.ref}/"
    assert there in page
    given = client.get(there)
    assert given["Content-Disposition"].startswith("attachment")
    assert Image.open(io.BytesIO(b"".join(given.streaming_content))).size == (12, 9)
    assert CaseForm.objects.get().findings == []


def test_sounds_and_papers_of_a_row_come_too(send):
    text = SimpleUploadedFile("letter.txt", b"Hello", "text/plain")
    send({VOICE: voice(), SCAN: text})
    files = CaseForm.objects.get().files.all()
    assert {each.path for each in files} == {VOICE, SCAN}


def test_a_file_waits_with_the_draft_until_the_answers_are_kept(client, send):
    send({PICTURE: picture()}, save=False)
    assert CaseFormDraft.objects.get().files.get().name == "wound.jpg"
    assert "wound.jpg is kept" in client.get(send.url).content.decode()
    send({"/data/story": "A fall."})
    assert CaseForm.objects.get().files.get().name == "wound.jpg"
    assert not CaseFormDraft.objects.exists()


def test_another_takes_its_place_and_it_can_be_taken_out(send, kept):
    for name in ("first.jpg", "second.jpg"):
        with TestCase.captureOnCommitCallbacks(execute=True):
            send({PICTURE: picture(name)}, save=False)
    assert CaseFormAttachment.objects.get().name == "second.jpg"
    assert len(kept()) == 1
    with TestCase.captureOnCommitCallbacks(execute=True):
        send({"without": PICTURE}, save=False)
    assert not CaseFormAttachment.objects.exists()
    assert not kept()


def test_a_file_that_may_not_come_in_loses_no_answer(client, send):
    no_picture = SimpleUploadedFile("wound.jpg", b"<script>", "image/jpeg")
    page = send({"/data/story": "A fall.", PICTURE: no_picture})
    assert page.status_code == 422
    assert "is not what its name says" in page.content.decode()
    assert "A fall." in client.get(send.url).content.decode()
    page = send({"/data/story": "A fall.", PICTURE: voice("wound.m4a")})
    assert page.status_code == 422
    send({"/data/story": "A fall."})
    assert CaseForm.objects.get().outcome.answers["story"] == "A fall."


def test_what_a_screen_sends_is_kept_without_the_file_that_may_not_come_in(send, version):
    no_picture = SimpleUploadedFile("1.jpg", b"<script>", "image/jpeg")
    told = {
        "xml_submission_file": record(version, story="A fall.", wound="1.jpg", voice="2.m4a"),
        "1.jpg": no_picture, "2.m4a": voice("2.m4a"),
    }  # fmt: skip
    page = send(told, to="screen/").content.decode()
    filled = CaseForm.objects.get()
    assert filled.outcome.answers["story"] == "A fall."
    assert [each.name for each in filled.files.all()] == ["2.m4a"]
    assert {"path": PICTURE, "kind": "file-missing"} in filled.findings
    assert "1.jpg: This file is not what its name says" in page


def test_what_they_did_not_agree_to_is_left_out_and_that_is_said(send, version):
    told = {
        "xml_submission_file": record(version, story="A fall.", face="1.jpg"),
        "1.jpg": picture("1.jpg"),
    }  # fmt: skip
    page = send(told, to="screen/").content.decode()
    assert "What they did not agree to was left out." in page
    assert not CaseFormAttachment.objects.exists()
    assert not CaseForm.objects.get().outcome.answers["face"]


def test_what_a_screen_keeps_meanwhile_waits_with_its_files(client, send, version, case):
    told = {
        "xml_submission_file": record(version, story="Half.", wound="1.jpg"),
        "1.jpg": picture("1.jpg"),
    }  # fmt: skip
    assert send(told, to="draft/").json()["said"].startswith("Kept at ")
    page = client.get(f"{send.url}screen/").content.decode()
    assert "Half." in page
    assert f"/cases/{case.ref}/form-files/{CaseFormAttachment.objects.get().ref}/" in page
    send({"xml_submission_file": record(version, story="Whole.", wound="1.jpg")}, to="screen/")
    assert CaseForm.objects.get().files.get().name == "1.jpg"


def test_a_screen_that_sends_something_else_is_told_so(send):
    odd = SimpleUploadedFile("record.xml", b"<data>", "text/xml")
    assert send({"xml_submission_file": odd}, to="screen/").status_code == 409
    assert send({}, to="screen/").status_code == 409


def test_nobody_else_gets_the_file(client, send, case, stranger):
    send({PICTURE: picture()})
    file = CaseFormAttachment.objects.get()
    client.force_login(stranger)
    assert client.get(f"/cases/{case.ref}/form-files/{file.ref}/").status_code == 404


def test_files_go_with_the_case(send, case, supervisor, kept):
    send({PICTURE: picture()})
    send({VOICE: voice()}, save=False)
    assert len(kept()) == 2
    with TestCase.captureOnCommitCallbacks(execute=True):
        erasure.erase(case, erasure.Erasure(reason="asked", by=supervisor))
    assert not CaseFormAttachment.objects.exists()
    assert not kept()


def test_the_large_screen_form_knows_the_answers_and_asks_only_what_it_may(client, send):
    answer = client.get(f"{send.url}screen/")
    page = answer.content.decode()
    assert "1 question is left out" in page
    assert "'wasm-unsafe-eval'" in answer["Content-Security-Policy"]
    assert "geolocation=(self)" in answer["Permissions-Policy"]
    plain = client.get(send.url)
    assert "unsafe" not in plain["Content-Security-Policy"]
    assert "geolocation=()" in plain["Permissions-Policy"]
