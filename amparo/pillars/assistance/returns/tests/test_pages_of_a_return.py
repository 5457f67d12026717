"""A caseworker walks somebody home on the screens; who may not, finds nothing there."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.pathways.models import CheckOverride
from amparo.pillars.assistance.returns.models import Booking, Leg, ReturnJourney

from . import ways

pytestmark = pytest.mark.django_db
# A family of two: all of their consents and flags, and what each check rests on, are looked at.
# Of each: the last interview, what was taken back since, the last declaration, a wish since; what
# a clinician decided, whether it holds until the first leg, and the last check before boarding.
# Of each the last day of the way; of a child its permission and the papers of it.
MOST = 96


@pytest.fixture
def lucia(client, caseworker):
    client.force_login(caseworker)
    return client


def post(client, journey, path, **said):
    return client.post(f"/returns/{journey.ref}/{path}", said)


def test_from_the_case_to_the_journey(lucia, case, rosa):
    said = {"travellers": rosa.ref.hex, "kind": "avrr", "country": "PE", "where": "Tacna"}
    answer = lucia.post(f"/cases/{case.ref}/returns/new/", said)
    journey = ReturnJourney.objects.get()
    assert (answer.status_code, answer.url) == (303, f"/returns/{journey.ref}/")
    page = lucia.get(answer.url).content.decode()
    assert "Pre-departure checks" in page
    assert "Voluntariness" in page


def test_the_page_shows_the_stages_of_a_return(lucia, journey):
    ways.booked(journey)
    page = lucia.get(journey.get_absolute_url()).content.decode()
    line = page.partition('class="stage-line"')[2].partition("</ol>")[0]
    assert [line.count(f"stage-line-{state}") for state in ("done", "current", "next")] == [
        3,
        1,
        3,
    ]
    assert "Booked" in line.partition('aria-current="step"')[2].partition("</li>")[0]


def test_a_cancelled_return_shows_no_stages(lucia, journey, caseworker):
    journey.end(by=caseworker, reason="taken_back")
    page = lucia.get(journey.get_absolute_url()).content.decode()
    assert "stage-line" not in page
    assert "Cancelled before departure" in page


def test_the_case_shows_where_its_return_stands(lucia, journey):
    page = lucia.get(journey.case.get_absolute_url()).content.decode()
    assert f"/returns/{journey.ref}/" in page
    assert "5 conditions are open" in page


def test_nobody_chosen_is_said_on_the_form(lucia, case):
    answer = lucia.post(f"/cases/{case.ref}/returns/new/", {"kind": "avrr", "country": "PE"})
    assert answer.status_code == 422
    assert "Choose who would travel" in answer.content.decode()


def test_what_is_missing_is_said_when_one_books_too_early(lucia, journey):
    ways.settle(ways.planned(journey), "safe_return")
    answer = post(lucia, journey, "book/", code="XK7")
    assert answer.status_code == 422
    assert "Safety of the place of return" in answer.content.decode()
    assert f'href="/returns/{journey.ref}/#grid"' in answer.content.decode()
    assert "#grid" not in lucia.get(f"/returns/{journey.ref}/book/").content.decode()
    assert not Booking.objects.exists()


def test_times_that_go_backwards_are_said_beside_the_day(lucia, journey):
    ways.decided(journey)
    said = {
        "way": "air", "leaves_from": "La Paz", "goes_to": "Lima", "carrier": "Sur", "number": "1",
        "leaves_on": "2031-03-04", "leaves_clock": "09:00", "arrives_on": "2031-03-03",
        "arrives_clock": "10:00",
    }  # fmt: skip
    answer = post(lucia, journey, "legs/new/", **said)
    assert answer.status_code == 422
    assert "arrive before they leave" in answer.content.decode()
    post(lucia, journey, "legs/new/", **said | {"arrives_on": "2031-03-04"})
    assert Leg.objects.count() == 1


def test_taken_back_with_one_tap_and_without_a_reason(lucia, journey):
    ways.booked(journey)
    traveller = journey.travellers.get()
    answer = post(lucia, journey, f"travellers/{traveller.ref}/take-back/")
    assert answer.status_code == 303
    journey.refresh_from_db()
    assert journey.state == "counselling"


def test_a_supervisor_answers_as_the_second_person(client, journey, caseworker, supervisor):
    ways.settle(ways.planned(journey), "travel_documents")
    papers = ways.check(journey, "travel_documents", journey.case.person)
    CheckOverride.ask(papers, by=caseworker, because="The consul meets her.")
    said = {"agreed": "yes", "because": "He confirmed it in writing."}
    client.force_login(caseworker)
    assert post(client, journey, f"checks/{papers.ref}/answer/", **said).status_code == 403
    client.force_login(supervisor)
    assert "The consul meets her." in client.get(
        f"/returns/{journey.ref}/checks/{papers.ref}/answer/"
    ).content.decode()  # fmt: skip
    assert post(client, journey, f"checks/{papers.ref}/answer/", **said).status_code == 303
    papers.refresh_from_db()
    assert papers.state == "overridden"


def test_a_check_of_a_supervisor_is_refused_to_a_caseworker(lucia, journey):
    check = ways.check(journey, "safe_return")
    answer = post(lucia, journey, f"checks/{check.ref}/", met="yes", text="It is safe.")
    assert answer.status_code == 422
    check.refresh_from_db()
    assert check.state == "shut"


def test_a_check_of_another_journey_is_not_there(lucia, journey, cast):
    person = cast._person(given_names="Elena")
    other = ways.begun(cast.open_case(person=person))
    check = ways.check(other, "asylum_wish", person)
    assert lucia.get(f"/returns/{journey.ref}/checks/{check.ref}/").status_code == 404


def test_what_the_other_office_does_not_read_is_said(lucia, case, other_team, rosa, say_no):
    journey = ways.begun(case, to_team=other_team)
    assert (
        "Office has access to this file" in lucia.get(f"/returns/{journey.ref}/").content.decode()
    )
    say_no(rosa)
    page = lucia.get(f"/returns/{journey.ref}/").content.decode()
    assert "Withheld: office has no access" in page
    assert "Office has access to this file" not in page


def test_the_list_tells_who_waits_where(lucia, journey):
    page = lucia.get("/returns/").content.decode()
    assert journey.case.number in page
    assert journey.case.number not in lucia.get("/returns/?at=booked").content.decode()
    assert AuditEntry.objects.filter(event="return.listed").count() == 2


def test_the_table_of_a_day_names_nobody(lucia, journey, rosa):
    ways.booked(journey, days=1)
    day = journey.leaves_on.isoformat()
    answer = lucia.get(f"/returns/departures/take/?day_asked={day}")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:5] == [journey.case.number, "09:00", "Aerolínea del Sur", "LP 501", "1"]
    assert rosa.family_names not in answer.content.decode()


def test_its_page_says_how_they_arrived_and_what_they_need_first(lucia, journey):
    ways.departed(journey)
    day = journey.case.office.today().isoformat()
    post(lucia, journey, "arrive/", arrived_on=day, text="Tired, and glad.")
    post(lucia, journey, "welcome/", welcomed_on=day, text="A bed, and soup.")
    page = lucia.get(f"/returns/{journey.ref}/").content.decode()
    for said in (
        "Actual departure",
        "Arrival date",
        "Tired, and glad.",
        "Reception date",
        "A bed, and soup.",
    ):
        assert said in page


def test_the_page_of_one_that_ended_says_why(lucia, journey):
    post(lucia, journey, "end/", reason="unsafe", text="Her brother was threatened.")
    page = lucia.get(f"/returns/{journey.ref}/").content.decode()
    assert "It is not safe to return" in page
    assert "Her brother was threatened." in page


def test_for_a_stranger_it_does_not_exist(client, journey, stranger):
    client.force_login(stranger)
    assert client.get(f"/returns/{journey.ref}/").status_code == 404
    assert client.post(f"/returns/{journey.ref}/book/", {"code": "X"}).status_code == 404
    assert journey.case.number not in client.get("/returns/").content.decode()


def test_its_page_asks_the_same_few_questions_for_a_family(lucia, with_child, other_team):
    with_child.set_receiving_office(other_team, by=with_child.case.owner)
    ways.booked(with_child, days=1)
    lucia.get(f"/returns/{with_child.ref}/")
    with CaptureQueriesContext(connection) as queries:
        page = lucia.get(f"/returns/{with_child.ref}/").content.decode()
    assert "Best interests of the child" in page
    assert len(queries) <= MOST, [each["sql"][:120] for each in queries]


def test_an_allowance_for_the_way_is_asked_for_from_its_page(lucia, journey):
    page = lucia.get(f"/returns/{journey.ref}/").content.decode()
    assert f"/cases/{journey.case.ref}/grants/new/?way={journey.ref}" in page
