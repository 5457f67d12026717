"""The pattern page shows every component, in every language and both directions."""

import re

import pytest
from django.template.loader import render_to_string

pytestmark = [pytest.mark.urls("amparo.ui.style_guide"), pytest.mark.django_db]


@pytest.fixture
def style_guide(client):
    def open_page(language="en"):
        response = client.get("/patterns/", {"lang": language})
        assert response.status_code == 200
        return response.content.decode()

    return open_page


@pytest.mark.parametrize(
    ("language", "direction"), [("es", "ltr"), ("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")]
)
def test_it_speaks_every_language_in_its_direction(style_guide, language, direction):
    html = style_guide(language)
    assert f'<html lang="{language}" dir="{direction}">' in html


def test_nothing_on_it_needs_an_exception_from_the_content_policy(style_guide):
    html = style_guide()
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"\son\w+=", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_names_stand_in_their_own_direction(style_guide):
    assert "<bdi" in style_guide("ar")
    assert '<bdi dir="ltr">+591 71234567</bdi>' in style_guide("ar")


def test_every_id_is_there_once_and_every_label_has_its_field(style_guide):
    html = style_guide()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)
    assert set(re.findall(r'\sfor="([^"]+)"', html)) <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(ids)


def test_every_form_that_changes_something_counts_once(style_guide):
    keys = re.findall(r'name="once" value="([^"]+)"', style_guide())
    assert keys
    assert len(set(keys)) == len(keys)


def test_the_ways_out_need_no_request():
    for name in ("400", "403", "403_csrf", "404", "413", "500"):
        assert "<h1>" in render_to_string(f"{name}.html")
