"""Somebody without an account finds a bed that is open, and learns how to come by it."""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from amparo.foundation.core import clock
from amparo.foundation.directory.models import EmergencyNumber, Location, OpeningHours, Service
from amparo.foundation.directory.opening_hours import DAYS, Hours
from amparo.foundation.people.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

# Thursday, 18:00 and noon in La Paz.
EVENING, NOON = datetime(2026, 11, 26, 22, tzinfo=UTC), datetime(2026, 11, 26, 16, tzinfo=UTC)
BEDS = "/a/n/2/"


def titles(page):
    """The names of the services in a list, in its order."""
    return [each.text for each in page.all("bdi") if each.around("article") and each.around("h2")]


def card(look, service, moment=EVENING, **told):
    return look(f"/a/s/{service.service_at_locations.get().ref}/", moment, **told)


@pytest.fixture
def asks_for_papers(provider, hall):
    service = Service.offer(
        provider, by=None, types=["shelter.emergency"], at=[hall], name={"en": "Night hall"},
        requires_documents=True,
    )  # fmt: skip
    OpeningHours.replace(
        service.service_at_locations.get(), [Hours(frozenset({"TH"}), time(12), time(20))], by=None
    )
    return service


def test_every_condition_is_one_tap_away_and_one_tap_back(look, shelter, asks_for_papers):
    page = look(BEDS, EVENING)
    assert set(titles(page)) == {"Albergue San José", "Night hall"}
    taps = {each.attrs["href"] for each in page.all("a") if each.attrs.get("class") == "checkbox"}
    assert f"{BEDS}?lang=en&only=p" in taps
    narrower = look(BEDS, EVENING, only="p")
    assert titles(narrower) == ["Albergue San José"]
    on = [each for each in narrower.all("a") if each.attrs.get("aria-current") == "true"]
    assert f"{BEDS}?lang=en" in {each.attrs["href"] for each in on}
    assert titles(look(BEDS, NOON, only="op")) == []


def test_it_says_until_when_and_from_when(look, shelter):
    assert "Open now, until 22:00" in look(BEDS, EVENING).html
    assert "Opens at 16:00" in look(BEDS, NOON).html
    assert "Opens tomorrow at 16:00" in look(BEDS, EVENING + timedelta(hours=5)).html


@pytest.mark.parametrize(
    "told",
    [
        {"only": "zzz", "at": "nowhere", "speaks": "<b>", "page": "-1"},
        {"lang": "xx", "page": "9" * 400, "speaks": "es" * 99},
        {"page": "٣"},
    ],
)
def test_what_an_address_says_wrongly_is_left_out(look, shelter, told):
    assert titles(look(BEDS, EVENING, **told)) == ["Albergue San José"]


def test_near_a_town_one_finds_what_is_there(look, shelter, provider, harbour):
    other = Place.create(by=None, name="Valle Seco", kind="town", country="BO")
    there = Location.note(provider, by=None, place=other, time_zone="America/La_Paz")
    Service.offer(provider, by=None, types=["shelter.rent"], at=[there], name={"en": "Rooms"})
    assert titles(look(BEDS, EVENING, at=str(harbour.ref))) == ["Albergue San José"]
    page = look(BEDS, EVENING, at=str(other.ref), only="o", speaks="es")
    assert titles(page) == []
    ways_out = {each.attrs["href"] for each in page.all("a")}
    assert {f"{BEDS}?lang=en&at={other.ref}", f"{BEDS}?lang=en&only=o&speaks=es"} <= ways_out


def test_its_page_tells_all_that_one_needs_before_going(look, shelter, caseworker):
    with clock.at(EVENING - timedelta(days=5)):
        shelter.confirm("call", by=caseworker, name="Cruz del Sur")
    page = card(look, shelter)
    for told in (
        "They ask for no papers", "Free", "Every day", "16:00–22:00", "Calle del Faro 18",
        "Haitian Creole with an interpreter", "not passed on to immigration control",
        "Checked 5 days ago", "Cruz del Sur",
    ):  # fmt: skip
        assert told in page.html
    assert "Also for those without a permit" not in page.html, "nobody has asked them yet"


