"""A clinician decides by a link without an account, or by their account; others find nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.timezone import localtime

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import (
    BoardingCheck,
    FitnessDecision,
    FitnessRequest,
    Qualification,
)
from tests.support.shared_start import shared_start

from . import ways

pytestmark = pytest.mark.django_db


@shared_start
@translation.override("en")
def one(cast):
    journey = ways.settle(ways.planned(ways.begin(cast)), rules.FITNESS)
    return journey.travellers.get()


@pytest.fixture
def lucia(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def link(lucia, one):
    """The address that Lucía is shown once."""
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/"
    page = lucia.post(address, {"addressee": "Ana Flores, Hospital 2"})
    assert page.status_code == 200
    address = page.context["link"]
    return address[address.index("/f/") :]


@pytest.fixture
def code(link, one, supervisor):
    """What the supervisor tells the clinician."""
    boss = Client()
    boss.force_login(supervisor)
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/code/"
    assert "Ana Flores, Hospital 2" in boss.get(address).text
    return boss.post(address, {}).context["code"]


@pytest.fixture
def doctor():
    return Client(headers={"accept-language": "en"})


def said(one, **more):
    here = localtime(now(), one.journey.case.office.zone)
    about = {
        "is_same_person": "yes", "code": "fit", "examined_on": here.date().isoformat(),
        "examined_clock": f"{here:%H:%M}", "name": "Ana Flores", "licence": "CMP 4471",
        "file": SimpleUploadedFile("signed.txt", b"Seen and signed.", "text/plain"),
    }  # fmt: skip
    return about | more


def said_by_link(one, code, **more):
    return said(one, **more) | {"link_code": code, "decides": "1"}


def test_by_a_link_she_sees_initials_and_age_and_decides_once(doctor, link, code, one, rosa):
    closed = doctor.get(link)
    page = doctor.post(link, {"link_code": f"{code[:3]} {code[3:]}"})
    assert (closed.status_code, page.status_code) == (200, 200)
    age = rosa.age(one.journey.case.office.today())
    for words in ("<bdi>RQ</bdi>", f"Age {age}"):
        assert words in page.text
        assert words not in closed.text
    for secret in ("Rosa", "Quispe", one.journey.case.number, str(rosa.ref), "70012345", "Tacna"):
        assert secret not in page.text
    done = doctor.post(
        link, said_by_link(one, code) | {"code": "fit_conditions", "conditions": ["oxygen"]}
    )
    assert "Thank you" in done.text
    decision = FitnessDecision.objects.get()
    assert (decision.licence, decision.by, decision.conditions) == ("CMP 4471", None, ["oxygen"])
    assert ways.check(one.journey, rules.FITNESS, rosa).state == "met"
    made = AuditEntry.objects.get(event="return.fitness_decided")
    assert made.by is None
    again = doctor.post(link, said_by_link(one, code) | {"code": "unfit"})
    assert again.status_code == 403
    assert "takes no second one" in again.text
    assert "<bdi>RQ</bdi>" not in doctor.get(link).text
    assert FitnessDecision.objects.get().code == "fit_conditions"


def test_unfit_by_a_link_ends_what_is_booked(doctor, journey):
    ways.booked(journey)
    _asked, token, code = ways.sent(journey.travellers.get())
    doctor.post(f"/f/{token}/", said_by_link(journey.travellers.get(), code) | {"code": "unfit"})
    journey.refresh_from_db()
    assert journey.state == "preparing"


def test_for_another_person_it_is_refused_and_stays_open(doctor, link, code, one):
    answer = doctor.post(link, said_by_link(one, code, is_same_person="no"))
    assert answer.status_code == 422
    assert "about one person only" in answer.text
    assert doctor.post(link, said_by_link(one, code)).status_code == 200


def test_after_its_days_it_opens_nothing(doctor, link, code, one):
    with clock.at(now() + timedelta(days=8)):
        assert "days are over" in doctor.get(link).text
        answer = doctor.post(link, said_by_link(one, code))
    assert answer.status_code == 403
    assert not FitnessDecision.objects.exists()
    assert AuditEntry.objects.filter(event="return.fitness_link_refused").count() == 1


def test_of_somebody_who_does_not_travel_it_shows_nothing(doctor, link, code, one, caseworker):
    one.journey.end(by=caseworker, reason="other_way")
    page = doctor.get(link)
    assert "does not travel" in page.text
    assert "<bdi>RQ</bdi>" not in page.text


def test_a_made_up_link_says_so_and_a_colleague_does_not_use_one(doctor, lucia, link, code, one):
    assert doctor.get(f"/f/{'x' * 43}/").status_code == 404
    answer = lucia.post(link, said_by_link(one, code))
    assert answer.status_code == 403
    assert not FitnessDecision.objects.exists()


def test_a_form_from_elsewhere_is_refused(link, code, one):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, said_by_link(one, code)).status_code == 403
    assert not FitnessDecision.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("signed.exe", b"MZ", "application/octet-stream"),
        ("signed.pdf", b"no paper", "application/pdf"),
        ("signed.txt", b"", "text/plain"),
    ],
)
def test_a_file_that_is_no_paper_is_refused(doctor, link, code, one, name, content, kind):
    answer = doctor.post(
        link, said_by_link(one, code, file=SimpleUploadedFile(name, content, kind))
    )
    assert answer.status_code == 422
    assert not FitnessDecision.objects.exists()


def test_hostile_answers_are_refused_beside_their_fields(doctor, link, code, one):
    for more in (
        {"name": "A" * 500}, {"code": "pending"}, {"conditions": ["gold"]},
        {"examined_on": "2026-13-45"}, {"examined_clock": "25:99"}, {"licence": "\x00"},
        {"holds_on": "2031-01-01"},
    ):  # fmt: skip
        assert doctor.post(link, said_by_link(one, code) | more).status_code == 422
    assert not FitnessDecision.objects.exists()


def test_too_many_tries_from_one_address_are_stopped(doctor, one, monkeypatch):
    monkeypatch.setattr("amparo.foundation.core.rate_limits.REQUESTS_PER_HOUR", (2, 3600))
    answers = [doctor.post(f"/f/{'x' * 43}/", {}).status_code for _try in range(3)]
    assert answers == [403, 403, 429]


def test_who_asked_or_accompanies_is_not_shown_the_code(lucia, link, one, caseworker):
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/code/"
    assert "Somebody else tells the clinician" in lucia.get(address).text
    answer = lucia.post(address, {})
    assert answer.status_code == 422
    assert "Somebody else tells the clinician" in answer.text
    assert FitnessRequest.objects.get().code_hash == ""
    assert address not in lucia.get(f"/returns/{one.journey.ref}/").text


def test_supervisors_are_told_to_call_and_find_it_on_the_page(client, link, one, supervisor):
    told = Notification.objects.get(event="return.fitness_code_due")
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/code/"
    assert (told.user, told.is_urgent, told.url) == (supervisor, True, address)
    client.force_login(supervisor)
    assert address in client.get(f"/returns/{one.journey.ref}/").text
    assert client.post(address, {}).status_code == 200
    made = AuditEntry.objects.get(event="return.fitness_code_given")
    assert made.by == supervisor


def test_the_page_with_the_link_says_who_is_asked_to_tell_the_code_or_that_nobody_is(
    lucia, one, supervisor
):
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/"
    assert supervisor.name in lucia.post(address, {"addressee": "Ana Flores"}).text
    supervisor.memberships.update(role="auditor")
    page = lucia.post(address, {"addressee": "Ana Flores"}).text
    assert "No supervisor here could be asked to do so" in page


def test_before_a_code_was_told_the_link_opens_for_nobody(doctor, link, one):
    for guess in ("", "000000"):
        answer = doctor.post(link, said_by_link(one, guess))
        assert answer.status_code == 422
        assert "<bdi>RQ</bdi>" not in answer.text
    assert "No code was told" in answer.text
    assert not FitnessDecision.objects.exists()


def test_five_wrong_codes_close_it_until_another_is_told(doctor, link, code, one, supervisor):
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _try in range(5):
        assert "not the code" in doctor.post(link, {"link_code": wrong}).text
    refused = doctor.post(link, {"link_code": code})
    assert refused.status_code == 422
    assert "Too many wrong codes" in refused.text
    assert AuditEntry.objects.filter(event="return.fitness_link_refused").count() == 5
    newer = FitnessRequest.objects.get().tell_code(by=supervisor)
    assert "<bdi>RQ</bdi>" in doctor.post(link, {"link_code": newer}).text
    assert "not the code" in doctor.post(link, {"link_code": code}).text or newer == code
    assert doctor.post(link, said_by_link(one, newer)).status_code == 200


def test_a_link_without_the_name_of_a_clinician_is_not_made(lucia, one):
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/"
    answer = lucia.post(address, {})
    assert answer.status_code == 422
    assert "Write the name of the clinician" in answer.text
    assert not FitnessRequest.objects.exists()


@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_the_page_is_there_in_each_language(link, language):
    page = Client(headers={"accept-language": language}).get(link)
    assert page.status_code == 200
    assert f'lang="{language}' in page.text


def test_by_her_account_the_nurse_decides_and_finds_nothing_else(
    lucia, one, nurse, doctor, clinic
):
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/"
    assert nurse.name in lucia.get(address).text
    assert lucia.post(address, {"clinician": nurse.ref.hex}).status_code == 303
    asked = FitnessRequest.objects.get()
    doctor.force_login(nurse)
    page = doctor.get(f"/fitness/{asked.ref}/")
    assert "<bdi>RQ</bdi>" in page.text
    assert "Quispe" not in page.text
    answer = doctor.post(f"/fitness/{asked.ref}/", said(one, name="Somebody else"))
    assert answer.status_code == 303
    decision = FitnessDecision.objects.get()
    assert (decision.by, decision.clinician_name) == (nurse, nurse.name)
    assert ways.check(one.journey, rules.FITNESS, one.person).state == "met"
    assert doctor.get(f"/returns/{one.journey.ref}/").status_code == 404
    assert "takes no second one" in doctor.get(f"/fitness/{asked.ref}/").text


def test_a_colleague_with_the_qualification_decides_with_her_licence(
    lucia, one, colleague, doctor
):
    ways.qualified(colleague, "clinician")
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/"
    assert colleague.name in lucia.get(address).text
    assert lucia.post(address, {"clinician": colleague.ref.hex}).status_code == 303
    asked = FitnessRequest.objects.get()
    doctor.force_login(colleague)
    assert 'value="MS 3310"' in doctor.get(f"/fitness/{asked.ref}/").text
    without = {name: value for name, value in said(one).items() if name != "file"}
    refused = doctor.post(f"/fitness/{asked.ref}/", without)
    assert refused.status_code == 422
    assert "Choose the file with what you signed" in refused.text
    written = said(one, name="Somebody else", licence="Another 1")
    assert doctor.post(f"/fitness/{asked.ref}/", written).status_code == 303
    decision = FitnessDecision.objects.get()
    assert (decision.by, decision.clinician_name) == (colleague, colleague.name)
    assert decision.licence == "MS 3310"
    assert ways.check(one.journey, rules.FITNESS, one.person).state == "met"


def test_without_the_qualification_a_colleague_is_neither_offered_nor_taken(
    lucia, one, colleague, caseworker
):
    ways.qualified(colleague, "children")
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/"
    assert colleague.name not in lucia.get(address).text
    assert lucia.post(address, {"clinician": colleague.ref.hex}).status_code == 422
    with pytest.raises(Refusal, match="whose qualification as clinician counts today"):
        FitnessRequest.ask(one, by=caseworker, clinician=colleague)


def test_a_qualification_that_ended_meanwhile_decides_nothing(lucia, one, colleague, doctor):
    ways.qualified(colleague, "clinician")
    asked, _token = FitnessRequest.ask(one, by=one.journey.case.owner, clinician=colleague)
    Qualification.objects.update(valid_until=one.journey.case.office.today() - timedelta(days=1))
    doctor.force_login(colleague)
    answer = doctor.post(f"/fitness/{asked.ref}/", said(one))
    assert answer.status_code == 422
    assert "whose qualification as clinician counts today" in answer.text
    assert not FitnessDecision.objects.exists()


def test_neither_the_owner_of_the_case_nor_the_counsellor_is_the_clinician(
    one, caseworker, colleague, supervisor
):
    counsellor = one.journey.counsellings.first().by
    for who in {caseworker, counsellor}:
        ways.qualified(who, "clinician")
        asks = colleague if who != colleague else supervisor
        with pytest.raises(Refusal, match="Somebody else decides this"):
            FitnessRequest.ask(one, by=asks, clinician=who)


def test_nobody_else_opens_the_question_to_a_clinician(
    client, one, caseworker, nurse, stranger, clinic
):
    asked, _token = FitnessRequest.ask(one, by=caseworker, clinician=nurse)
    for who, status in ((caseworker, 403), (stranger, 404)):
        client.force_login(who)
        assert client.post(f"/fitness/{asked.ref}/", said(one)).status_code == status


def test_the_page_of_the_return_shows_what_was_decided(lucia, one, caseworker):
    ways.examined(one, code="fit_conditions", conditions=["oxygen"], text="2 litres a minute.")
    page = lucia.get(f"/returns/{one.journey.ref}/").text
    for words in ("CMP 4471", "Oxygen", "2 litres a minute.", "A clinician asks for: Oxygen"):
        assert words in page
    assert f"/checks/{ways.check(one.journey, rules.FITNESS, one.person).ref}/" not in page


def test_who_leaves_is_checked_on_its_page(lucia, journey):
    ways.booked(journey, days=0)
    one = journey.travellers.get()
    address = f"/returns/{journey.ref}/travellers/{one.ref}/boarding/"
    here = localtime(now(), journey.case.office.zone)
    answers = dict.fromkeys(BoardingCheck.QUESTIONS, "yes")
    about = {
        "held_on": here.date().isoformat(), "held_clock": f"{here:%H:%M}", "checked_by": "escort",
        "name": "Daniel Achebe",
    }  # fmt: skip
    assert lucia.post(address, about).status_code == 422
    assert lucia.post(address, about | answers).status_code == 303
    assert "Checked before boarding" in lucia.get(f"/returns/{journey.ref}/").text
    day = journey.case.office.today().isoformat()
    assert lucia.post(f"/returns/{journey.ref}/depart/", {"left_on": day}).status_code == 303


def test_a_provider_without_a_health_service_is_not_asked(lucia, one, nurse):
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/"
    assert nurse.name not in lucia.get(address).text
    with pytest.raises(Refusal, match="offers a health service in the directory"):
        FitnessRequest.ask(one, by=one.journey.case.owner, clinician=nurse)


def test_the_account_of_a_system_is_never_a_clinician(lucia, one, nurse, clinic):
    nurse.is_system = True
    nurse.save(update_fields=["is_system"])
    address = f"/returns/{one.journey.ref}/travellers/{one.ref}/fitness/"
    assert nurse.name not in lucia.get(address).text
    with pytest.raises(Refusal, match="A clinician decides this"):
        FitnessRequest.ask(one, by=one.journey.case.owner, clinician=nurse)
