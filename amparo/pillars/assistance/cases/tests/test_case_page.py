"""The page of a case: who it is about, what is next, what was done; and only what one may do."""

import re
from datetime import timedelta

import pytest

from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.people.models import Community, Family, Place
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment.case_risk import decide_risk, propose_risk
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import Case, Note, SafetyAlert, Task
from amparo.pillars.assistance.planning.models import CasePlan, FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def url(case):
    return f"/cases/{case.ref}/"


@pytest.fixture
def full(case, caseworker, nayeli, place):
    """A case with something in every part, in a place of which something is known."""
    today = case.office.today()
    case.place = place
    Assessment.make(
        case, by=caseworker, needs=[{"service_type": "shelter", "horizon": "immediate"}]
    )
    seen = {"by": caseworker, "polarity": "risk", "severity": 3, "observed_on": today}
    Observation.record(person=case.person, factor="debt", level="individual", **seen)
    Observation.record(place=place, factor="no_services", level="community", **seen)
    decide_risk(
        case, propose_risk(case, caseworker), by=caseworker, decided="high", because="The debt"
    )
    case.add_dependant(nayeli, "child", by=caseworker)
    plan = CasePlan.begin(case, by=caseworker)
    for horizon in ("immediate", "medium", "long"):
        goal = plan.set_goal(by=caseworker, text=f"Goal {horizon}", horizon=horizon)
        for number in range(3):
            goal.add_action(
                by=caseworker, text=f"Action {horizon} {number}", service_type="shelter",
                right="life", responsible=caseworker, due_on=today + timedelta(days=number),
            )  # fmt: skip
    action = case.actions.first()
    for days in range(8):
        ServiceProvided.give(
            case, by=caseworker, service_type="food.inkind", action=action, quantity=2,
            unit="kit", given_on=today - timedelta(days=days),
        )  # fmt: skip
        Note.write(case, by=caseworker, text=f"Note {days}")
        Task.set(case, "visit", today + timedelta(days=days), by=caseworker, where="Casa Alba")
    Note.write(case, by=caseworker, text="He has my passport", kind="quote")
    FollowUp.hold(case, by=caseworker, on=today, mode="call", reached=True, change="same")
    plan.agree(by=caseworker, on=today, how="verbal")
    SafetyAlert.sound(case, by=caseworker, text="Seen at the check", do_not_contact=True)
    return case


def test_it_says_who_and_how_to_reach_them_first(client, url, caseworker):
    client.force_login(caseworker)
    page = client.get(url).content.decode()
    assert "Rosa Quispe Mamani" in page
    assert page.index('class="safe"') < page.index('class="summary-facts"')
    assert "Only by message, after 18:00" in page
    assert "Valid consent" in page


def test_it_shows_every_part(client, full, url, caseworker):
    client.force_login(caseworker)
    page = client.get(url).content.decode()
    parts = set(re.findall(r'<section class="panel" id="(\w+)"', page))
    assert parts >= {
        "summary", "next", "risk", "needs", "plan", "services", "followups", "consent", "people",
        "notes", "papers", "story",
    }  # fmt: skip
    assert "Do not contact them" in page
    assert "He has my passport" in page
    assert "View all 8" in page


def test_v14_2_1_the_address_and_title_hold_no_name(client, url, caseworker):
    client.force_login(caseworker)
    page = client.get(url).content.decode()
    assert "Rosa" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_who_may_only_look_finds_no_button(client, full, url, supervisor, rosa, caseworker):
    full.tasks.all().delete()
    full.status = Case.Status.CLOSED
    full.touch()
    client.force_login(caseworker)
    page = client.get(url).content.decode()
    assert "Record service" not in page
    assert "hx-post" not in page.split('id="summary"')[1]


def test_a_stranger_finds_nothing(client, url, stranger, administrator, auditor):
    for user in (stranger, administrator, auditor):
        client.force_login(user)
        assert client.get(url).status_code == 404


def test_a_restricted_case_is_gone_for_the_rest_of_the_team(client, url, case, colleague):
    client.force_login(colleague)
    assert client.get(url).status_code == 200
    case.restrict("trafficking", by=case.owner)
    assert client.get(url).status_code == 404


def test_one_opening_leaves_one_line(client, url, case, caseworker):
    client.force_login(caseworker)
    client.get(url)
    assert AuditEntry.objects.of_file(case.ref).reads().count() == 1


def test_it_asks_little_of_the_database(
    client, full, url, caseworker, supervisor, django_assert_max_num_queries
):
    for user in (caseworker, supervisor):
        client.force_login(user)
        client.get(url)
        with django_assert_max_num_queries(29):
            client.get(url)


def test_the_page_stays_light(client, full, url, caseworker):
    client.force_login(caseworker)
    page = client.get(url).content
    assert len(page) < 90_000
    assert page.count(b"<path") < 20


def test_a_script_may_ask_for_one_part(client, full, url, caseworker, stranger):
    client.force_login(caseworker)
    part = client.get(f"{url}?part=plan", headers=HX).content.decode()
    assert part.strip().startswith('<section class="panel" id="plan"')
    assert client.get(f"{url}?part=everything", headers=HX).status_code == 404
    client.force_login(stranger)
    assert client.get(f"{url}?part=plan", headers=HX).status_code == 404


def test_without_consent_the_page_says_so(client, url, rosa, caseworker):
    rosa.consents.get().withdraw(by=caseworker)
    client.force_login(caseworker)
    page = client.get(url).content.decode()
    assert "No valid consent" in page
    assert "Valid consent" not in page.replace("No valid consent", "")


@pytest.fixture
def place(db):
    country = Place.objects.create(name="Bolivia", kind="country", country="BO")
    region = Place.objects.create(name="La Paz", kind="region", country="BO", within=country)
    return Place.objects.create(name="Valle Seco", kind="town", country="BO", within=region)


def test_a_family_is_shown_with_its_members(client, family, team, caseworker):
    case = Case.open(by=caseworker, team=team, owner=caseworker, family=family)
    client.force_login(caseworker)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Nayeli Quispe" in page
    assert "Family representative" in page
    assert isinstance(case.family, Family)


def test_a_community_and_an_institution_have_their_own_facts(client, team, caseworker, place):
    community = Community.register(by=caseworker, name="Los Pozos", place=place, size_estimate=240)
    city = Organization.objects.create(name="Town hall", kind="government", country="BO")
    client.force_login(caseworker)
    for about, said in (({"community": community}, "240"), ({"institution": city}, "Bolivia")):
        case = Case.open(by=caseworker, team=team, owner=caseworker, **about)
        page = client.get(case.get_absolute_url()).content.decode()
        assert said in page
        assert 'id="consent"' not in page


def test_the_person_may_be_told_who_opened_their_case(client, url, case, caseworker, stranger):
    client.force_login(caseworker)
    client.get(url)
    page = client.get(f"{url}openings/").content.decode()
    assert page.count("Lucía Méndez") >= 2
    client.force_login(stranger)
    assert client.get(f"{url}openings/").status_code == 404
