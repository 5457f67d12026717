"""The one box, for people: by a little; cases by their number; no address tells of it."""

import pytest

from amparo.foundation.core.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

URL = "/search/"


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


def test_somebody_is_found_by_how_their_name_sounds(here, case, rosa):
    page = here.post(URL, {"q": "Kispe"}).content.decode()
    for words in (
        "Rosa Quispe Mamani",
        "Sounds alike",
        case.number,
        f"{rosa.age(case.office.today())} years",
    ):
        assert words in page
    assert "Possible match" not in page, "one surname is no doubt"
    assert AuditEntry.objects.get(event="person.searched").details == {"refs": [str(rosa.ref)]}


def test_reasons_are_in_words(here, case, rosa):
    age = case.office.today().year - rosa.birth_year
    asked = {"q": "Rosa Elena Quispe", "born": f"about {age}", "nationality": "BO"}
    page = here.post(URL, asked).content.decode()
    for words in ("Same nationality", "Not in their file: \u2068Elena\u2069"):
        assert words in page
    assert "Born the same year" in page
    assert "Strong match" in page
    page = here.post(
        URL, {"q": "Rosa Quispe", "born": "1992", "nationality": "PE"}
    ).content.decode()
    assert "Another nationality" in page
    assert "Possible match" in page


def test_a_wrong_year_hides_nobody(here, rosa):
    page = here.post(URL, {"q": "Rosa Quispe", "born": "1975"}).content.decode()
    assert "17 years apart" in page


def test_a_telephone_or_a_document_leads_to_its_bearer(here, rosa):
    page = here.post(URL, {"number": "70012345"}).content.decode()
    assert "Phone ends \u20682345\u2069" in page


def test_a_case_number_leads_to_the_case_however_it_is_written(here, case):
    plain = case.number.removeprefix("AMP-").replace("-", " ")
    response = here.post(URL, {"q": plain})
    assert response.headers["Location"] == case.get_absolute_url()
    as_one_types = here.post(URL, {"q": case.number}, headers={"HX-Request": "true"})
    assert case.get_absolute_url() in as_one_types.content.decode()


def test_a_misheard_case_number_gets_a_kind_word(here, case):
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)
    response = here.post(URL, {"q": wrong})
    assert response.status_code == 422
    assert "This case number does not fit" in response.content.decode()


def test_a_case_of_others_is_a_number_like_any_other(client, stranger, case, rosa):
    client.force_login(stranger)
    page = client.post(URL, {"q": case.number}).content.decode()
    assert "No case with this number is open to you." in page
    page = client.post(URL, {"q": "Rosa Quispe"}).content.decode()
    assert "Rosa Quispe Mamani" not in page
    assert "No one looks alike. You can register." in page


def test_as_one_types_only_the_findings_travel(here, rosa):
    response = here.post(URL, {"q": "Rosa"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert page.lstrip().startswith('<div id="found"')
    assert "Rosa Quispe Mamani" in page


def test_nothing_typed_is_no_search(here):
    here.post(URL, {"q": ""})
    assert here.get(URL).status_code == 200
    assert not AuditEntry.objects.filter(event="person.searched").exists()


def test_the_words_go_on_to_the_registration(here):
    page = here.post(URL, {"q": "Amina Saleh", "born": "1992"}).content.decode()
    assert '<form class="panel-foot" method="post" action="/register/"' in page
    assert '<input type="hidden" name="names" value="Amina Saleh">' in page


def test_the_page_of_a_person_shows_the_cases_one_may_open(here, case, rosa, caseworker, team):
    page = here.get(f"/people/{rosa.ref}/").content.decode()
    assert case.number in page
    assert "Open case" not in page


def test_a_search_stays_bounded(here, rosa, django_assert_max_num_queries):
    # Three of them are row-level security's, seven find all but people.
    # And one that the menu is counted anew, as after everything that is sent.
    with django_assert_max_num_queries(36):
        here.post(URL, {"q": "Rosa Quispe Mamani", "born": "1992"})
