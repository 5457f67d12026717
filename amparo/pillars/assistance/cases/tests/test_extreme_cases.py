"""A case with much more than usual in it, and one with nearly nothing: the page stays whole."""

from datetime import timedelta

import pytest

from amparo.foundation.people.models import Family
from amparo.pillars.assistance.cases.models import Note, Task

pytestmark = pytest.mark.django_db
LONG = "María de los Ángeles Guadalupe del Rosario Concepción Esperanza Magdalena Dolores " * 2
ALPHABETS = ("Ольга Ковальчук", "محمد الأحمد", "ሰላም ተስፋዬ", "李小龙")
RELATIVES, NOTES, TASKS = 40, 600, 90
MOST_QUERIES = 60


@pytest.fixture
def full_case(cast, caseworker):
    """40 relatives of four alphabets, 600 notes, 90 tasks, and a name of 120 letters."""
    head = cast._person(given_names=LONG[:60].strip(), family_names=LONG[60:120].strip())
    case = cast.open_case(person=head, channel="walk_in")
    family = Family.register(head, by=caseworker)
    for number in range(RELATIVES):
        name = ALPHABETS[number % len(ALPHABETS)]
        relative = cast._person(given_names=f"{name} {number}")
        family.add(relative, "relative", by=caseworker)
    today = case.office.today()
    for number in range(TASKS):
        Task.set(case, "call", today + timedelta(days=number % 30 - 10), by=caseworker)
    for number in range(NOTES):
        Note.write(case, by=caseworker, text=f"Note {number}", kind="note")
    return case


def test_a_full_case_is_whole_and_asks_no_more(
    client, full_case, caseworker, django_assert_max_num_queries
):
    client.force_login(caseworker)
    url = full_case.get_absolute_url()
    client.get(url)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(url).content.decode()
    assert LONG[:60].strip() in page
    assert "Note 599" in page
    assert "Note 0<" not in page  # the newest are shown; all others are one click away
    assert f"/cases/{full_case.ref}/notes/" in page
    assert len(page) < 400_000


def test_all_notes_and_all_relatives_can_be_reached(client, full_case, caseworker):
    client.force_login(caseworker)
    page = client.get(f"/cases/{full_case.ref}/notes/").content.decode()
    assert "Note 599" in page
    family = Family.objects.get(head=full_case.person)
    page = client.get(f"/people/families/{family.ref}/").content.decode()
    for name in ALPHABETS:
        assert name in page


def test_next_to_nothing_is_known(client, cast, caseworker):
    """No birth date, no contact, no second name: nothing of it is said as if it were known."""
    person = cast._person(given_names="X")
    case = cast.open_case(person=person, channel="walk_in")
    client.force_login(caseworker)
    response = client.get(case.get_absolute_url())
    assert response.status_code == 200
    page = response.content.decode()
    assert "How to reach them safely is not known yet." in page
    assert "Risk not assessed" in page
    assert "Low" not in page
    assert "None" not in page.replace("None yet", "")
