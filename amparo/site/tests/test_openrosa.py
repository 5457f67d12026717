"""A colleague fills forms on a telephone: lists them, takes them along, and brings the answers."""

import io
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4
from xml.sax.saxutils import escape

import pytest
from django.urls import reverse

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork.extension_points import anomaly_messages
from amparo.foundation.fieldwork.models import Form, FormAttachment, Submission, SubmissionFile
from amparo.pillars.assistance.case_forms.models import CaseForm
from amparo.pillars.assistance.cases.models import Case, Note
from tests.support.openrosa_client import (
    CREATES,
    UPDATES,
    VISIT,
    Wrong,
    entities_in,
    filled,
    picture,
    workbook,
)

pytestmark = pytest.mark.django_db
TEXTS = "The roof is gone."


def answers(case, text=TEXTS, photo="", **more):
    photo = f"<photo>{photo}</photo>" if photo else "<photo/>"
    return filled(
        "field_visit", "1", f"<case>{case.ref}</case><words>{text}</words>{photo}", **more
    )


@pytest.mark.parametrize("how", [{}, {"by_password": True}])
def test_from_the_list_of_forms_to_the_file_of_the_case(
    openrosa_device, published, case, caseworker, run_jobs, how
):
    version, phone = published(lists=True), openrosa_device(**how)
    [listed] = phone.form_list()
    assert (listed.form_id, listed.name, listed.version) == ("field_visit", "field_visit", "1")
    assert phone.form(listed) == version.xform.encode()
    [cases] = phone.manifest(listed)
    assert (cases.name, cases.is_list) == ("cases.csv", True)
    [line] = entities_in(phone.media(cases))
    assert (line["name"], line["label"]) == (str(case.ref), f"{case.number} RQ")
    assert phone.deleted(cases, line["name"], "made-up") == {line["name"]: False, "made-up": True}

    raw, photo = answers(case, photo="a.jpg"), ("a.jpg", "image/jpeg", picture())
    first = phone.submit(raw, **{"*isIncomplete*": "yes"})
    assert (first.status, first.text) == (201, "It arrived and is kept.")
    assert phone.submit(raw, photo).status == 201
    assert phone.submit(raw, photo).status == 202
    run_jobs()

    [kept] = CaseForm.objects.filter(case=case)
    assert kept.by == caseworker
    assert kept.answers.encode() == raw
    assert case.notes.get().text.endswith(TEXTS)
    submission = kept.submission
    assert (submission.state, submission.raw) == ("landed", "")
    file = kept.files.get()
    assert (file.name, file.kind, file.path) == ("a.jpg", "image/jpeg", "/data/photo")
    assert file.file == case
    assert file.open().read(2) == b"\xff\xd8"
    assert not SubmissionFile.objects.exists()
    assert phone.submit(raw).status == 202  # once more, a day later: it lies there already
    assert Submission.objects.count() == 1


def test_every_step_leaves_its_line(openrosa_device, published, case, caseworker, run_jobs):
    published(lists=True)
    phone = openrosa_device()
    [listed] = phone.form_list()
    phone.media(phone.manifest(listed)[0])
    phone.submit(answers(case))
    run_jobs()
    lines = AuditEntry.objects.filter(by=caseworker)
    taken = lines.get(event="caselist.taken")
    assert taken.is_reading
    assert taken.details["refs"] == [str(case.ref)]
    for event in ("device.registered", "device.took", "submission.received", "submission.landed",
                 "caseform.kept"):  # fmt: skip
        assert lines.filter(event=event).count() == 1, event
    phone.device.refresh_from_db()
    assert phone.device.taken == 1
    assert phone.device.last_contact_at


def test_it_lands_within_two_seconds_of_work(openrosa_device, published, case, run_jobs):
    published()
    openrosa_device().submit(answers(case))
    began = now()
    assert run_jobs("default") >= 1
    assert now() - began < timedelta(seconds=2)
    assert CaseForm.objects.filter(case=case).exists()


