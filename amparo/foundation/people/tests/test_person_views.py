"""A colleague opens somebody's file, and corrects what is known of them."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.directory.models import Provider
from amparo.foundation.funding.models import Project
from amparo.foundation.people.models import Consent, IdentityDocument, Person
from amparo.foundation.people.search.search import search

pytestmark = pytest.mark.django_db


def url(name, *records):
    return reverse(f"people:{name}", args=[record.ref for record in records])


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


def send(client, where, data, **headers):
    return client.post(where, data | {"once": str(uuid4())}, headers=headers)


def test_the_page_says_who_they_are_and_how_to_reach_them_safely(here, rosa, office):
    page = here.get(url("person", rosa)).content.decode()
    age = f"{rosa.age(office.today())} years"
    for words in ("Rosa Quispe Mamani", age, "Bolivia", "Only by message, after 18:00"):
        assert words in page
    assert AuditEntry.objects.filter(event="person.seen", record_ref=rosa.ref).count() == 1


def test_for_a_stranger_nothing_of_it_exists(client, stranger, rosa):
    document = rosa.documents.create(kind="passport", number="A1")
    consent = rosa.consents.get()
    client.force_login(stranger)
    for where in (
        url("person", rosa), url("person-edit", rosa), url("document-new", rosa),
        url("contact-new", rosa), url("functioning-new", rosa), url("consent-new", rosa),
        url("family-new", rosa), url("document", document), url("consent-withdraw", consent),
    ):  # fmt: skip
        assert client.get(where).status_code == 404
        assert client.post(where, {"once": str(uuid4())}).status_code in (404, 405)


def test_names_in_two_scripts_are_corrected_and_found_at_once(here, rosa, caseworker):
    form = here.get(url("person-edit", rosa)).content.decode()
    assert 'value="Quispe"' in form
    assert 'value="1992"' in form
    data = {
        "given_names": "Rosa Elena", "family_names": "Quispe", "aliases": "Rosita, Luna",
        "original_name": "روزا", "birth_year": "1990", "birth_month": "3", "nationality": "BO",
        "other_nationality": "PE", "language_1": "ay", "language_2": "es",
    }  # fmt: skip
    response = send(here, url("person-edit", rosa), data)
    assert response.status_code == 303
    rosa = Person.objects.get(pk=rosa.pk)
    assert (rosa.aliases, rosa.other_nationalities) == (["Rosita", "Luna"], ["PE"])
    assert (rosa.birth_date, rosa.birth_precision) == (date(1990, 3, 1), "month")
    assert search(caseworker, "Rosita") == [rosa]
    entry = AuditEntry.objects.get(event="person.changed")
    assert "given_names" in entry.details["fields"]


def test_what_is_noted_stays_when_nothing_is_changed(here, nayeli):
    form = here.get(url("person-edit", nayeli)).context["form"]
    data = {name: form[name].value() for name in form.fields}
    day, month, year, _about = data.pop("birth")
    data |= {"birth_day": day, "birth_month": month, "birth_year": year}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    send(here, url("person-edit", nayeli), data)
    again = Person.objects.get(pk=nayeli.pk)
    for name in ("given_names", "birth_date", "birth_precision", "nationality", "sex"):
        assert getattr(again, name) == getattr(nayeli, name)


def test_a_word_that_was_retired_since_stays_chosen(here, rosa, administrator):
    from amparo.foundation.core.models import CodeListEntry

    codes.load()
    Person.objects.filter(pk=rosa.pk).update(migration_status="visitor")
    CodeListEntry.objects.get(list="migration_status", code="visitor").retire(by=administrator)
    page = here.get(url("person-edit", rosa)).content.decode()
    assert '<option value="visitor" selected' in page


def test_in_place_only_the_part_travels(here, rosa):
    where = url("contact-new", rosa)
    part = here.get(where, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<form class="panel" id="contacts"')
    said = {"kind": "phone", "value": "+591 71111111"}
    missing = send(here, where, {"kind": "phone"}, **{"HX-Request": "true"})
    assert missing.status_code == 422
    page = url("person", rosa)
    kept = send(here, where, said, **{"HX-Request": "true", "HX-Current-URL": f"http://x{page}"})
    answer = kept.content.decode()
    assert "+591 71111111" in answer
    assert "Do not use" in answer  # not ticked as safe
    assert 'hx-target="#summary"' in answer


def test_a_document_is_noted_changed_and_taken_off(here, rosa, caseworker):
    data = {"kind": "passport", "number": "BO-123456", "held_by": "withheld"}
    send(here, url("document-new", rosa), data)
    document = rosa.documents.get()
    assert search(caseworker, "BO-123456") == [rosa]
    send(here, url("document", document), data | {"number": "BO-654321"})
    assert search(caseworker, "BO-654321") == [rosa]
    assert search(caseworker, "BO-123456") == []
    send(here, url("document", document), {"move": "drop"})
    assert not IdentityDocument.objects.exists()
    assert search(caseworker, "BO-654321") == []
    assert AuditEntry.objects.filter(event="document.dropped").exists()


def test_each_answer_takes_the_place_of_the_earlier_one(here, rosa):
    data = {
        "language": "ay", "method": "verbal", "given_by": "self", "given_on": "2026-11-01",
        "expires_on": "2099-01-01", "agrees_case_management": "yes",
        "agrees_share_authorities": "no", "limits": "Not to my brother",
        "explained": ["interview", "purpose", "uses", "access", "retention", "withdrawal"],
    }  # fmt: skip
    assert send(here, url("consent-new", rosa), data).status_code == 303
    latest = Consent.objects.of(rosa).latest_answers()
    assert {(each.purpose, each.agreed) for each in latest} == {
        ("case_management", True), ("share_authorities", False),
    }  # fmt: skip
    page = here.get(url("person", rosa)).content.decode()
    assert "Not to my brother" in page
    assert "Jan 2099" in page


def test_sharing_names_with_whom(here, rosa, organization):
    shelter = Organization.objects.create(name="Casa Alba", kind="ngo")
    data = {
        "language": "ay", "method": "verbal", "given_by": "self", "given_on": "2026-11-01",
        "expires_on": "2099-01-01", "agrees_share_services": "yes",
        "explained": ["interview", "purpose", "uses", "access", "retention", "withdrawal"],
    }  # fmt: skip
    assert send(here, url("consent-new", rosa), data).status_code == 422
    send(here, url("consent-new", rosa), data | {"with_share_services": [str(shelter.ref)]})
    assert rosa.consents_to("share_services", recipient=shelter)
    assert not rosa.consents_to("share_services", recipient=organization)


def test_one_answer_says_that_all_was_explained(here, rosa):
    data = {
        "language": "ay", "method": "verbal", "given_by": "self", "given_on": "2026-11-01",
        "expires_on": "2099-01-01", "agrees_case_management": "yes",
    }  # fmt: skip
    refused = send(here, url("consent-new", rosa), data)
    assert refused.status_code == 422
    assert "Explain each point first" in refused.text
    assert send(here, url("consent-new", rosa), data | {"all_explained": "on"}).status_code == 303
    kept = Consent.objects.of(rosa).latest_answers().get(purpose="case_management")
    assert set(kept.explained) >= {"interview", "purpose", "uses", "access", "withdrawal"}
    assert "research" not in kept.explained


def test_organizations_are_searched_for_and_who_only_finances_is_none_of_them(
    here, rosa, caseworker
):
    shelter, donor, both = (
        Organization.objects.create(name=name, kind="ngo")
        for name in ("Casa Alba", "Fondo Puente", "Cruz del Sur")
    )
    starts, ends = date(2026, 1, 1), date(2027, 12, 31)
    for each in (donor, both):
        Project.objects.create(
            donor=each, code=each.name[:4], title=each.name, currency="USD", starts_on=starts,
            ends_on=ends, by=caseworker,
        )  # fmt: skip
    Provider.objects.create(organization=both)
    page = here.get(url("consent-new", rosa)).text
    options = re.findall(r'<option value="([0-9a-f-]{36})"', page)
    assert str(shelter.ref) in options
    assert str(both.ref) in options
    assert str(donor.ref) not in options
    assert 'type="checkbox" name="with_' not in page
    said = {
        "language": "ay", "method": "verbal", "given_by": "self", "given_on": "2026-11-01",
        "expires_on": "2099-01-01", "all_explained": "on", "agrees_share_services": "yes",
    }  # fmt: skip
    named = {"with_share_services": [str(shelter.ref), ""]}
    assert send(here, url("consent-new", rosa), said | named).status_code == 303
    assert rosa.consents_to("share_services", recipient=shelter)
    refused = {"with_share_services": [str(donor.ref)]}
    assert send(here, url("consent-new", rosa), said | refused).status_code == 422


@pytest.mark.parametrize("purpose", ["tracing", "transfer"])
def test_who_names_nobody_means_our_own_offices(here, rosa, purpose):
    data = {
        "language": "ay", "method": "verbal", "given_by": "self", "given_on": "2026-11-01",
        "expires_on": "2099-01-01",
        "explained": ["interview", "purpose", "uses", "access", "retention", "withdrawal"],
    }  # fmt: skip
    for answer in ("yes", "no"):
        told = data | {f"agrees_{purpose}": answer}
        assert send(here, url("consent-new", rosa), told).status_code == 303
        assert rosa.consents_to(purpose) == (answer == "yes")


def test_taking_back_says_what_stops_and_counts_at_once(here, rosa):
    consent = rosa.consents.get()
    page = here.get(url("consent-withdraw", consent)).content.decode()
    assert "What stops" in page
    assert "What continues" in page
    send(here, url("consent-withdraw", consent), {"statement": "I changed my mind"})
    assert not rosa.consents_to("case_management")
    assert "Withdrawn" in here.get(url("person", rosa)).content.decode()


def test_the_six_questions_are_asked_in_their_own_words(here, rosa):
    words = "Do you have difficulty seeing, even if wearing glasses?"
    page = here.get(url("functioning-new", rosa)).content.decode()
    assert words in page
    assert "draft" not in page
    with translation.override("es"):
        spanish = codes.label("wg_question", "seeing")
    here.cookies["amparo_language"] = "es"
    page = here.get(url("functioning-new", rosa)).content.decode()
    assert spanish in page
    assert words in page
    here.cookies["amparo_language"] = "en"
    send(here, url("functioning-new", rosa), {"asked_on": "2026-11-01", "walking": "3"})
    assert rosa.functioning.get().has_disability
    assert "Yes, a lot of difficulty" in here.get(url("person", rosa)).content.decode()


def test_who_opened_the_file_is_shown_to_those_who_answer_for_it(client, rosa, colleague, nurse):
    from amparo.foundation.core.audit import log
    from amparo.foundation.people.presenters.persons import PersonPresenter

    log.log_read(colleague, rosa)
    assert PersonPresenter(rosa, colleague).openings == []


def test_the_page_stays_bounded(here, rosa, family, django_assert_max_num_queries):
    here.get("/account/")  # once a minute the menu counts what waits behind it
    with django_assert_max_num_queries(28):
        here.get(url("person", rosa))
