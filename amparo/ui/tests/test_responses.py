"""A view answers with a page or its part, and says what was done, with or without scripts."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.template import engines
from django.urls import path

from amparo.ui.responses import action_done, redirect_to, render_page

TEMPLATE = "answer.html"
SOURCE = """<main>{% partialdef thing inline %}<p id="thing">{{ word }}</p>{% endpartialdef %}
{% partialdef other inline %}<p id="other">also {{ word }}</p>{% endpartialdef %}</main>"""


@login_not_required
def show(request):
    status = 422 if request.method == "POST" else 200
    return render_page(request, TEMPLATE, {"word": "one"}, part="thing", status=status)


@login_not_required
def save(request):
    about = {"next_url": "/show/", "message": "Saved.", "undo": "/undo/"}
    return action_done(
        request, TEMPLATE, {"word": "two"}, part="thing", other_parts=("other",), **about
    )


@login_not_required
def leave(request):
    return action_done(request, next_url="/show/", message="Closed.")


urlpatterns = [path("show/", show), path("save/", save), path("leave/", leave)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _the_page(settings):
    """A template of these tests; the views of these tests are open, all others ask who it is."""
    loaders = [
        (
            "django.template.loaders.locmem.Loader",
            {TEMPLATE: SOURCE},
        ),
        "django.template.loaders.app_directories.Loader",
    ]
    engine = settings.TEMPLATES[0]
    options = {**engine["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]
    engines._engines = {}


def test_a_reader_gets_the_whole_page(client):
    assert b"<main>" in client.get("/show/").content


def test_a_script_gets_the_part_that_it_asked_for(client):
    response = client.get("/show/", headers=SCRIPT)
    assert response.content == b'<p id="thing">one</p>'


def test_what_is_missing_comes_with_its_status_either_way(client):
    assert client.post("/show/").status_code == 422
    assert client.post("/show/", headers=SCRIPT).status_code == 422


def test_without_scripts_an_action_leads_on_and_says_what_was_done(client):
    response = client.post("/save/")
    assert response.status_code == 303
    assert response["Location"] == response.idempotent_redirect == "/show/"
    shown = list(get_messages(response.wsgi_request))
    assert [(str(line), line.extra_tags) for line in shown] == [("Saved.", "/undo/")]


def test_with_scripts_the_changed_parts_travel_and_the_shelf_says_so(client):
    response = client.post("/save/", headers=SCRIPT)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.startswith('<p id="thing">two</p>')
    assert '<hx-partial hx-target="#other" hx-swap="outerHTML"><p id="other">also two' in html
    assert '<hx-partial hx-target="#toasts" hx-swap="innerHTML">' in html
    assert 'action="/undo/"' in html
    assert response.idempotent_redirect == "/show/"


def test_an_action_that_changes_the_whole_page_leads_a_script_there(client):
    response = client.post("/leave/", headers=SCRIPT)
    assert response["HX-Redirect"] == "/show/"


@pytest.mark.parametrize(
    ("here", "header"),
    [
        ("https://office.example/show/", "HX-Refresh"),
        ("https://office.example/show/#other", "HX-Refresh"),
        ("https://office.example/show/?all=1", "HX-Redirect"),
        ("https://office.example/save/", "HX-Redirect"),
        ("", "HX-Redirect"),
    ],
)
def test_a_part_of_the_page_where_the_script_stands_is_shown_by_asking_again(rf, here, header):
    request = rf.post("/save/", headers=SCRIPT | {"HX-Current-URL": here})
    assert header in redirect_to(request, "/show/#thing")
    assert "HX-Redirect" in redirect_to(request, "/show/")