def test_photos_come_in_posts_of_their_own_before_and_after_it_landed(
    openrosa_device, published, case, run_jobs
):
    published()
    phone, raw = openrosa_device(), answers(case, photo="a.jpg")
    phone.submit(raw, ("a.jpg", "image/jpeg", picture(1)), **{"*isIncomplete*": "yes"})
    run_jobs()
    phone.submit(raw, ("b.jpg", "image/jpeg", picture(2)))
    phone.submit(raw, ("c.bin", "application/x-odd", b"\x00\x01"))
    run_jobs()
    assert Submission.objects.get().state == "landed"
    assert not SubmissionFile.objects.exists()
    kept = CaseForm.objects.get()
    kinds = [(each.name, each.kind) for each in kept.files.all()]
    assert kinds == [("a.jpg", "image/jpeg"), ("b.jpg", "image/jpeg"),
                     ("c.bin", "application/octet-stream")]  # fmt: skip
    assert {"path": "", "kind": "file-odd"} in kept.findings


def test_other_answers_under_the_same_name_are_kept_beside_the_first_and_told(
    openrosa_device, published, case, run_jobs
):
    published()
    phone = openrosa_device()
    phone.submit(answers(case, instance="uuid:one"))
    said = phone.submit(answers(case, "The roof is whole.", instance="uuid:one"))
    assert said.status == 201
    assert "Other answers" in said.text
    run_jobs()
    first, second = Submission.objects.order_by("pk")
    assert (first.state, second.state) == ("landed", "odd")
    assert second.findings == [
        {"path": "/data/case", "kind": "not-evaluated"}, {"path": "", "kind": "other-answers"}
    ]  # fmt: skip


def test_a_version_that_was_retired_since_is_taken_from_a_telephone(
    openrosa_device, published, case, run_jobs
):
    published().retire(by=None)
    assert openrosa_device().submit(answers(case)).status == 201
    run_jobs()
    assert CaseForm.objects.filter(case=case).exists()


def test_an_unknown_version_of_a_known_form_is_kept_with_what_is_odd(
    openrosa_device, published, case, run_jobs
):
    published()
    raw = answers(case).replace(b'version="1"', b'version="99"')
    assert openrosa_device().submit(raw).status == 201
    run_jobs()
    found = Submission.objects.get()
    assert {"path": "/data", "kind": "other-version"} in found.findings


def test_a_form_that_is_not_here_is_told_in_words(openrosa_device, published, case):
    published()
    said = openrosa_device().submit(answers(case).replace(b"field_visit", b"elsewhere"))
    assert (said.status, said.text) == (404, "There is no such form here: elsewhere.")


def test_a_case_of_somebody_else_takes_nothing_in_and_nothing_is_lost(
    openrosa_device, published, case, stranger, run_jobs
):
    published()
    assert openrosa_device(stranger).submit(answers(case)).status == 201
    run_jobs()
    kept = Submission.objects.get()
    assert kept.state == "odd"
    assert kept.raw
    assert kept.findings[-1] == {"path": "", "kind": "no-such-case"}
    assert not CaseForm.objects.exists()


def test_who_says_no_is_promised_that_nothing_is_kept(openrosa_device, published, case, run_jobs):
    survey = "select_one yes_no,agrees,Do you agree?,case_management,plain,\n"
    survey += "image,photo,A photo,case_management,narrative,"
    published(survey.replace("select_one yes_no", "text"))
    raw = filled("field_visit", "1", "<agrees>no</agrees><photo>a.jpg</photo>")
    openrosa_device().submit(raw, ("a.jpg", "image/jpeg", picture()))
    run_jobs()
    kept = Submission.objects.get()
    assert (kept.state, kept.raw, kept.files.count()) == ("kept", "", 0)


def test_about_nobodys_file_it_is_kept_as_it_came(openrosa_device, published, run_jobs):
    published("text,words,What did you see?,case_management,narrative,")
    raw = filled("field_visit", "1", f"<words>{TEXTS}</words>")
    openrosa_device().submit(raw, ("a.jpg", "image/jpeg", picture()))
    run_jobs()
    kept = Submission.objects.get()
    assert (kept.state, kept.raw.encode()) == ("kept", raw)
    file = kept.files.get()
    with file.open() as content:
        assert content.read() == picture()


# What a telephone is given, and what not.


