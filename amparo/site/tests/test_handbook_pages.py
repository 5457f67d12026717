"""The handbook is read and searched in the product, in the language of the reader."""

import re
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.search import SearchTerms
from amparo.site.handbook.pages import START, anchor_of, pages
from amparo.site.handbook.search import find_sections

LANGUAGES = [code for code, _name in settings.LANGUAGES]
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@in_each_language
def test_each_link_leads_to_a_page_and_a_heading(language):
    found = pages(language)
    anchors = {page.url: {section.anchor for section in page.sections} for page in found.values()}
    links = [link for page in found.values() for link in re.findall(r'href="([^"]+)"', page.html)]
    assert len(links) > 20
    ours = [unquote(link).partition("#") for link in links if link.startswith("/")]
    assert [link for link in ours if link[0] not in anchors] == []
    assert [link for link in ours if link[2] not in anchors[link[0]]] == []
    assert [link for link in links if link.startswith("..") or ".md" in link] == []


@in_each_language
def test_each_page_has_a_title_and_headings_that_can_be_linked_to(language):
    for page in pages(language).values():
        assert page.title
        assert "<h1" not in page.html
        ids = re.findall(r'<h[2-6] id="([^"]+)"', page.html)
        assert len(ids) == len(set(ids)) == len(re.findall(r"<h[2-6]", page.html)), page.name


def test_every_language_has_the_same_pages():
    names = [sorted(pages(language)) for language in LANGUAGES]
    assert names.count(names[0]) == len(LANGUAGES)


def test_headings_are_named_as_links_between_files_name_them():
    assert anchor_of("Who may open a file?") == "who-may-open-a-file"
    assert anchor_of("¿Quién puede abrirlo?") == "quién-puede-abrirlo"


def test_what_is_written_as_markup_is_shown_as_text(tmp_path, monkeypatch):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "odd.md").write_text("# Odd\n\n<script>alert(1)</script>\n")
    monkeypatch.setattr("amparo.site.handbook.pages.FOLDER", tmp_path)
    pages.cache_clear()
    html = pages("en")["odd"].html
    pages.cache_clear()
    assert "<script" not in html
    assert "&lt;script" in html


@pytest.mark.django_db
def test_who_is_signed_in_reads_it(client, caseworker):
    client.force_login(caseworker)
    start = client.get(reverse("handbook"))
    assert "Caseworker" in start.text
    rules = client.get(reverse("handbook-page", args=["rules"]))
    assert 'id="who-may-open-a-file"' in rules.text
    assert client.get("/handbook/nothing/").status_code == 404


def test_sections_are_found_by_their_words_in_the_language_of_the_reader():
    with translation.override("es"):
        found = find_sections(None, SearchTerms.parse("contraseña"), 5)
    assert found
    assert all(hit.url.startswith("/handbook/") for hit in found)
    with translation.override("en"):
        assert find_sections(None, SearchTerms.parse("contraseña"), 5) == []


def test_a_section_whose_title_fits_comes_first():
    with translation.override("en"):
        found = find_sections(None, SearchTerms.parse("recovery codes"), 20)
        first = find_sections(None, SearchTerms.parse("signing in"), 20)[0]
    assert found
    assert first.title == "Signing in"


def test_the_start_lists_every_page():
    with translation.override("en"):
        html = pages("en")[START].html
    linked = set(re.findall(r'href="/handbook/([^/]+)/', html))
    assert linked >= set(pages("en")) - {START}
