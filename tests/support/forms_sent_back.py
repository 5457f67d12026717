"""What a form that comes back must say: what is missing, above it and beside each field."""

from tests.doors import DOORS, PAGES, opener
from tests.support.answers import Answer

# Answered by the button that one touches: who sends the form has answered.
BY_BUTTON = {"id_answer", "id_decision"}
# Sent from a page that was chosen on before; empty, they say nothing and ask again.
CHOSEN_BEFORE = {
    "assistance:handover", "assistance:transfers-many", "people:family-member-new",
}  # fmt: skip
FORMS = [route for route in PAGES if DOORS[route].post == 422 and route not in CHOSEN_BEFORE]


def faults_of_form_sent_back(answer: Answer) -> list[str]:
    """What is wrong with the page by which a form without answers was sent back.

    Empty for every other answer, and where the status is not the one that `tests/doors.py` names.
    """
    if answer.method != "post" or answer.route not in FORMS or answer.who != opener(answer.route):
        return []
    if answer.status != 422:
        return []
    page = answer.page
    ids = {element.attrs.get("id") for element in page.elements}
    summaries = [e for e in page.elements if "errors" in e.attrs.get("class", "").split()]
    led_to = {link.attrs["href"][1:] for link in page.all("a") if any(map(link.is_in, summaries))}
    wrong = {
        "number of h1": len(page.all("h1")) != 1,
        "field without label": page.unlabelled(),
        "field that does not say why": [str(e) for e in page.fields if not page.says_why(e)],
        "number of summaries of errors": len(summaries) != 1,
        "link to no field": led_to - BY_BUTTON - ids,
    }
    return [f"{answer}: {what}: {found}" for what, found in wrong.items() if found]