def test_hours_that_differ_are_told_day_by_day(look, shelter):
    lines = [
        Hours(frozenset({"MO", "TU", "WE"}), time(8), time(12)),
        Hours(frozenset({"TU"}), time(10), time(14), for_women=True),
    ]
    OpeningHours.replace(shelter.service_at_locations.get(), lines, by=None)
    rows = [each.text for each in card(look, shelter).all("th")]
    assert rows == ["Monday", "Tuesday", "Wednesday", "Thursday – Sunday"]
    assert card(look, shelter, lang="ar").all("th")[0].text == "الاثنين"


def test_words_in_another_language_say_which_it_is(look, shelter):
    names = [each for each in card(look, shelter, lang="fr").all("bdi") if each.around("h1")]
    assert [(each.text, each.attrs["lang"]) for each in names] == [("Albergue San José", "es")]
    names = [each for each in card(look, shelter, lang="ar").all("bdi") if each.around("h1")]
    assert [(each.text, each.attrs["lang"]) for each in names] == [("مأوى القديس يوسف", "ar")]


def test_what_nobody_has_confirmed_for_a_year_says_so(look, shelter, caseworker):
    said = "Nobody has confirmed this for a year"
    assert said in look(BEDS, EVENING).html
    with clock.at(EVENING - timedelta(days=20)):
        shelter.confirm("call", by=caseworker, name="Cruz del Sur")
    assert said not in look(BEDS, EVENING).html
    assert said in card(look, shelter, EVENING + timedelta(days=350)).html


def test_a_service_that_ended_leads_on_instead_of_into_nothing(client, shelter, caseworker):
    url = f"/a/s/{shelter.service_at_locations.get().ref}/?lang=en"
    shelter.change(by=caseworker, status=Service.Status.DEFUNCT)
    response = client.get(url)
    assert response.status_code == 404
    assert "/a/?lang=en" in response.content.decode()
    assert client.get("/a/n/99/?lang=en").status_code == 404


def test_a_page_of_twenty_and_the_rest_behind_it(look, provider, hall):
    for number in range(23):
        Service.offer(
            provider, by=None, types=["shelter.emergency"], at=[hall], name={"en": f"Bed {number}"}
        )
    first, second = look(BEDS), look(BEDS, page="2")
    assert (len(titles(first)), len(titles(second))) == (20, 3)
    assert f"{BEDS}?lang=en&page=2" in {each.attrs["href"] for each in first.all("a")}
    assert "23 places" in first.html


def test_a_page_beyond_the_last_shows_the_last(look, shelter):
    assert titles(look(BEDS, EVENING, page="9")) == ["Albergue San José"]


def test_the_way_back_leads_to_the_same_list_as_it_was_sifted(look, shelter, harbour):
    told = {"only": "op", "at": str(harbour.ref), "speaks": "es"}
    there = [each for each in look(BEDS, EVENING, **told).all("a") if each.around("h2")]
    url, _mark, query = there[0].attrs["href"].partition("?")
    [back] = [
        each for each in look(url, EVENING, **dict(parse_qsl(query))).all("a")
        if each.attrs.get("class") == "back"
    ]  # fmt: skip
    address = urlsplit(back.attrs["href"])
    assert address.path == BEDS
    assert dict(parse_qsl(address.query)) == told | {"lang": "en"}
    assert address.fragment == str(shelter.service_at_locations.get().ref)


def test_a_place_is_chosen_from_those_in_which_somebody_helps_and_the_rest_is_kept(
    look, shelter, harbour
):
    Place.create(by=None, name="Valle Seco", kind="town", country="BO")  # where nobody helps
    told = {"only": "op", "speaks": "es"}
    [change] = [
        each for each in look(BEDS, **told).all("a") if each.attrs.get("class") == "change"
    ]
    url, _mark, query = change.attrs["href"].partition("?")
    choices = look(url, **dict(parse_qsl(query)))
    assert "Valle Seco" not in choices.html
    led_to = [dict(parse_qsl(urlsplit(each.attrs["href"]).query)) for each in choices.all("a")]
    town = told | {"lang": "en", "at": str(harbour.ref)}
    assert town in led_to
    assert town | {"at": str(harbour.within.ref)} in led_to, "all of the country"
    assert titles(look(BEDS, EVENING, **town)) == ["Albergue San José"]
    assert f"{harbour.name}</bdi>" in look(BEDS, **town).html