def test_no_list_leaves_the_server_before_the_forms_owner_says_so(
    openrosa_device, published, case
):
    version, phone = published(), openrosa_device()
    [listed] = phone.form_list()
    assert listed.manifest == ""
    for path in (f"/or/{phone.secret}/forms/{version.ref}/media/cases.csv",
                 f"/or/{phone.secret}/entities/cases.csv"):  # fmt: skip
        assert phone._get(path).status_code == 404
    phone.server and version.form.give_lists(by=version.by)
    [listed] = phone.form_list()
    assert entities_in(phone.media(phone.manifest(listed)[0]))


def test_switched_off_the_lists_are_gone_from_telephones(openrosa_device, published, case):
    version, phone = published(lists=True), openrosa_device()
    [cases] = phone.manifest(phone.form_list()[0])
    version.form.keep_lists(by=version.by)
    assert phone.deleted(cases, str(case.ref)) == {str(case.ref): True}


def test_a_list_holds_own_active_ordinary_cases_alone(
    openrosa_device, published, case, caseworker, colleague, supervisor, cast
):
    published(lists=True)
    phone = openrosa_device()
    [cases] = phone.manifest(phone.form_list()[0])
    theirs = cast.open_case(person=cast.nayeli, owner=colleague)
    assert [each["name"] for each in entities_in(phone.media(cases))] == [str(case.ref)]
    assert phone.deleted(cases, str(theirs.ref)) == {str(theirs.ref): True}
    case.restrict("trafficking", by=supervisor)
    [cases] = phone.manifest(phone.form_list()[0])
    assert entities_in(phone.media(cases)) == []
    assert phone.deleted(cases, str(case.ref)) == {str(case.ref): True}


def test_what_somebody_else_changed_meanwhile_is_told(
    openrosa_device, published, case, caseworker, colleague, run_jobs
):
    from amparo.foundation.fieldwork.entity_lists import version_at

    published(lists=True, entity=UPDATES)
    phone = openrosa_device()

    def update(base, text):
        entity = (f'<entities:entity dataset="cases" id="{case.ref}" update="1" '
                  f'baseVersion="{base}"/>')  # fmt: skip
        phone.submit(answers(case, text, entity=entity))
        run_jobs()
        return CaseForm.objects.order_by("-pk").first().findings

    stale = {"path": "/data", "kind": "stale"}
    assert stale not in update(version_at(now()), "One.")
    Note.write(case, by=colleague, text="They moved.")
    assert stale in update(version_at(now()) - 10, "Two.")


REGISTER = """text,way,Agrees,case_management,plain,consent.way
text,language,Explained in,case_management,plain,consent.language
text,method,How,case_management,plain,consent.method
text,yes,Case,case_management,plain,consent.agrees_case_management
select_multiple checks,explained,Explained,case_management,plain,consent.explained
text,given,Given names,case_management,identity,person.given_names
date,born,Born,case_management,identity,person.birth_date
text,first,What they ask for,case_management,narrative,case.presenting_concern"""
CHECKS = "interview purpose uses access retention withdrawal"
CHOICES = "\n".join(f"checks,{each},{each}" for each in CHECKS.split())


def met(ref, *, way="agrees", given="Amal"):
    inside = (
        f"<way>{way}</way><language>es</language><method>verbal</method><yes>yes</yes>"
        f"<explained>{CHECKS}</explained><given>{given}</given><born>1990-02-03</born>"
        "<first>A bed</first>"
    )
    entity = f'<entities:entity dataset="cases" id="{ref}" create="1"/>'
    return filled("field_visit", "1", inside, entity=entity)


def test_somebody_met_in_the_field_is_registered_by_their_answers(
    openrosa_device, published, caseworker, run_jobs
):

    published(REGISTER, entity=CREATES, choices=CHOICES)
    ref = uuid4()
    openrosa_device().submit(met(ref))
    run_jobs()
    assert Submission.objects.get().findings == []
    case = Case.objects.get(ref=ref)
    assert (case.person.given_names, case.owner, case.presenting_concern) == (
        "Amal",
        caseworker,
        "A bed",
    )
    assert case.person.birth_date.isoformat() == "1990-02-03"
    assert case.caseforms.count() == 1


@pytest.mark.parametrize("missing", [{"way": "refuses"}, {"given": ""}])
def test_without_their_consent_or_a_name_nobody_is_registered(
    openrosa_device, published, run_jobs, missing
):

    published(REGISTER, entity=CREATES, choices=CHOICES)
    openrosa_device().submit(met(uuid4(), **missing))
    run_jobs()
    kept = Submission.objects.get()
    assert kept.state == "odd"
    assert kept.findings[-1]["kind"] == "facts-missing"
    assert not Case.objects.exists()


