"""The action page keeps what was written, says what is refused, and leads nowhere else."""

import re
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.urls import path

from amparo.ui.action_views import ActionView, FormButton, action_page, requested_next_url

SCRIPT = {"HX-Request": "true"}
BACK = "/boats/7/"


class DeclinedError(Exception):
    """What the rules of these tests say instead of doing it."""


class NameForm(forms.Form):
    name = forms.CharField(label="Name of the boat")


class TwoStepForm(forms.Form):
    paper = forms.FileField(label="Paper", required=False)


def rename(boat, *, by, name):
    if name == "Titanic":
        raise DeclinedError("No boat is called so again.")
    return f"{boat.name} is now {name}"


class BoatAction(ActionView):
    instances = []
    refusal_classes = (DeclinedError,)

    def get_record(self, ref):
        return SimpleNamespace(ref=ref, name="Aurora", get_absolute_url=lambda: f"/boats/{ref}/")

    def get_page(self, boat):
        return {"crumbs": [("/boats/", "Boats"), (boat.get_absolute_url(), boat.name)]}


@login_not_required
def upload(request):
    buttons = [FormButton("move", "drop", "Take it off", "danger", skips_validation=True)]
    return action_page(
        request, TwoStepForm(), title="A paper", submit_label="Keep it", back_url="",
        buttons=buttons, warning="Wet ink",
    )  # fmt: skip


rename_boat = BoatAction.as_view(
    form_class=NameForm, perform=rename, title="Another name", submit_label="Rename it",
    success_message="It has another name.",
)  # fmt: skip
sink_boat = BoatAction.as_view(
    perform=lambda boat, *, by: None, get_title=lambda boat: f"Sink {boat.name}?",
    submit_label="Sink it", tone="danger", part="fate",
    get_success_message=lambda boat, result: f"{boat.name} is gone.",
    get_success_url=lambda boat, result: "/boats/",
)  # fmt: skip
urlpatterns = [
    path("boats/<int:ref>/rename/", login_not_required(rename_boat)),
    path("boats/<int:ref>/sink/", login_not_required(sink_boat)),
    path("upload/", upload),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
RENAME, SINK = "/boats/7/rename/", "/boats/7/sink/"
FOREIGN = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
    "evil.example", "\t//evil.example", "/\t/evil.example",
]  # fmt: skip


def test_the_page_names_what_is_done_where_one_came_from_and_one_way_back(client):
    html = client.get(RENAME, headers={"Accept-Language": "en"}).content.decode()
    assert "<h1>Another name</h1>" in html
    assert 'href="/boats/">Boats</a>' in html
    assert html.count("Leave without saving") == 1
    assert f'<a class="btn btn-quiet" href="{BACK}">Leave without saving</a>' in html
    assert "Rename it" in html


def test_the_form_is_sent_with_proof_that_it_is_ours_and_a_key_of_its_own(client):
    keys = [_hidden(client.get(RENAME), "once") for _time in range(2)]
    assert UUID(keys[0]) != UUID(keys[1])
    assert _hidden(client.get(RENAME), "csrfmiddlewaretoken")


def test_it_is_done_and_said_and_one_goes_back(client):
    response = client.post(RENAME, {"name": "Esperanza"})
    assert (response.status_code, response["Location"]) == (303, BACK)
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["It has another name."]


def test_what_is_missing_is_said_and_nothing_is_done(client):
    response = client.post(RENAME, {"name": ""})
    assert response.status_code == 422
    assert 'id="errors-title"' in response.content.decode()


def test_a_refusal_stands_on_the_form_beside_what_was_written(client):
    response = client.post(RENAME, {"name": "Titanic"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "No boat is called so again." in html
    assert 'value="Titanic"' in html


def test_a_fault_of_ours_is_not_taken_for_a_refusal(client):
    view = BoatAction.as_view(form_class=NameForm, perform=lambda boat, *, by, name: 1 / 0)
    request = client.get(RENAME).wsgi_request
    request.method, request.POST = "POST", {"name": "Luz"}
    with pytest.raises(ZeroDivisionError):
        view(request, ref=7)


def test_a_confirmation_has_no_fields_and_answers_of_its_own(client):
    html = client.get(SINK).content.decode()
    assert "<h1>Sink Aurora?</h1>" in html
    assert "btn-danger" in html
    response = client.post(SINK)
    assert response["Location"] == "/boats/"
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["Aurora is gone."]


def test_a_script_gets_the_form_alone_to_put_in_its_place(client):
    html = client.get(SINK, headers=SCRIPT).content.decode()
    assert html.strip().startswith('<form class="panel" id="fate"')
    assert 'hx-target="#fate"' in html
    assert '<h2 id="fate-t">Sink Aurora?</h2>' in html
    assert "<h1>" not in html
    refused = client.post(RENAME, {"name": "Titanic"}, headers=SCRIPT)
    assert refused.status_code == 422
    assert "<h1>" not in refused.content.decode()


def test_one_goes_on_to_the_page_that_asked_for_it(client):
    asked = f"{RENAME}?next=/queue/%3Fpage%3D2"
    page = client.get(asked)
    assert _hidden(page, "next") == "/queue/?page=2"
    assert '<a class="btn btn-quiet" href="/queue/?page=2">' in page.content.decode()
    kept = client.post(RENAME, {"name": "", "next": "/queue/"})
    assert _hidden(kept, "next") == "/queue/"
    done = client.post(RENAME, {"name": "Luz", "next": "/queue/"})
    assert done["Location"] == "/queue/"


@pytest.mark.parametrize("foreign", FOREIGN)
def test_no_address_leads_away_from_here(client, foreign):
    page = client.get(RENAME, {"next": foreign})
    assert "evil.example" not in _body(page).replace(_action(page), "")
    assert 'name="next"' not in _body(page)
    assert client.post(RENAME, {"name": "Luz", "next": foreign})["Location"] == BACK
    assert client.post(f"{RENAME}?next={foreign}", {"name": "Luz"})["Location"] == BACK


def test_a_form_with_a_foreign_next_is_not_saved_by_a_good_one_in_its_address(client):
    response = client.post(f"{RENAME}?next=/queue/", {"name": "Luz", "next": FOREIGN[0]})
    assert response["Location"] == BACK
    assert requested_next_url(response.wsgi_request) == ""


def test_files_further_buttons_and_a_warning_have_their_place(client):
    html = client.get("/upload/").content.decode()
    assert 'enctype="multipart/form-data"' in html
    assert 'name="move" value="drop" formnovalidate>Take it off' in html
    assert "Wet ink" in html
    assert "Leave without saving" not in html


def test_the_enter_key_presses_the_main_button_and_never_a_further_one(client):
    html = client.get("/upload/").content.decode().partition("<main")[2]
    assert html.index("Keep it</button>") < html.index("Take it off</button>")


def test_other_methods_are_not_answered(client):
    response = client.delete(RENAME)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST"


def test_each_action_is_listed_once_as_it_was_declared():
    titles = [each.title for each in BoatAction.instances]
    assert titles[:1] == ["Another name"]
    assert BoatAction.instances is not ActionView.instances


def test_what_no_action_has_cannot_be_declared():
    with pytest.raises(TypeError):
        BoatAction.as_view(tittle="Another name")
    assert all(each.title != "tittle" for each in BoatAction.instances)


def _body(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def _action(response) -> str:
    return re.search(r'action="([^"]*)"', _body(response))[1]


def _hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', _body(response))[1]
