"""How a device shows pages: chosen on the page of the account or in the menu, kept in a cookie."""

import pytest
from django.conf import settings

from amparo.foundation.core import discreet_mode
from amparo.foundation.people.models import Person
from amparo.site.display_modes import DisplayModes

pytestmark = pytest.mark.django_db
COOKIE = settings.AMPARO_DISPLAY_COOKIE


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return client


def _html_tag(response) -> str:
    text = response.content.decode()
    return text[text.index("<html") : text.index("<head>")]


def test_what_is_chosen_is_kept_on_this_device(page, caseworker):
    sent = {"appearance": "dark", "text": "large", "is_motion_reduced": "on", "is_discreet": "on"}
    response = page.post("/account/display/", sent)

    assert response.status_code == 303
    cookie = response.cookies[COOKIE]
    assert cookie.value == "dark.large.reduced.discreet"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    tag = _html_tag(page.get("/account/display/"))
    for said in ('data-mode="dark"', 'data-text="large"', 'data-motion="reduced"'):
        assert said in tag


def test_the_usual_display_needs_no_cookie(page):
    page.cookies[COOKIE] = "dark"
    response = page.post("/account/display/", {"appearance": "light", "text": ""})
    assert response.cookies[COOKIE]["max-age"] == 0
    assert "data-" not in _html_tag(page.get("/account/display/"))


def test_a_size_that_is_not_offered_is_refused(page):
    response = page.post("/account/display/", {"appearance": "dark", "text": "enormous"})
    assert response.status_code == 422
    assert COOKIE not in response.cookies


@pytest.mark.parametrize("cookie", ["purple", 'dark" onload="x', "DARK", "darklarge", ""])
def test_a_word_that_is_not_of_the_set_counts_as_not_said(client, cookie):
    client.cookies[COOKIE] = cookie
    assert "data-" not in _html_tag(client.get("/sign-in/"))


def test_a_page_before_signing_in_is_dark_too(client):
    client.cookies[COOKIE] = "dark.largest"
    tag = _html_tag(client.get("/sign-in/"))
    assert 'data-mode="dark"' in tag
    assert 'data-text="largest"' in tag


def test_the_menu_switches_one_mode_and_leads_back(page):
    page.cookies[COOKIE] = "large"
    response = page.post(
        "/account/display/switch/", {"discreet": "on", "next": "/cases/?names=shown&page=2"}
    )
    assert (response.status_code, response["Location"]) == (303, "/cases/?page=2")
    assert response.cookies[COOKIE].value == "large.discreet"

    response = page.post("/account/display/switch/", {"discreet": "off", "next": "/cases/"})
    assert response.cookies[COOKIE].value == "large"


def test_a_switch_changes_nothing_for_other_words_and_leads_nowhere_else(page):
    response = page.post(
        "/account/display/switch/", {"dark": "maybe", "next": "https://example.org/"}
    )
    assert response["Location"] == "/"
    assert response.cookies[COOKIE]["max-age"] == 0


def test_the_button_of_the_menu_says_how_it_stands(page):
    page.cookies[COOKIE] = "discreet"
    text = page.get("/account/").content.decode()
    assert 'name="discreet" value="off" aria-pressed="true" aria-keyshortcuts="F8"' in text
    assert 'name="dark" value="on" aria-pressed="false"' in text


def test_modes_are_read_as_they_were_written():
    modes = DisplayModes(is_dark=True, text="largest", is_discreet=True)
    assert DisplayModes.read(modes.cookie) == modes


# Names.


def test_a_name_is_whole_but_on_a_discreet_page():
    person = Person(given_names="Rosa María", family_names="Quispe", second_family_name="Mamani")
    with discreet_mode.discreet():
        assert person.name == "Rosa María Quispe Mamani"  # what is stored, printed, sent
        assert person.shown_name == "R. Q."
        with discreet_mode.page():
            assert (person.name, person.given_names) == ("R. Q.", "R. M.")
            assert person.initials == "RQ"
    with discreet_mode.page():
        assert person.name == person.shown_name == "Rosa María Quispe Mamani"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Rosa Quispe", "R. Q."),
        ("آمنة الخطيب", "آ. ا."),
        ("", ""),
        ("R. Q.", "R. Q."),
        ("4 K", "K."),
    ],
)
def test_a_name_is_shortened(name, initials):
    assert discreet_mode.shorten(name) == initials


def test_what_is_saved_while_a_page_is_made_stays_whole(rosa):
    with discreet_mode.discreet(), discreet_mode.page():
        assert rosa.given_names == "R."
        rosa.save()
    assert Person.objects.get(pk=rosa.pk).given_names == "Rosa"


def test_a_person_without_a_name_is_said_to_have_none():
    with discreet_mode.discreet():
        assert Person().shown_name == Person().name