def test_a_strict_telephone_would_notice(openrosa_device, published):
    published()
    with pytest.raises(Wrong):
        openrosa_device()._xml(openrosa_device()._get("/alive/"), "", "data")


def test_no_file_is_kept_twice(openrosa_device, published, case, run_jobs):
    published()
    phone, raw = openrosa_device(), answers(case)
    for _ in range(2):
        phone.submit(raw, ("a.jpg", "image/jpeg", picture()), ("b.jpg", "image/jpeg", picture()))
    assert SubmissionFile.objects.count() == 2


@pytest.mark.parametrize(
    "code", ["airHyLyZMkdqz383A9fdjX", "Two words", "v1.2:final & <more>", "encuesta/2", "استمارة"]
)
def test_a_form_with_any_id_is_listed_taken_along_and_answered(
    openrosa_device, data_officer, run_jobs, code
):
    sheet = f"survey,type,name,label\n,text,words,What happened?\nsettings,form_id\n,{code}\n"
    version = Form.upload(io.BytesIO(sheet.encode()), by=data_officer, file_name="a.csv")
    version.publish(by=data_officer)
    Form.upload(workbook("another", VISIT), by=data_officer).publish(by=data_officer)
    phone = openrosa_device()
    [listed] = [each for each in phone.form_list() if each.form_id == code]
    assert f'id="{escape(code)}"'.encode() in phone.form(listed)
    page = phone._get(f"{phone.server}/formList?{urlencode({'formID': code})}")
    assert page.content.count(b"<formID>") == 1
    raw = filled(escape(code), version.version, "<words>They took my papers.</words>")
    assert phone.submit(raw).status == 201
    run_jobs()
    kept = Submission.objects.get()
    assert (kept.version, kept.findings) == (version, [])
    assert "They took my papers." in kept.answers


# Files beside a form, and forms that are tried out.

LOOK_UP = "select_one_from_file posts.csv,post,Which post?,case_management,plain,"
POSTS = b"name,label\np1,North\n"


def test_files_beside_a_form_come_along_with_it(openrosa_device, data_officer):
    version = Form.upload(workbook("by_post", LOOK_UP), by=data_officer)
    FormAttachment.add(version, "posts.csv", io.BytesIO(POSTS), by=data_officer)
    version.publish(by=data_officer)
    phone = openrosa_device()
    [posts] = phone.manifest(phone.form_list()[0])
    assert (posts.name, posts.is_list) == ("posts.csv", False)
    assert phone.media(posts) == POSTS
    assert phone.answer(phone._get(f"{posts.url[len('https://testserver') :]}x")).status == 404


def test_a_version_on_trial_goes_to_who_keeps_forms_and_counts_nowhere(
    openrosa_device, caseworker, data_officer, run_jobs
):
    version = Form.upload(workbook("field_visit", VISIT), by=data_officer)
    version.offer_for_tests(by=data_officer)
    assert openrosa_device(caseworker).form_list() == []
    phone = openrosa_device(data_officer)
    assert [each.version for each in phone.form_list()] == ["1"]
    phone.submit(filled("field_visit", "1", "<case/><words>Made up.</words><photo/>"))
    run_jobs()
    kept = Submission.objects.get()
    assert kept.state == "kept"
    assert kept.findings[-1]["kind"] == "trial"


def test_whoever_looks_at_it_reads_why_it_waits(
    client, openrosa_device, published, case, stranger, cast, run_jobs
):
    published()
    openrosa_device(stranger).submit(answers(case))
    run_jobs()
    kept = Submission.objects.get()
    keeper = cast._user("keeper_there", "Ada Solis", "supervisor", office=cast.other_office)
    client.force_login(keeper)
    page = client.get(reverse("fieldwork:submission", args=[kept.ref]))
    assert page.status_code == 200
    assert "is not open to whoever sent it" in page.text


@pytest.mark.parametrize("kind", [
    "no-such-case", "several-cases", "facts-missing", "file-odd", "file-missing", "not-landed",
])  # fmt: skip
def test_whatever_is_odd_has_words(kind):
    assert str(anomaly_messages[kind])
