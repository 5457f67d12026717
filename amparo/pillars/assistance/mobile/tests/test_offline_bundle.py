"""Somebody takes their cases along: only theirs, only what they may see, only what changed."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core.encryption import values
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork.models import Device
from amparo.foundation.fieldwork.tests.offline_device import Phone
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import Note, SafetyAlert, Task
from amparo.pillars.assistance.intake.models import Screening


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


@pytest.fixture
def full(case, caseworker):
    """Rosa's case with something of each kind."""
    Note.write(case, by=caseworker, text="She walked for a week.")
    SafetyAlert.sound(case, by=caseworker, text="He waits outside")
    Task.set(case, "visit", case.office.today(), by=caseworker, text="With the nurse")
    needs = [{"service_type": "shelter.emergency", "horizon": "immediate", "text": "Two beds"}]
    Assessment.make(case, by=caseworker, needs=needs)
    return case


def test_the_file_holds_what_one_needs_there(full, phone, rosa):
    lines = phone.take()
    assert [next(iter(line)) for line in lines] == ["head", "file", "gone", "end"]
    file = phone.files[str(full.ref)]
    [person] = file["persons"]
    assert person["fields"]["given_names"] == "Rosa"
    assert person["fields"]["birth_date"] == "1992-03-14"
    assert person["contacts"] == ["Messages only, +591 70012345"]
    assert (file["title"], file["initials"], file["subject"]) == (rosa.name, "RQ", "person")
    assert file["number"] == full.number
    assert "work" in file["may"]
    assert [note["text"] for note in file["notes"]] == ["She walked for a week."]
    assert [alert["text"] for alert in file["alerts"]] == ["He waits outside"]
    assert [need["text"] for need in file["needs"]] == ["Two beds"]
    assert "With the nurse" in [task["text"] for task in file["tasks"]]
    assert lines[-1] == {"end": 1}


def test_open_flags_come_along_and_answered_ones_do_not(full, phone, caseworker, colleague):
    Screening.hold(full, by=caseworker, danger_now=True, asylum_wish=True, first_steps="A bed.")
    full.protectionflags.get(kind="danger_now").answer(
        by=colleague, code="help_given", text="In the shelter."
    )
    phone.take()
    [flag] = phone.files[str(full.ref)]["flags"]
    [kept] = full.protectionflags.unanswered()
    assert (flag["kind"], flag["due_on"]) == ("asylum_wish", kept.due_on.isoformat())


def test_that_each_file_was_taken_leaves_a_line(full, phone, caseworker):
    phone.take()
    line = AuditEntry.objects.get(event="case.taken")
    assert (line.by, line.file_ref, line.is_reading) == (caseworker, full.ref, True)
    device = Device.objects.get()
    assert device.taken == 1
    assert AuditEntry.objects.filter(event="device.took").count() == 1
    phone.take()
    assert AuditEntry.objects.filter(event="case.taken").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda case, by: Note.write(case, by=by, text="Add another."),
        lambda case, by: case.person.change(by=by, safe_channel="call"),
        lambda case, by: case.person.add_contact(by=by, kind="phone", value="+591 70099999"),
        lambda case, by: case.person.consents.get().withdraw(by=by),
    ],
)
def test_only_what_changed_comes_again(change, full, phone, caseworker, many_cases):
    many_cases(3)
    assert phone.take()[-1] == {"end": 4}
    assert phone.take()[-1] == {"end": 0}
    change(full, caseworker)
    lines = phone.take()
    assert lines[-1] == {"end": 1}
    assert lines[1]["file"]["ref"] == str(full.ref)


def test_what_is_no_longer_theirs_is_gone(full, phone, colleague, supervisor):
    phone.take()
    full.assign(colleague, by=supervisor)
    phone.take()
    assert phone.files == {}


def test_nobody_takes_what_they_do_not_accompany(full, supervisor, colleague, stranger):
    for who in (supervisor, colleague, stranger):
        theirs = Phone(who).register()
        assert theirs.take()[-1] == {"end": 0}


