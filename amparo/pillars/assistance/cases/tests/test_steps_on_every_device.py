"""Every step is a page without scripts and a part with them; for others there is no such case."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
STEPS = (
    "intake:screening-new", "assessment:assessment-new", "assessment:observation-new",
    "assessment:risk-decide", "cases:incident-new", "planning:followup-new",
    "planning:conference-new", "cases:alert-new", "cases:closure-new", "cases:attachment-new",
)  # fmt: skip
READINGS = ("cases:incidents", "cases:attachments", "cases:case-print", "cases:case-pdf")
NOTHING = {"once": ""}
HX = {"HX-Request": "true"}
# Nothing in these is required: to send them empty is to hold the conversation in silence.
MAY_BE_EMPTY = ("intake:screening-new",)


@pytest.mark.parametrize("name", STEPS)
def test_a_page_by_itself_and_a_part_of_one(client, case, caseworker, name):
    client.force_login(caseworker)
    url = reverse(name, args=[case.ref])
    whole, part = client.get(url), client.get(url, headers=HX)
    assert (whole.status_code, part.status_code) == (200, 200)
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert b'id="action"' in whole.content
    assert b'id="action"' in part.content


@pytest.mark.parametrize("name", [name for name in STEPS if name not in MAY_BE_EMPTY])
def test_what_is_missing_is_said_first_and_in_its_place(client, case, caseworker, name):
    client.force_login(caseworker)
    url = reverse(name, args=[case.ref])
    whole, part = client.post(url, NOTHING), client.post(url, NOTHING, headers=HX)
    assert (whole.status_code, part.status_code) == (422, 422)
    assert b'class="errors"' in part.content
    assert b"<html" not in part.content


@pytest.mark.parametrize("name", [*STEPS, *READINGS])
@pytest.mark.parametrize("who", ["stranger", "nurse", "data_officer", "administrator", "auditor"])
def test_whoever_does_not_accompany_finds_nothing(client, case, request, name, who):
    client.force_login(request.getfixturevalue(who))
    url = reverse(name, args=[case.ref])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", [*STEPS, *READINGS])
def test_nobody_is_asked_to_sign_in(client, case, name):
    answer = client.get(reverse(name, args=[case.ref]))
    assert answer.status_code == 302
    assert "sign-in" in answer.url


@pytest.mark.parametrize("name", [*STEPS, *READINGS])
def test_every_page_asks_the_database_little(
    client, case, caseworker, name, django_assert_max_num_queries
):
    client.force_login(caseworker)
    url = reverse(name, args=[case.ref])
    client.get(url)
    with django_assert_max_num_queries(26):
        client.get(url)


def test_a_restricted_file_is_closed_to_the_rest_of_the_team(client, case, caseworker, colleague):
    case.restrict("gbv", by=caseworker)
    client.force_login(colleague)
    for name in (*STEPS, *READINGS):
        assert client.get(reverse(name, args=[case.ref])).status_code == 404
