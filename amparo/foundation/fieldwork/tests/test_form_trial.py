"""A form is tried with made-up answers before anybody is asked with it; nothing of it is kept."""

import io
from urllib.parse import unquote
from uuid import uuid4

import pytest

from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.form_problems import TOO_SLOW, TooMuch
from amparo.foundation.fieldwork.models import Form
from amparo.foundation.fieldwork.views import forms
from tests.support.html import Page

pytestmark = pytest.mark.django_db
PLAIN = ("case_management", "plain")
LANGUAGES = ("English (en)", "العربية (ar)")
LABELS = ",".join(f"label::{each}" for each in LANGUAGES)
MESSAGES = ",".join(f"required_message::{each}" for each in LANGUAGES)
FORM = f"""\
survey,type,name,{LABELS},required,{MESSAGES},relevant,constraint,constraint_message,calculation,bind::amparo:purpose,bind::amparo:sensitivity,bind::amparo:target
,note,hello,Good day,نهارك سعيد,,,,,,,,,,
,text,who,Who?,من؟,yes,Say who.,من فضلك,,,,,case_management,identity,person.given_names
,integer,age,How old?,كم العمر؟,,,,,. < 120,Below 120,,case_management,identity,
,select_one yn,child,Is it a child?,هل هو طفل؟,,,,${{age}} < 18,,,,case_management,plain,
,select_multiple yn,both,Which?,أيها؟,,,,,,,,case_management,plain,
,begin repeat,home,A home,بيت,,,,,,,,,,
,text,town,Town,المدينة,,,,,,,,case_management,location,
,end repeat,,,,,,,,,,,,,
,calculate,homes,,,,,,,,,count(${{home}}),,,
choices,list_name,name,{LABELS}
,yn,yes,Yes,نعم
,yn,no,No,لا
settings,form_title,form_id,version,namespaces
,First talk,first_talk,1,"amparo=""https://amparo.example/xforms""\"
"""


@pytest.fixture
def version(db):
    version = Form.upload(io.BytesIO(FORM.encode()), by=None)
    assert not version.errors, version.errors
    return version


@pytest.fixture
def answer(client, version, data_officer):
    client.force_login(data_officer)

    def send(**given):
        told = {f"/data/{name}": value for name, value in given.pop("at", {}).items()}
        url = f"/forms/versions/{version.ref}/try/"
        return client.post(url, {"once": str(uuid4())} | told | given)

    return send


def asked(response) -> list[str]:
    """The names of the boxes that the page shows."""
    page = Page(response.content.decode())
    boxes = [each.attrs.get("name", "") for tag in ("input", "select") for each in page.all(tag)]
    return list(dict.fromkeys(unquote(name) for name in boxes if name.startswith("/data/")))


def test_what_follows_from_an_answer_is_asked_with_the_next_look(answer):
    assert "/data/child" not in asked(answer())
    assert "/data/child" in asked(answer(at={"age": "9"}))
    assert "/data/child" not in asked(answer(at={"age": "30"}))


def test_it_speaks_the_language_that_one_chooses(answer):
    assert "نهارك سعيد" in answer(speaks="العربية (ar)").content.decode()
    assert "Good day" in answer(speaks="Klingon").content.decode()


def test_what_is_wrong_is_said_in_the_words_of_the_form(answer):
    said = answer(at={"age": "130"}, check="1")
    assert said.status_code == 422
    for words in ("Say who.", "Below 120"):
        assert words in said.content.decode()
    assert "Below 120" not in answer(at={"age": "130"}).content.decode()


def test_what_would_be_sent_is_shown_with_where_it_belongs(answer):
    given = {"who": "Made Up", "both": ["yes", "no"], "home[1]/town": "A", "home[2]/town": "B"}
    page = answer(at=given, check="1")
    assert page.status_code == 200
    html = page.content.decode()
    for words in ("Preview of data to send", "Made Up", "person.given_names", "yes no"):
        assert words in html
    assert ">2<" in html, "worked out: two homes"


def test_one_more_row_is_asked_for_by_a_tap(answer):
    page = answer(at={"home[1]/town": "A"}, more="/data/home[1]")
    assert {"/data/home[1]/town", "/data/home[2]/town"} <= set(asked(page))


@pytest.mark.parametrize(
    "given",
    [
        {"home[9999]/town": "x"},
        {"home[0]/town": "x"},
        {"home[1]": "x"},
        {"nobody": "x", "who/deeper": "x", "[": "x"},
        {"age": "\x00", "both": "<b>", "child": "x" * 20_000},
    ],
)
def test_whatever_is_sent_the_page_answers(answer, given):
    for how in ({"check": "1"}, {"more": "/data/home[3]"}, {"more": "/data/who"}, {"more": "]"}):
        assert answer(at=given, **how).status_code in (200, 422)


def test_rows_that_no_page_showed_are_not_made(answer):
    page = answer(at={f"home[{number}]/town": "x" for number in range(400, 500)})
    assert page.status_code == 200
    assert "/data/home[400]/town" not in asked(page)


def test_rules_that_take_too_long_are_refused_in_words(answer, monkeypatch):
    def tires(*_given, **_more):
        raise TooMuch(TOO_SLOW, limit=2)

    monkeypatch.setattr(forms, "evaluate_form", tires)
    page = answer(check="1")
    assert page.status_code == 409
    assert "longer than 2 seconds" in page.content.decode()


def test_every_standard_form_can_be_tried(client, data_officer):
    client.force_login(data_officer)
    for version in standard_forms.add_standard_forms(by=data_officer):
        page = client.get(f"/forms/versions/{version.ref}/try/")
        assert page.status_code == 200, version
        assert len(asked(page)) >= 2, version
