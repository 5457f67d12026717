"""V2.2: what a form lets one choose and write is judged here too; a browser only helps."""

from uuid import uuid4

import pytest
from django.conf import settings

from tests.doors import DOORS, PAGES, address, opener
from tests.reading import Element, Page

pytestmark = pytest.mark.django_db
FORMS = [route for route in PAGES if DOORS[route].post == 422]


def around(asked: Element) -> str | None:
    """What a browser would not have sent for this field; None where it would send anything."""
    kind, most = asked.attrs.get("type", "text"), asked.attrs.get("maxlength")
    if asked.tag == "select" or kind == "radio":
        return "never-offered"
    if kind == "checkbox":
        return None
    return "x" * (int(most) + 1) if most else None


@pytest.mark.parametrize("route", FORMS)
def test_v2_2_2_what_no_browser_would_send_is_refused_here(route, house, clients):
    client, where = clients[opener(route)], address(route, house)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = Page(client.get(where).text)
    form = [each.around("form") for each in page.all("input") if each.attrs["name"] == "once"][-1]
    asked = [each for each in page.fields if each.is_in(form) and each.attrs.get("name")]
    spoilt = {each.attrs["name"]: said for each in asked if (said := around(each)) is not None}
    answer = client.post(where, spoilt | {"once": str(uuid4())})
    assert answer.status_code == 422
    back = Page(answer.text)
    wrong = {e.attrs.get("name") for e in back.fields if e.attrs.get("aria-invalid") == "true"}
    assert set(spoilt) - wrong == set()
