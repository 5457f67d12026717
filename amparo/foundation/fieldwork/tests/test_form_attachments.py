"""A form brings its lists, pictures and sounds along; what it speaks of is there, or is missed."""

import io
from uuid import uuid4

import pytest
from PIL import Image

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.forms_engine import evaluate, evaluate_form
from amparo.foundation.fieldwork.models import Form, FormAttachment
from amparo.foundation.fieldwork.xlsforms import conversion

from .test_form_management import PURPOSE, QUESTION, SENSITIVITY, SETTINGS, xlsx

pytestmark = pytest.mark.django_db
TOWN = {
    "type": "select_one_from_file towns.csv", "name": "town",
    "label::Español (es)": "Lugar del incidente",
    "label::العربية (ar)": "مكان الحادث", "media::image": "map.png",
    PURPOSE: "case_management", SENSITIVITY: "location",
}  # fmt: skip
TOWNS = "name,label\nesp,Esperanza\npaz,La Paz\n"


@pytest.fixture
def send(client):
    """Post what is given, as one tap."""
    return lambda url, **answers: client.post(url, {"once": str(uuid4())} | answers)


@pytest.fixture
def version(db):
    return Form.upload(xlsx(QUESTION, TOWN), by=None)


def a_file(name, content):
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    return file


def a_picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def whole(version):
    for name, content in (("towns.csv", TOWNS.encode()), ("map.png", a_picture())):
        FormAttachment.add(version, name, io.BytesIO(content), by=None)
    return version


def test_what_it_speaks_of_is_missed_until_it_is_there(client, send, data_officer, version):
    client.force_login(data_officer)
    here = f"/forms/versions/{version.ref}/"
    page = client.get(here).content.decode()
    assert "towns.csv" in page
    assert "map.png" in page
    assert f"{here}publish/" not in page
    assert send(f"{here}publish/").status_code == 409
    for name, content in (("towns.csv", TOWNS), ("map.png", a_picture())):
        assert send(f"{here}files/", file=a_file(name, content)).headers["Location"] == here
    assert send(f"{here}publish/").headers["Location"] == here
    deeds = AuditEntry.objects.filter(record_ref=version.form.ref, event="form.file_added")
    assert deeds.count() == 2


def test_choices_come_from_its_list(version):
    form = whole(version).opened
    offered = [
        (choice.name, choice.label)
        for each in evaluate_form(form, {}).open()
        if each.question.name == "town"
        for choice in each.choices()
    ]
    assert offered == [("esp", "Esperanza"), ("paz", "La Paz")]
    sent = evaluate_form(form, {"story": "…", "town": "atlantis"}).xml("uuid:1")
    assert [each.kind for each in evaluate(form, sent).findings] == ["unknown-choice"]


def test_its_pictures_are_seen_where_it_is_asked(client, data_officer, caseworker, version):
    whole(version).publish(by=None)
    client.force_login(data_officer)
    picture = f"/forms/versions/{version.ref}/files/map.png"
    assert picture in client.get(f"/forms/versions/{version.ref}/try/").content.decode()
    client.force_login(caseworker)
    answer = client.get(picture)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_nobody_else_is_given_them(client, official, version):
    whole(version)
    client.force_login(official)
    assert client.get(f"/forms/versions/{version.ref}/files/map.png").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("other.csv", TOWNS, "no file called"),
        ("towns.csv", b"\xff\xfe\x00", "damaged"),
        ("map.png", "no picture", "not what its name says"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    client, send, data_officer, version, name, content, words
):
    client.force_login(data_officer)
    told = send(f"/forms/versions/{version.ref}/files/", file=a_file(name, content))
    assert told.status_code == 422
    assert words in told.content.decode()
    assert not FormAttachment.objects.exists()


def test_what_was_published_keeps_its_files(version):
    whole(version).publish(by=None)
    with pytest.raises(Refusal):
        FormAttachment.add(version, "towns.csv", io.BytesIO(b"name,label\nx,X\n"), by=None)
    with pytest.raises(Refusal):
        version.files.get(name="map.png").remove(by=None)


def test_a_file_is_taken_away_before_that(client, send, data_officer, version):
    file = whole(version).files.get(name="towns.csv")
    client.force_login(data_officer)
    assert send(f"/forms/files/{file.ref}/remove/").status_code == 303
    assert version.missing_files == ["towns.csv"]


def test_it_is_offered_for_tests_before_it_is_published(client, send, data_officer, version):
    client.force_login(data_officer)
    here = f"/forms/versions/{whole(version).ref}/"
    assert send(f"{here}test/").headers["Location"] == here
    version.refresh_from_db()
    assert version.state == "test"
    Form.upload(xlsx(QUESTION, TOWN | {"name": "place"}), by=None)
    version.refresh_from_db()
    assert version.state == "draft", "what was changed is another form to test"


@pytest.mark.skipif(not conversion.has_javarosa(), reason="JavaRosa needs Java")
def test_the_engine_of_collect_is_asked(client, send, data_officer, run_jobs):
    client.force_login(data_officer)
    wrong = QUESTION | {"relevant": "no-such-function(1)"}
    send("/forms/new/", file=a_file("talk.xlsx", xlsx(wrong).getvalue()))
    other = xlsx(settings=SETTINGS | {"form_id": "other_talk"})
    send("/forms/new/", file=a_file("other.xlsx", other.getvalue()))
    run_jobs()
    odd, good = (
        Form.objects.get(code=code).versions.get() for code in ("first_talk", "other_talk")
    )
    said = {each.code: each.message for each in odd.found}
    assert "no-such-function" in said["form-engine"]
    assert good.engine_at
    assert "form-engine" not in {each.code for each in good.found}