def test_a_restricted_file_goes_with_who_accompanies_it(full, phone, caseworker):
    full.restrict("trafficking", by=caseworker)
    phone.take()
    assert str(full.ref) in phone.files


def test_whom_they_may_not_know_of_is_not_in_it(full, phone, family, caseworker, cast):
    hidden = cast._person(given_names="Nobody", family_names="Knows")
    family.add(hidden, "relative", by=caseworker)
    theirs = cast.open_case(family=family)
    phone.take()
    assert len(phone.files[str(theirs.ref)]["persons"]) == 3
    hidden.access_grants.all().delete()
    phone.take()
    names = {p["fields"]["given_names"] for p in phone.files[str(theirs.ref)]["persons"]}
    assert names == {"Rosa", "Nayeli"}


def test_a_revoked_telephone_is_given_nothing(full, phone, caseworker):
    Device.objects.get().revoke(by=caseworker)
    answer = phone.post("caseload", {"have": {}})
    assert answer.status_code == 410
    assert "revoked" in answer.json()["detail"]
    assert phone.state()["device"] == {"ref": phone.device, "revoked": True, "waiting": 0}


def test_a_caseload_is_given_to_its_own_telephone_alone(phone, colleague, caseworker):
    other = Phone(colleague)
    other.secret = phone.secret
    assert other.post("caseload", {"have": {}}).status_code == 403


def test_signed_out_it_is_told_in_json(phone, client):
    for where in ("devices", "caseload"):
        answer = client.post(f"/campo/{where}/", "{}", content_type="application/json")
        assert (answer.status_code, list(answer.json())) == (401, ["detail"])


def test_a_form_of_another_installation_cannot_register_a_telephone(caseworker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(caseworker)
    answer = client.post("/campo/devices/", "{}", content_type="application/json")
    assert answer.status_code == 403
    token = client.get("/campo/state/").json()["csrf"]
    told = json.dumps({"name": "Mine"})
    answer = client.post(
        "/campo/devices/", told, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 201


def test_no_more_than_go_along(settings, phone, many_cases):
    """The most urgent ones, and before medium whom nobody has assessed."""
    settings.AMPARO_OFFLINE_MAX_CASES = 3
    cases = many_cases(6)
    for case in cases:
        case.touch()
    assert phone.take()[-1] == {"end": 3}
    assert {file["risk"] for file in phone.files.values()} == {"critical", "high", "none"}


def test_a_hundred_files_cost_as_many_questions_as_ten(phone, many_cases, caseworker):
    def asked():
        phone.files = {}
        values.evict_keys([])
        with CaptureQueriesContext(connection) as queries:
            phone.take()
        return len(queries)

    def busy(cases):
        for case in cases:
            Note.write(case, by=caseworker, text="Something.")

    busy(many_cases(10))
    few = asked()
    busy(many_cases(30))
    assert asked() <= few
    assert few < 70


def test_blank_forms_are_for_who_fills_them(sample_data, client):
    where = f"/campo/forms/{sample_data.published_version.ref}/"
    client.force_login(sample_data.caseworker)
    assert b"<h:html" in client.get(where).content
    assert client.get(f"/campo/forms/{sample_data.form_version.ref}/").status_code == 404
    client.force_login(sample_data.administrator)
    assert client.get(where).status_code == 404


def test_the_forms_in_use_are_named(sample_data):
    phone = Phone(sample_data.caseworker).register()
    phone.take()
    assert [form["code"] for form in phone.head["forms"]] == ["first_talk"]
    assert phone.head["lists_version"]


def test_the_words_of_the_shell_in_four_languages(client, db):
    for language in ("es", "en", "fr", "ar"):
        told = client.get(f"/campo/words/{language}/").json()
        assert {"sex", "note", "own_task", "risk", "language", "giver"} <= set(told["lists"])
        assert all(len(line) == 2 for line in told["lists"]["service_type"])
    assert client.get("/campo/words/xx/").status_code == 404
