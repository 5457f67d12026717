"""Who opens as an address what only a button does is told so, and finds the way back."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "says"), [("en", "Go back to the page with the button."), ("es", "")]
)
def test_it_says_what_to_do(client, caseworker, language, says):
    client.force_login(caseworker)
    response = client.get("/notices/read/", headers={"Accept-Language": language})
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert says in response.text
    assert "</html>" in response.text


def test_so_is_an_action_sent_to_a_page_that_is_only_read(client, caseworker):
    client.force_login(caseworker)
    response = client.post("/account/")
    assert response.status_code == 405
    assert "</html>" in response.text
