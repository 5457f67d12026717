"""V2.2: what a form lets one choose and write is judged here too; a browser only helps."""

from uuid import uuid4

import pytest

from tests.doors import DOORS, PAGES, address, opener
from tests.reading import Element, Page
from tests.support.answers import ask
from tests.support.batches import in_batches, tried

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


@in_batches(FORMS)
def test_v2_2_2_what_no_browser_would_send_is_refused_here(batch, house, clients, subtests):
    for route in batch:
        who, url = opener(route), address(route, house)
        with tried(route, subtests) as faults:
            spoilt = spoil(ask(clients[who], "get", url).page)
            answer = ask(clients[who], "post", url, spoilt | {"once": str(uuid4())}, who=who)
            back = answer.page
            wrong = {
                e.attrs.get("name") for e in back.fields if e.attrs.get("aria-invalid") == "true"
            }
            if answer.status != 422:
                faults.append(f"{answer}: {answer.status}, and not 422")
            elif taken := set(spoilt) - wrong:
                faults.append(f"{answer}: nothing is said against {sorted(taken)}")


def spoil(page: Page) -> dict[str, str]:
    """What the last form of this page asks, answered as no browser would."""
    form = [each.around("form") for each in page.all("input") if each.attrs["name"] == "once"][-1]
    asked = [each for each in page.fields if each.is_in(form) and each.attrs.get("name")]
    return {each.attrs["name"]: said for each in asked if (said := around(each)) is not None}
