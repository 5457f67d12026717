"""The search for everything: each kind is found by who may open it, and by nobody else."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from amparo.foundation.core.extension_points import (
    navigation_groups,
    navigation_items,
    search_sources,
    site_actions,
    site_pages,
)
from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.core.search import SearchInput, SearchSource, SearchTerms, search_all
from amparo.foundation.directory.models import Location, Provider, Service
from amparo.foundation.fieldwork.models import Form
from amparo.foundation.people.models import Community, Place
from amparo.site.search_sources import find_pages
from tests.support.openrosa_client import VISIT, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

URL = "/search/"
SCRIPT = {"HX-Request": "true"}
ROLES = (
    "caseworker", "supervisor", "nurse", "official", "data_officer", "administrator", "auditor",
)  # fmt: skip


@pytest.fixture
def search_as(client, request):
    """Returns what somebody of the cast is answered."""

    def search(who: str, text: str, **more) -> str:
        client.force_login(request.getfixturevalue(who))
        response = client.post(URL, {"q": text} | more, headers=SCRIPT)
        assert response.status_code == 200
        return response.content.decode()

    return search


@pytest.fixture
def harbour(db):
    country = Place.create(by=None, name="Bolivia", kind="country", country="BO")
    return Place.create(by=None, name="Puerto Ángel", kind="town", within=country, country="BO")


@pytest.fixture
def shelter(harbour):
    refuge = Organization.found(by=None, name="Casa Alba", kind="ngo", country="BO")
    provider = Provider.list(refuge, by=None, about={"es": "Acogemos."})
    hidden = Location.note(
        provider, by=None, place=harbour, time_zone="America/La_Paz", is_confidential=True,
        address="Camino Secreto 7",
    )  # fmt: skip
    return Service.offer(
        provider, by=None, types=["shelter.emergency"], at=[hidden], is_confidential=True,
        name={"es": "Albergue nocturno para mujeres", "ar": "مأوى ليلي للنساء"},
    )  # fmt: skip


# Services, organizations, places, communities, forms.


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("text", ["albergue mujeres", "ALBÉRGUE", "المأوى", "مأوي", "Casa Alba"])
def test_a_service_is_found_in_any_of_its_languages(search_as, shelter, who, text):
    page = search_as(who, text)
    assert f"/directory/services/{shelter.ref}/" in page


def test_a_safe_house_is_found_without_its_place(search_as, shelter):
    page = search_as("caseworker", "albergue")
    assert "address withheld" in page
    assert "Secreto" not in page
    assert f"/directory/services/{shelter.ref}/" not in search_as("caseworker", "Secreto")


def test_a_service_found_by_its_text_shows_where(search_as, shelter):
    about = {"es": "Para mujeres que llegan de noche, con sus hijas e hijos, y sin papeles."}
    shelter.change(by=None, about=about)
    page = search_as("caseworker", "noche")
    assert 'que llegan de <mark class="hit">noche</mark>, con sus hijas e hijos' in page


def test_the_middle_of_a_word_finds_no_service(search_as, shelter):
    assert str(shelter.ref) not in search_as("caseworker", "bergue")


def test_a_service_that_has_ended_is_not_found(search_as, shelter):
    shelter.change(by=None, status=Service.Status.DEFUNCT)
    assert str(shelter.ref) not in search_as("caseworker", "albergue")


def test_an_organization_is_found_by_its_name(search_as, shelter):
    page = search_as("nurse", "álba")
    assert f"/directory/organizations/{shelter.provider.ref}/" in page
    assert '<mark class="hit">Alba</mark>' in page


def test_a_place_leads_to_its_services_and_its_editor_to_its_entry(search_as, harbour, client):
    page = search_as("caseworker", "puerto angel")
    assert f"/directory/?place={harbour.ref}" in page
    assert client.get(f"/directory/?place={harbour.ref}").status_code == 200
    assert f"/places/{harbour.ref}/" in search_as("administrator", "puerto angel")
    assert str(harbour.ref) not in search_as("nurse", "puerto angel")


def test_a_community_is_found_by_its_public_name(search_as, harbour, caseworker):
    community = Community.register(
        by=caseworker, name="Barrio Norte", place=harbour, spokespersons="Eulalia"
    )
    assert f"/people/communities/{community.ref}/" in search_as("caseworker", "barrio")
    assert str(community.ref) not in search_as("caseworker", "Eulalia")
    assert str(community.ref) not in search_as("administrator", "barrio")


def test_a_form_is_found_by_its_title_by_who_keeps_forms(search_as, data_officer):
    form = Form.upload(workbook("arrivals", VISIT), by=data_officer).form
    title = form.title.split()[0]
    assert f"/forms/{form.ref}/" in search_as("data_officer", title)
    assert f"/forms/{form.ref}/" not in search_as("caseworker", title)


# People and cases.


def test_people_are_found_by_who_searches_people_and_stand_beside_the_rest(
    search_as, case, rosa, shelter
):
    page = search_as("caseworker", "Rosa Quispe")
    assert "Rosa Quispe Mamani" in page
    for who in ("administrator", "data_officer", "nurse", "official", "auditor"):
        assert "Mamani" not in search_as(who, "Rosa Quispe")
        assert case.number not in search_as(who, case.number, palette="1")


def test_a_restricted_file_is_missed_by_nobody_who_may_not_open_it(
    search_as, case, rosa, supervisor, colleague
):
    case.restrict("trafficking", by=supervisor)
    with_her = search_as("colleague", "Rosa Quispe Mamani", palette="1")
    without = search_as("colleague", "Berta Condori Choque", palette="1")
    assert "Mamani" not in with_her
    assert with_her.replace("Rosa", "") == without.replace("Berta", "")


def test_who_searches_no_people_leaves_no_search_of_people(search_as, rosa):
    search_as("administrator", "Rosa Quispe")
    logged = AuditEntry.objects.filter(event__in=("person.searched", "person.known"))
    assert not logged.exists()


def test_over_a_page_people_leave_the_same_line_in_the_ledger(search_as, rosa):
    page = search_as("caseworker", "Rosa Quispe", palette="1")
    assert f"/people/{rosa.ref}/" in page
    assert "Sounds" in page or "Same" in page
    entry = AuditEntry.objects.get(event="person.searched")
    assert entry.details == {"refs": [str(rosa.ref)]}


def test_over_a_page_a_number_leads_to_its_case(search_as, case):
    assert case.get_absolute_url() in search_as("caseworker", case.number, palette="1")
    page = search_as("stranger", case.number, palette="1")
    assert case.get_absolute_url() not in page
    assert "No case with this number is open to you." in page


# Pages and actions.


@pytest.mark.parametrize("who", ROLES)
def test_every_page_and_action_found_opens(client, request, team, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    asked = SearchInput("", only_actions=True)
    hits = search_all(user, asked, limit=99)[0].hits + find_pages(user, SearchTerms(()), 99)
    assert hits
    for hit in hits:
        assert client.get(hit.url).status_code == 200, hit


def test_pages_are_found_in_the_readers_language_and_in_english(caseworker):
    for text in ("referrals", "derivaciones"):
        with override("es"):
            hits = find_pages(caseworker, SearchTerms.parse(text), 9)
        assert "/referrals/" in [hit.url for hit in hits], text


def test_a_page_is_found_by_other_names_for_it(caseworker):
    for language, text in (("en", "UASC"), ("es", "NNA no acompañados"), ("fr", "mineurs")):
        with override(language):
            hits = find_pages(caseworker, SearchTerms.parse(text), 9)
        assert "/children/" in [hit.url for hit in hits], text


def test_every_page_and_entry_has_a_label_and_each_entry_a_group():
    assert all(str(page.label) for page in (*site_pages, *site_actions, *navigation_items))
    assert {item.group for item in navigation_items} == {each.code for each in navigation_groups}


@pytest.mark.parametrize("sign", [">", "<", "> "])
def test_the_sign_finds_actions_alone(search_as, rosa, shelter, sign):
    page = search_as("caseworker", f"{sign}Register Rosa")
    assert "Mamani" not in page
    page = search_as("caseworker", f"{sign}register")
    assert 'href="/register/"' in page
    assert "/directory/" not in page
    assert not AuditEntry.objects.filter(event="person.searched").exists()


def test_the_sign_alone_lists_what_one_may_begin(search_as):
    assert 'href="/register/"' in search_as("caseworker", ">")
    page = search_as("administrator", ">")
    assert 'href="/staff/new/"' in page
    assert 'href="/register/"' not in page


# What bounds it.


def test_nothing_written_is_answered_with_what_to_write(search_as):
    for palette in ({}, {"palette": "1"}):
        page = search_as("caseworker", "   ", **palette)
        assert "Write a name, a number or a few words." in page


@pytest.mark.parametrize("text", ["!!!", "zzz qqq", "مكان لا وجود له", "Ж中文 عربي"])
def test_nothing_found_says_what_to_do(search_as, text):
    page = search_as("administrator", text)
    assert "Write fewer words, or other ones." in page


def test_five_hundred_letters_are_not_searched(client, caseworker, django_assert_max_num_queries):
    client.force_login(caseworker)
    client.get(URL)
    for text in ("a" * 500, "Rosa مأوى " * 50):
        with django_assert_max_num_queries(20):
            response = client.post(URL, {"q": text}, headers=SCRIPT)
        assert response.status_code == 422
        assert "Write a name, a number or a few words: up to 200 letters." in response.text
    assert not AuditEntry.objects.filter(event="person.searched").exists()


def test_at_most_so_many_of_each_kind_are_shown(search_as, shelter):
    for number in range(12):
        Service.offer(
            shelter.provider, by=None, types=["food"], name={"es": f"Comedor {number:02}"}
        )
    page = search_as("administrator", "comedor")
    assert page.count("/directory/services/") == 8
    assert "One more word finds fewer." in page
    assert search_as("administrator", "comedor", palette="1").count("/directory/services/") == 4


def test_queries_do_not_grow_with_what_is_found(
    client, data_officer, shelter, django_assert_max_num_queries
):
    client.force_login(data_officer)
    client.post(URL, {"q": "comedor"})
    for number in range(12):
        Organization.found(by=None, name=f"Comedor {number}", kind="ngo", country="BO")
        Service.offer(
            shelter.provider, by=None, types=["food"], name={"es": f"Comedor {number:02}"}
        )
    with django_assert_max_num_queries(22):
        client.post(URL, {"q": "comedor"})


def test_what_is_written_stands_in_no_address(client, administrator, shelter):
    Service.offer(shelter.provider, by=None, types=["food"], name={"es": "Comedor"})
    client.force_login(administrator)
    response = client.post(URL, {"q": "Comedor"})
    assert response.status_code == 200
    assert "Comedor" in response.text
    assert "=Comedor" not in response.text


# The words of a query, and the extension point.


def test_words_are_folded_and_few():
    assert SearchTerms.parse("Centro de SALÚD").stems == ("centro", "salud")
    assert SearchTerms.parse("de la").stems == ("de", "la")
    assert SearchTerms.parse("المدرسة").stems == ("مدرس",)
    assert len(SearchTerms.parse(" ".join(f"word{n}" for n in range(50))).stems) == 8
    assert not SearchTerms.parse("… ! ?")


@pytest.mark.parametrize(
    ("query", "text", "fits"),
    [
        ("alba", "Casa Alba: refugio", True),
        ("alb", "Casa Alba", True),
        ("lba", "Casa Alba", False),
        ("casa alba", "Casa Blanca", False),
        ("مدرسه", "المدرسة الجديدة", True),
        ("", "Casa Alba", False),
    ],
)
def test_a_text_fits_where_every_word_begins_one_of_its_words(query, text, fits):
    assert SearchTerms.parse(query).fit(text) is fits


def test_only_whole_words_are_marked():
    pieces = SearchTerms.parse("alba").split("Casa Álba, Albany trabalba")
    assert [piece for piece, is_searched in pieces if is_searched] == ["Álba", "Albany"]
    assert "".join(piece for piece, _is_searched in pieces) == "Casa Álba, Albany trabalba"


def test_a_source_is_asked_only_for_who_holds_its_permission(caseworker, administrator):
    asked = []
    source = SearchSource(
        "probe", "Probe", lambda *given: asked.append(given) or [], 1, permission="place.edit"
    )
    with search_sources.temporarily():
        search_sources.register(source)
        for user in (caseworker, administrator):
            search_all(user, SearchInput("harbour"), limit=4)
    assert [(user, limit) for user, _terms, limit in asked] == [(administrator, 5)]


def test_no_source_is_registered_late():
    with pytest.raises(ImproperlyConfigured, match="search_sources"):
        search_sources.register(SearchSource("late", "Late", lambda *given: [], 1))
