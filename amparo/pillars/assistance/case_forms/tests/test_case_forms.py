"""A caseworker fills a form in: the answers are kept whole, and go where they belong."""

import io
import json
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.models import Form
from amparo.foundation.people.models import WashingtonGroupAnswers
from amparo.pillars.assistance.case_forms.models import CaseForm
from amparo.pillars.assistance.cases.models import Note
from amparo.pillars.assistance.planning.models import FollowUp

pytestmark = pytest.mark.django_db
FORM = """\
survey,type,name,label::English (en),label::Español (es),relevant,constraint,bind::amparo:purpose,bind::amparo:sensitivity,bind::amparo:target
,select_one yn,agrees,May I ask?,¿Puedo preguntar?,,,case_management,plain,
,text,number,Case,Caso,,,case_management,plain,case.number
,text,name,Name,Nombre,,,case_management,identity,person.given_names
,text,story,What happened?,¿Qué pasó?,,,case_management,narrative,note.text
,integer,age,Age,Edad,,. < 120,case_management,identity,
,text,tale,May we tell others?,¿Podemos contarlo?,,,photo_media,narrative,
,begin repeat,visit,A visit,Una visita,,,,,
,select_one how,how,How,Cómo,,,case_management,plain,follow_up.mode
,text,heard,What was heard,Qué se oyó,,,case_management,narrative,follow_up.story
,end repeat,,,,,,,,
choices,list_name,name,label::English (en),label::Español (es)
,yn,yes,Yes,Sí
,yn,no,No,No
,how,call,By telephone,Por teléfono
,how,dream,In a dream,En un sueño
settings,form_title,form_id,version,namespaces
,A talk,a_talk,1,"amparo=""https://amparo.example/xforms""\"
"""  # noqa: E501 - one row of a spreadsheet is one line


@pytest.fixture
def version(db):
    version = Form.upload(io.BytesIO(FORM.encode()), by=None)
    version.publish(by=None)
    return version


@pytest.fixture
def send(client, case, version, caseworker):
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/forms/{version.ref}/"

    def post(**given):
        told = {f"/data/{name}": value for name, value in given.items()}
        return client.post(url, {"once": str(uuid4()), "save": "1"} | told, follow=True)

    post.url = url
    return post


def test_what_the_file_says_is_filled_in_and_the_rest_is_asked(client, send, case):
    page = client.get(send.url).content.decode()
    assert case.number in page
    assert case.person.given_names in page
    assert "What happened?" in page


def test_the_answers_are_kept_whole_and_go_where_they_belong(send, client, case, caseworker):
    given = {"story": "She walked for a week.", "age": "31", "visit[1]/how": "call",
             "visit[1]/heard": "All is well."}  # fmt: skip
    page = send(**given).content.decode()
    filled = CaseForm.objects.get()
    assert filled.outcome.answers["story"] == "She walked for a week."
    assert filled.findings == []
    for words in ("She walked for a week.", "By telephone", "31"):
        assert words in page
    assert Note.objects.get(case=case).text == "What happened?\nShe walked for a week."
    assert FollowUp.objects.get(case=case).story == "All is well."
    assert AuditEntry.objects.filter(event="caseform.kept", file_ref=case.ref).count() == 1
    assert "A talk" in client.get(f"/cases/{case.ref}/forms/").content.decode()


def test_what_does_not_land_is_told_and_no_answer_is_lost(send, case):
    page = send(**{"story": "Kept.", "visit[1]/how": "dream", "visit[1]/heard": "Far."})
    filled = CaseForm.objects.get()
    assert filled.outcome.answers["visit"][0]["heard"] == "Far."
    assert filled.findings == [{"path": "follow_up", "kind": "not-landed"}]
    assert "do not fit the record" in page.content.decode()
    assert (Note.objects.count(), FollowUp.objects.count()) == (1, 0)


def test_what_is_wrong_is_said_and_nothing_is_kept(send):
    page = send(age="130")
    assert page.status_code == 422
    assert not CaseForm.objects.exists()


def test_whoever_does_not_agree_leaves_nothing(send):
    page = send(agrees="no", story="Secret.")
    assert "did not agree" in page.content.decode()
    assert not CaseForm.objects.exists()
    assert not Note.objects.exists()


def test_what_they_did_not_agree_to_is_not_asked(client, send):
    page = client.get(send.url).content.decode()
    assert "May we tell others?" not in page
    assert "1 question is left out" in page
    send(tale="Not for others.")
    assert not CaseForm.objects.get().outcome.answers["tale"]


def test_nobody_else_reads_it_and_the_database_says_nothing(send, client, stranger):
    send(story="She walked for a week.")
    filled = CaseForm.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM case_forms_caseform")
        assert b"walked" not in bytes(cursor.fetchone()[0])
    client.force_login(stranger)
    assert client.get(f"/filled/{filled.ref}/").status_code == 404
    assert client.get(send.url).status_code == 404


def test_a_form_that_was_retired_is_filled_no_more(case, version, caseworker):
    version.retire(by=None)
    with translation.override("en"), pytest.raises(Refusal, match="no longer in use"):
        CaseForm.keep(case, version, b"<data/>", by=caseworker)


def test_the_washington_group_goes_to_the_person(client, case, caseworker, data_officer):
    [version] = [
        each
        for each in standard_forms.add_standard_forms(by=data_officer)
        if "f29" in each.form.code
    ]
    version.publish(by=data_officer)
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/forms/{version.ref}/"
    questions = list(version.opened.questions())
    path_of = {question.name: question.path for question in questions}
    names = {
        question.notes["target"].partition(".")[2]: question.path
        for question in questions
        if question.notes.get("target", "").startswith("functioning.")
    }
    answers = {path: "1" for name, path in names.items() if name != "asked_on"}
    answers |= {names["seeing"]: "3", path_of["agrees"]: "yes"}
    answers |= {path_of["age_group"]: "18_over", path_of["answered_by"]: "self"}
    told = {"once": str(uuid4()), "save": "1"} | answers
    told[names["asked_on"]] = case.office.today().isoformat()
    answer = client.post(url, told, follow=True)
    assert answer.status_code == 200, answer.content.decode()[-4000:]
    assert CaseForm.objects.get().findings == []
    assert WashingtonGroupAnswers.objects.get(person=case.person).has_disability


def test_who_takes_all_answers_out_gets_those_of_the_cases_open_to_them(
    client, send, version, supervisor, data_officer
):
    send(story="She walked for a week.", age="31", **{"visit[1]/how": "call"})
    there = f"/forms/{version.form.ref}/answers/take/"
    told = {}
    for who in (supervisor, data_officer):
        client.force_login(who)
        lines = b"".join(client.get(there, {"format": "json"})).decode().splitlines()
        told[who] = [json.loads(line) for line in lines]
    [filled] = told[supervisor]
    assert filled["answers"]["story"] == "She walked for a week."
    assert filled["answers"]["visit"][0]["how"] == "call"
    assert filled["state"] == "landed"
    assert told[data_officer] == []