def test_where_there_are_many_towns_the_letter_is_chosen_first(look, provider):
    land = Place.create(by=None, name="Bolivia", kind="country", country="BO")
    for number in range(20):
        for name in ("Árbol", "Bermejo"):
            town = Place.create(
                by=None, name=f"{name} {number}", kind="town", country="BO", within=land
            )
            there = Location.note(provider, by=None, place=town, time_zone="America/La_Paz")
            Service.offer(provider, by=None, types=["food"], at=[there], name={"en": "Soup"})
    page = look("/a/n/1/p/")
    assert [each.text for each in page.all("bdi") if each.around("summary")] == ["A", "B"]
    assert len([each for each in page.all("a") if each.around("details")]) == 40


def test_the_town_of_a_safe_house_is_on_no_list_of_places(look, safe_house, harbour):
    assert harbour.name not in look(f"{BEDS}p/").html


def test_near_closing_time_it_says_so(look, shelter):
    at_ten_to = EVENING + timedelta(hours=3, minutes=50)  # 21:50 there
    page = look(BEDS, at_ten_to)
    assert "Closes soon: at 22:00" in page.html
    assert "state-open" not in page.html
    assert titles(look(BEDS, at_ten_to, only="o")) == ["Albergue San José"]
    assert titles(look(BEDS, at_ten_to + timedelta(minutes=10), only="o")) == []


def test_a_page_is_kept_by_no_browser_beyond_the_minute_in_which_a_service_closes(client, shelter):
    card = f"/a/s/{shelter.service_at_locations.get().ref}/"
    for url in (BEDS, card):
        with clock.at(EVENING + timedelta(hours=3, minutes=58)):
            assert client.get(f"{url}?lang=en")["Cache-Control"] == "public, max-age=120"
        with clock.at(EVENING):
            assert client.get(f"{url}?lang=en")["Cache-Control"] == "public, max-age=300"


def test_a_night_goes_on_past_midnight_and_a_holiday_closes_the_service(look, shelter):
    thursday = EVENING.date()
    nights = Hours(frozenset(DAYS), time(20), time(6))
    feast = Hours(frozenset(DAYS), since=thursday, until=thursday, is_shut=True)
    OpeningHours.replace(shelter.service_at_locations.get(), [nights, feast], by=None)
    assert "Open now, until 06:00" in look(BEDS, EVENING - timedelta(hours=15)).html  # 03:00
    assert "Opens tomorrow at 20:00" in look(BEDS, EVENING + timedelta(hours=3)).html  # 21:00
    page = card(look, shelter)
    days = [each.text for each in page.all("th")]
    assert days == ["Monday – Wednesday", "Thursday", "Friday – Sunday"]
    assert page.all("td")[1].text == "Closed"


def test_a_place_keeps_its_own_clock(look, shelter, hall):
    assert "Open now" in look(BEDS, EVENING).html  # 18:00 in La Paz
    hall.change(by=None, time_zone="Asia/Manila")  # and six the next morning there
    assert "Opens at 16:00" in look(BEDS, EVENING).html


def test_who_finds_nothing_is_told_what_to_do_next(look, shelter):
    EmergencyNumber.note(by=None, country="BO", kind="police", number="110")
    page = look("/a/n/5/", EVENING, only="op", speaks="ht")
    assert "Nothing found like this" in page.html
    ways = {each.attrs["href"] for each in page.all("a")}
    assert {"/a/n/5/?lang=en", "/a/n/8/?lang=en", "/a/t/?lang=en"} <= ways


def test_a_safe_house_is_found_and_no_page_says_where_it_is(look, safe_house, provider, harbour):
    provider.change(by=None, phone="555 0191")
    safe_house.change(by=None, phone="555 6666", website="https://refuge.example.org/")
    for page in (look(BEDS), look(BEDS, at=str(harbour.ref)), card(look, safe_house)):
        assert "Refugio con dirección reservada" in page.html
        for secret in (
            "Camino Secreto", "16.4", "68.2", "data-point", "555 6666", "refuge.example",
        ):  # fmt: skip
            assert secret not in page.html
    page = card(look, safe_house)
    assert "555 0191" in page.html, "one calls those who answer for it"
    assert harbour.name not in page.html
    assert "Cruz del Sur" not in page.html
    assert page.one("title").text.strip() == "Amparo"
