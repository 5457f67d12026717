"""The "?" of every page: help, terms, guidance from the handbook; three cards on a first day."""

import csv

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse

from amparo.foundation.core.accounts.roles import ROLES
from amparo.foundation.core.extension_points import home_pages
from amparo.foundation.standards.extension_points import guidance_steps
from amparo.site.handbook import page_help
from amparo.site.handbook.pages import pages
from amparo.site.navigation import all_items

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def marked(language):
    return [section for page in pages(language).values() for section in page.marked]


def routes_of(resolver, namespace=""):
    """The names of all routes, with their namespaces."""
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from routes_of(each, inside)
        elif each.name:
            yield f"{namespace}{each.name}"


@in_each_language
def test_every_page_of_the_menu_has_help(language):
    routes = {item.route for item in [*all_items(), *home_pages.values()]}
    missing = routes - set(page_help.help_sections(language))
    assert missing == set()


@in_each_language
def test_help_says_what_a_page_is_for_and_its_steps(language):
    for section in marked(language):
        if "help" in section.marks:
            assert section.html.startswith("<p>"), section.title
            assert section.html.count("<li>") >= 2, section.title


def test_the_marks_name_what_there_is():
    routes = set(routes_of(get_resolver()))
    with (settings.BASE_DIR / "lexicon" / "lexicon.csv").open(encoding="utf-8") as lines:
        concepts = {row["concept"] for row in csv.DictReader(lines)}
    for section in marked("en"):
        marks = section.marks
        assert set(marks.get("help", ())) <= routes, section.title
        assert set(marks.get("opens", ())) <= routes, section.title
        assert set(marks.get("guidance", ())) <= set(guidance_steps), section.title
        assert set(marks.get("terms", ())) <= set(page_help.glossary("en")), section.title
        assert set(marks.get("term", ())) <= concepts, section.title
        assert set(marks.get("tour", ())) <= set(ROLES), section.title


def test_every_page_asks_for_the_names_of_routes_alone():
    told = {route for each in marked("en") for route in each.marks.get("help", ())}
    assert page_help.helped_routes() == told


def test_no_page_has_two_helps():
    told = [route for each in marked("en") for route in each.marks.get("help", ())]
    assert sorted(told) == sorted(set(told))


@in_each_language
def test_the_languages_mark_the_same_sections(language):
    assert [(each.page, dict(each.marks)) for each in marked(language)] == [
        (each.page, dict(each.marks)) for each in marked("en")
    ]


@in_each_language
def test_the_glossary_calls_terms_as_the_lexicon_does(language):
    with (settings.BASE_DIR / "lexicon" / "lexicon.csv").open(encoding="utf-8") as lines:
        names = {row["concept"]: row[language] for row in csv.DictReader(lines)}
    for code, section in page_help.glossary(language).items():
        assert section.title == names[code]
        assert section.html.strip(), code


@in_each_language
@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_shown_three_things(language, role):
    cards = page_help.tour_of(role, language)
    assert len(cards) == 3
    for card in cards:
        (route,) = card.marks["opens"]
        assert reverse(route)


def test_marks_are_no_part_of_the_page():
    for page in pages("en").values():
        assert "&lt;!--" not in page.html
        assert "; terms:" not in page.html


def test_the_question_mark_tells_of_this_page(client, caseworker):
    client.force_login(caseworker)
    html = client.get(reverse("cases:cases")).content.decode()
    assert reverse("page-help", args=["cases:cases"]) in html
    # Nothing is written of this page and it is in no menu: the user's first page.
    html = client.get(reverse("handbook")).content.decode()
    assert reverse("page-help", args=["cases:today"]) in html


def test_help_with_terms_guidance_and_keys(client, caseworker):
    client.force_login(caseworker)
    section = page_help.help_sections("en")["cases:cases"]
    html = client.get(reverse("page-help", args=["cases:cases"])).content.decode()
    assert section.title in html
    for term in page_help.terms_of(section, "en"):
        assert term.title in html
    assert "<kbd" in html
    assert reverse("first-steps") in html


def test_a_script_gets_the_inside_alone(client, caseworker):
    client.force_login(caseworker)
    url = reverse("page-help", args=["cases:cases"])
    html = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert "data-close" in html


@pytest.mark.parametrize("route", ["cases:nothing", "<script>", "x" * 300, "cases:cases;"])
def test_a_page_that_is_not_there_has_no_help(client, caseworker, route):
    client.force_login(caseworker)
    try:
        url = reverse("page-help", args=[route])
    except NoReverseMatch:
        return
    assert client.get(url).status_code == 404


def test_help_is_for_those_who_are_signed_in(client, db):
    assert client.get(reverse("page-help", args=["cases:cases"])).status_code == 302


def test_the_first_steps_of_a_role(client, caseworker):
    client.force_login(caseworker)
    html = client.get(reverse("first-steps")).content.decode()
    for card in page_help.tour_of("caseworker", "en"):
        assert card.title in html
    assert reverse("cases:cases") in html
