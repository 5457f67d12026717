"""Somebody is met: consent first, then who they are, then their case; nothing typed is lost."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.people.models import (
    Consent,
    ConsentDocument,
    ConsentException,
    Family,
    Person,
)
from amparo.pillars.assistance.cases.models import Case
from tests.support.uploads import photo

pytestmark = pytest.mark.django_db

URL = "/register/"
AGREES = {
    "step": "consent", "consent-shown": "1", "consent-way": "agrees", "consent-language": "es",
    "consent-method": "verbal", "consent-given_by": "self", "consent-given_on": "2026-11-01",
    "consent-expires_on": "2099-11-01", "consent-agrees_case_management": "yes",
    "consent-agrees_reporting": "no",
    "consent-explained": ["interview", "purpose", "uses", "access", "retention", "withdrawal"],
}  # fmt: skip
CANNOT = AGREES | {
    "consent-way": "cannot", "consent-basis": "vital_interest", "consent-reason": "Unconscious",
}  # fmt: skip
WHO = {
    "step": "person", "who-shown": "1", "who-given_names": "Amina", "who-family_names": "Saleh",
    "who-original_name": "أمينة صالح", "who-sex": "female", "who-age": "about 30",
    "who-nationality": "SD", "who-language_1": "ar", "who-safe_channel": "message",
    "who-contact0-kind": "message", "who-contact0-value": "+249 912345678",
    "who-contact0-is_safe": "on", "who-contact1-kind": "phone",
    "who-document0-held_by": "person",
}  # fmt: skip
CASE = {
    "step": "person", "case-shown": "1", "case-kind": "general", "case-channel": "self",
    "case-identified_on": "2026-11-01", "case-presenting_concern": "A place to sleep",
    **{f"case-child{at}-relation": "child" for at in range(4)},
}  # fmt: skip


FILE = "case-document-upload"


def save(client, *parts, **more):
    data = {}
    for part in parts:
        data |= part
    return client.post(URL, data | {"once": str(uuid4())} | more)


def hidden(response):
    """What the page carries along."""
    page = response.content.decode()
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }


@pytest.fixture
def met(client, caseworker):
    client.force_login(caseworker)
    return client


def test_two_screens_lead_from_consent_to_an_open_case(met, caseworker):
    first = met.get(URL)
    assert "Step 1 of 2." in first.text
    second = met.post(URL, AGREES)
    assert second.status_code == 200
    assert "Step 2 of 2." in second.text
    assert hidden(second)["consent-way"] == "agrees"
    assert not Person.objects.exists()
    response = save(met, AGREES, WHO, CASE)
    case = Case.objects.get()
    assert response.headers["Location"] == case.get_absolute_url()
    person = case.person
    assert (person.name, person.original_name) == ("Amina Saleh", "أمينة صالح")
    assert (person.birth_year, person.birth_precision) == (
        case.office.today().year - 30,
        "estimated",
    )
    assert person.contacts.get().value == "+249 912345678"
    assert not person.documents.exists()
    assert person.consents_to("case_management")
    assert person.consents.get(purpose="reporting").agreed is False
    assert (case.owner, case.presenting_concern, case.language) == (
        caseworker,
        "A place to sleep",
        "ar",
    )
    assert AuditEntry.objects.filter(event__in=("person.registered", "case.opened")).count() == 2


def test_enter_in_a_field_registers_nobody_and_keeps_what_was_written(met):
    page = met.post(URL, AGREES | WHO | CASE)
    assert page.status_code == 200
    assert 'value="Amina"' in page.text
    assert "A place to sleep" in page.text
    assert 'name="once"' in page.text
    first = re.search(r"<button[^>]*>", page.text.partition('id="road"')[2]).group()
    assert "once" not in first
    assert not Person.objects.exists()


def test_a_double_click_registers_once(met):
    once = str(uuid4())
    for _click in range(2):
        save(met, AGREES, WHO, CASE, once=once)
    assert Person.objects.count() == Case.objects.count() == 1


def test_going_back_and_forth_loses_nothing(met):
    back = met.post(URL, AGREES | WHO | CASE | {"move": "back"})
    assert 'name="step" value="consent"' in back.content.decode()
    assert hidden(back)["who-given_names"] == "Amina"
    assert hidden(back)["case-presenting_concern"] == "A place to sleep"
    again = met.post(URL, hidden(back) | AGREES)
    page = again.content.decode()
    assert 'value="Amina"' in page
    assert 'value="about 30"' in page
    assert "+249 912345678" in page


def test_an_unsafe_telephone_stays_unsafe_when_one_goes_back(met):
    unsafe = {name: value for name, value in WHO.items() if name != "who-contact0-is_safe"}
    back = met.post(URL, AGREES | unsafe | {"move": "back"})
    page = met.post(URL, hidden(back) | AGREES).content.decode()
    box = re.search(r'<input[^>]*name="who-contact0-is_safe"[^>]*>', page).group()
    assert "checked" not in box


def test_whoever_does_not_agree_leaves_no_trace(met):
    response = met.post(URL, AGREES | {"consent-way": "refuses"})
    assert response.status_code == 200
    assert not Person.objects.exists()
    assert not AuditEntry.objects.filter(record_type__in=("person", "consent")).exists()


@pytest.mark.parametrize(
    ("missing", "where"),
    [
        ("consent-explained", "consent-all_explained"),
        ("consent-language", "consent-language"),
        ("consent-agrees_case_management", "consent-agrees_case_management"),
    ],
)
def test_consent_counts_only_when_it_was_explained_and_given(met, missing, where):
    said = {name: value for name, value in AGREES.items() if name != missing}
    response = met.post(URL, said)
    assert response.status_code == 422
    assert f'href="#id_{where}' in response.content.decode()


def test_a_name_or_a_word_is_enough_and_one_is_needed(met):
    nobody = CASE | {"who-shown": "1"}
    assert save(met, AGREES, nobody).status_code == 422
    assert save(met, AGREES, nobody, {"who-aliases": "Luna"}).status_code == 303
    assert Person.objects.get().aliases == ["Luna"]


def test_what_is_wrong_on_the_second_screen_is_told_at_once_and_kept(met):
    wrong = {"case-identified_on": "2999-01-01", "case-kind": "no-such-kind"}
    child = {"case-child0-given_names": "Yasin"}
    page = save(met, AGREES, WHO | {"who-given_names": "", "who-family_names": ""}, CASE, wrong
                | child | {"who-original_name": ""})  # fmt: skip
    assert page.status_code == 422
    for field in ("who-given_names", "case-identified_on", "case-kind", "case-child0-age"):
        assert f'href="#id_{field}"' in page.text
    assert "A place to sleep" in page.text
    assert 'value="Yasin"' in page.text
    assert not Person.objects.exists()


@pytest.mark.parametrize("step", ["case", "who", "", "consent person", "\x00"])
def test_a_step_that_is_none_begins_with_consent(met, step):
    page = met.post(URL, AGREES | WHO | CASE | {"step": step, "once": str(uuid4())})
    assert page.status_code == 200
    assert 'name="step" value="consent"' in page.text
    assert not Person.objects.exists()


def test_the_second_screen_alone_registers_nobody(met):
    assert save(met, WHO, CASE).status_code == 422
    assert save(met, WHO, CASE, {"consent-way": "refuses"}).status_code in (200, 422)
    assert not Person.objects.exists()


def test_a_child_does_not_consent_alone(met):
    child = WHO | CASE | {"who-age": "15"}
    assert met.post(URL, AGREES | child).status_code == 422
    parent = {
        "consent-given_by": "parent", "consent-consenting_person": "Halima",
        "consent-relationship": "mother", "consent-assent": "yes",
    }  # fmt: skip
    page = met.post(URL, AGREES | parent | child)
    assert page.status_code == 200
    assert "This is a child, or their age is disputed" in page.text
    save(met, AGREES | parent, child, CASE)
    consent = Person.objects.get().consents.get(purpose="case_management")
    assert (consent.given_by, consent.consenting_person, consent.assent) == (
        "parent",
        "Halima",
        True,
    )


def test_whose_age_is_disputed_is_treated_as_a_child(met):
    assert save(met, AGREES, WHO, CASE, {"who-is_age_disputed": "on"}).status_code == 422


def test_life_in_danger_is_acted_on_at_once_and_reviewed(met, supervisor):
    save(met, CANNOT, WHO, CASE)
    exception = ConsentException.objects.get()
    assert exception.is_waiting
    assert Case.objects.get().person == exception.person
    notice = Notification.objects.get(user=supervisor)
    assert notice.url == reverse("people:exception-decide", args=[exception.ref])


def test_other_exceptions_wait_for_the_second_person(met, supervisor):
    save(met, CANNOT | {"consent-basis": "best_interests"}, WHO, CASE)
    assert Person.objects.count() == 1
    assert not Case.objects.exists()
    assert Notification.objects.filter(user=supervisor, event="exception.asked").exists()


def test_of_a_child_alone_the_case_is_opened_at_once(met):
    child = {**WHO, "who-age": "6"}
    saved = save(met, CANNOT | {"consent-basis": "best_interests"}, child, CASE)
    person = Person.objects.get()
    url = reverse("intake:case-open", args=["person", person.ref])
    assert saved.url.partition("?")[0] == url
    form = met.get(url).context["form"]
    answers = {name: form[name].value() or "" for name in form.fields}
    assert met.post(url, answers | {"channel": "walk_in"}).status_code == 303
    assert Case.objects.get().protectionflags.get().person == person


def test_children_come_with_the_adult_and_form_a_family(met):
    child = {"case-child0-given_names": "Yasin", "case-child0-age": "8"}
    save(met, AGREES, WHO, CASE | child)
    case = Case.objects.get()
    yasin = case.dependants.get().person
    assert (yasin.name, yasin.age(case.office.today())) == ("Yasin", 8)
    consent = yasin.consents.get(purpose="case_management")
    assert (consent.given_by, consent.consenting_person) == ("parent", "Amina Saleh")
    assert set(Family.objects.get().members.values_list("relation", flat=True)) == {
        "head", "child",
    }  # fmt: skip


def test_for_a_child_of_others_a_second_person_is_asked(met, supervisor):
    nephew = {
        "case-child0-given_names": "Yasin", "case-child0-age": "8",
        "case-child0-relation": "relative",
    }  # fmt: skip
    save(met, AGREES, WHO, CASE | nephew)
    yasin = Case.objects.get().dependants.get().person
    assert not yasin.consents.exists()
    exception = yasin.exceptions.get()
    assert (exception.basis, exception.is_waiting) == ("best_interests", True)
    assert "Amina Saleh" in exception.reason
    notice = Notification.objects.get(user=supervisor, event="exception.asked")
    assert notice.url == reverse("people:exception-decide", args=[exception.ref])


def test_a_guardian_without_a_document_does_not_consent(met):
    guardian = {"consent-given_by": "guardian", "consent-consenting_person": "Halima"}
    refused = met.post(URL, AGREES | guardian)
    assert refused.status_code == 422
    assert "note the document that names them" in refused.content.decode()
    document = {
        "consent-document": "Resolution 12", "consent-document_issuer": "Court 2",
        "consent-document_on": "2026-01-05",
    }  # fmt: skip
    assert met.post(URL, AGREES | guardian | document).status_code == 200


def test_the_document_of_an_authority_is_attached_in_the_second_step(met):
    by_authority = AGREES | {
        "consent-given_by": "authority", "consent-consenting_person": "Defensoría",
        "consent-document": "Resolution 12", "consent-document_issuer": "Court 2",
        "consent-document_on": "2026-01-05",
    }  # fmt: skip
    child = WHO | {"who-age": "9"}
    last = met.post(URL, by_authority)
    assert 'enctype="multipart/form-data"' in last.text
    assert "Document of who consented" in last.text
    refused = save(met, by_authority, child, CASE)
    assert refused.status_code == 422
    assert "Choose the file: a PDF or a photo" in refused.text
    assert "A place to sleep" in refused.text
    harmful = SimpleUploadedFile("paper.pdf", b"%PDF-1.4 /JavaScript /JS %%EOF", "application/pdf")
    assert "program" in save(met, by_authority, child, CASE, **{FILE: harmful}).text
    assert not Person.objects.exists()
    sibling = {
        "case-child0-given_names": "Yasin", "case-child0-age": "8",
        "case-child0-relation": "sibling",
    }  # fmt: skip
    assert save(met, by_authority, child, CASE | sibling, **{FILE: photo()}).status_code == 303
    assert ConsentDocument.objects.count() == 2  # each child has their own
    assert {each.person for each in ConsentDocument.objects.all()} == set(Person.objects.all())
    assert not Consent.objects.without_document().exists()


def test_a_parent_attaches_nothing(met):
    parent = AGREES | {
        "consent-given_by": "parent", "consent-consenting_person": "Halima",
        "consent-relationship": "mother",
    }  # fmt: skip
    assert "Document of who consented" not in met.post(URL, parent).text


def test_somebody_of_age_is_not_brought_in_under_another_word(met):
    grown = {"case-child0-given_names": "Omar", "case-child0-age": "40"}
    response = save(met, AGREES, WHO, CASE | grown)
    assert response.status_code == 422
    assert not Person.objects.exists()


def test_a_kind_that_asks_for_it_is_restricted(met, colleague):
    save(met, AGREES, WHO, CASE | {"case-kind": "trafficking"})
    assert Case.objects.get().confidentiality == "trafficking"
    assert not Person.objects.accessible_to(colleague).exists()


@pytest.mark.parametrize("is_birthday_over", [True, False])
def test_who_looks_alike_is_shown_once_before_somebody_is_registered(
    met, rosa, caseworker, is_birthday_over
):
    """By the age that they say, on whichever side of their birthday."""
    years = caseworker.office.today().year - rosa.birth_date.year
    age = str(years if is_birthday_over else years - 1)
    kispe = WHO | {"who-given_names": "Rosa", "who-family_names": "Kispe", "who-age": age}
    once = str(uuid4())
    for _press in range(2):  # pressed twice in a row, nothing is lost and nobody registered
        shown = save(met, AGREES, kispe, CASE, once=once)
        assert shown.status_code == 200
        assert "Rosa Quispe Mamani" in shown.text
        assert "A place to sleep" in shown.text
    assert Person.objects.count() == 1
    entry = AuditEntry.objects.filter(event="person.searched").first()
    assert entry.details == {"refs": [str(rosa.ref)]}
    listed = hidden(shown)["listed"]
    assert listed == rosa.ref.hex
    assert save(met, AGREES, kispe, CASE, listed=listed).status_code == 303


@pytest.mark.parametrize("listed", ["", "zz", "0" * 32, "\x00"])
def test_a_look_alike_that_was_not_listed_is_shown(met, rosa, listed):
    kispe = SAME | {"who-birth_day": "", "who-birth_month": "", "who-second_family_name": ""}
    shown = save(met, AGREES, kispe | {"who-contact0-value": ""}, CASE, listed=listed)
    assert shown.status_code == 200
    assert Person.objects.count() == 1


def test_v14_2_1_the_words_of_a_search_are_in_the_form_and_not_in_its_address(met):
    words = {"names": "Amina Saleh", "born": "1992", "nationality": "SD", "number": "+249 912"}
    first = met.post(URL, words)
    carried = hidden(first)
    assert carried["who-family_names"] == "Saleh"
    second = met.post(URL, carried | AGREES).content.decode()
    for value in ("Amina", "Saleh", "1992", "+249 912"):
        assert f'value="{value}"' in second


def test_somebody_new_joins_a_family(met, family):
    member = {"family": str(family.ref), "case-relation": "partner"}
    response = save(met, AGREES, WHO, member)
    assert response.headers["Location"] == reverse("people:family", args=[family.ref])
    assert family.members.get(relation="partner").person.name == "Amina Saleh"


def test_a_supervisor_of_several_teams_says_which(client, supervisor, team, office):
    from amparo.foundation.core.models import Team

    other = Team.objects.create(office=office, name="Night shift")
    client.force_login(supervisor)
    assert save(client, AGREES, WHO, CASE).status_code == 422
    save(client, AGREES, WHO, CASE | {"case-team": str(other.ref)})
    assert Case.objects.get().team == other


def test_a_case_is_opened_for_somebody_we_know(met, rosa, caseworker):
    url = reverse("intake:case-open", args=["person", rosa.ref])
    assert met.get(url).status_code == 200
    met.post(url, {"kind": "legal", "identified_on": "2026-11-01", "once": str(uuid4())})
    assert Case.objects.get().person == rosa


def test_a_case_is_opened_for_a_community_and_an_institution(met, organization, caseworker):
    from amparo.foundation.people.models import Community, Place

    place = Place.objects.create(name="El Alto", kind="town", country="BO")
    community = Community.objects.create(name="Barrio Norte", place=place)
    data = {"kind": "community", "identified_on": "2026-11-01"}
    for kind, ref in (("community", community.ref), ("institution", organization.ref)):
        url = reverse("intake:case-open", args=[kind, ref])
        met.post(url, data | {"once": str(uuid4())})
    assert [case.subject_kind for case in Case.objects.order_by("pk")] == [
        "community", "institution",
    ]  # fmt: skip


def test_a_stranger_opens_no_case_for_them(client, stranger, rosa):
    client.force_login(stranger)
    url = reverse("intake:case-open", args=["person", rosa.ref])
    assert client.get(url).status_code == 404


def test_who_does_not_receive_people_does_not_register_them(client, administrator):
    client.force_login(administrator)
    assert client.get(URL).status_code == 404
    assert client.post(URL, AGREES).status_code == 404


SAME = WHO | {
    "who-given_names": "Rosa", "who-family_names": "Quispe", "who-second_family_name": "Mamani",
    "who-original_name": "", "who-birth_day": "14", "who-birth_month": "3",
    "who-birth_year": "1992", "who-age": "", "who-nationality": "BO",
    "who-contact0-value": "+591 70012345",
}  # fmt: skip


def test_who_is_very_much_alike_stops_the_registration_once(met, rosa):
    stopped = save(met, AGREES, SAME, CASE).content.decode()
    assert 'name="step" value="person"' in stopped
    assert 'name="once"' not in stopped.partition('id="road"')[2]
    for words in (
        "Possible duplicate: check before registering", "Rosa Quispe Mamani",
        "Born on the same day",
        "Same mother’s surname", "the number of any document",
    ):  # fmt: skip
        assert words in stopped
    assert "%" not in re.sub(r"<[^>]+>", "", stopped.partition('id="stop"')[2])
    seen = re.search(r'name="looked" value="([^"]+)"', stopped).group(1)
    assert seen == rosa.ref.hex
    onwards = met.post(URL, AGREES | SAME | CASE | {"looked": seen})
    assert 'name="once"' in onwards.text
    assert 'id="stop"' not in onwards.text
    assert "A place to sleep" in onwards.text
    assert Person.objects.count() == 1
    assert hidden(onwards)["looked"] == seen
    assert save(met, AGREES, SAME, CASE, looked=seen).status_code == 303


def test_somebody_whom_another_office_knows_stops_it_without_a_name(
    client, stranger, office, rosa
):
    office.shares_known_persons = True
    office.save()
    client.force_login(stranger)
    page = save(client, AGREES, SAME, CASE).content.decode()
    assert "Someone like this is known to another office: ask them" in page
    assert office.name in page
    assert str(rosa.ref) not in page
    assert rosa.ref.hex not in page
    assert 'id="stop"' in page


def test_a_restricted_file_stops_nobody_and_its_team_hears_of_it(met, client, rosa, case, cast):
    from amparo.foundation.core.models import RestrictedGroupAccess

    RestrictedGroupAccess.give(to=cast.caseworker, group="gbv", office=cast.office, by=None)
    case.restrict("gbv", by=cast.caseworker)
    client.force_login(cast.colleague)
    page = client.post(URL, AGREES | SAME | CASE).content.decode()
    assert 'name="once"' in page
    assert 'id="alike" hidden' in page
    assert "possible duplicate" not in page
    assert (
        Notification.objects.filter(user=cast.caseworker, event="person.looked_for").count() == 1
    )


def test_as_one_writes_who_looks_alike_is_listed(met, rosa, caseworker):
    url, age = reverse("intake:alike"), str(rosa.age(caseworker.office.today()))
    said = {"step": "person", "who-given_names": "Rosa", "who-family_names": "Kispe"}
    page = met.post(url, said | {"who-age": age, "who-nationality": "BO"}).content.decode()
    assert page.lstrip().startswith('<section class="panel" id="alike"')
    assert "Rosa Quispe Mamani" in page
    line = page.partition('hx-swap-oob="innerHTML:#alike-line"')[2]
    assert "One possible duplicate" in line
    assert "Rosa" not in line
