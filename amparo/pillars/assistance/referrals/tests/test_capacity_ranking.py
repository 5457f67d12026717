"""Where capacity is low: whoever has more reasons comes first, and few are never shown to all."""

from datetime import timedelta

import pytest

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import DutyBearer, Provider
from amparo.foundation.people.models import Place
from amparo.foundation.protection.models import CapacityAssessment
from amparo.pillars.assistance.assessment.models import Need, UnmetNeed
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.referrals.capacity_ranking import (
    Capacity,
    Reason,
    Situation,
    add_counts,
)
from amparo.pillars.assistance.referrals.low_capacity import ranking_for


@pytest.mark.parametrize(
    ("situation", "reasons"),
    [
        (Situation(), [Reason.NOT_ASSESSED]),
        (Situation(capacities=(Capacity(3, 3),)), []),
        (Situation(capacities=(Capacity(3, 1), Capacity(2, 2))), [Reason.LOW_WILL]),
        (
            Situation(severe=-1, unmet=5, capacities=(Capacity(0, 2),)),
            [Reason.SEVERE, Reason.UNMET, Reason.LOW_ABILITY],
        ),
        (Situation(lost_referrals=2), [Reason.REFERRALS, Reason.NOT_ASSESSED]),
    ],
)
def test_each_reason_is_a_fact(situation, reasons):
    assert list(situation.reasons) == reasons


def test_more_reasons_then_more_needs_come_first():
    many = Situation(severe=1, unmet=1)
    needs = Situation(unmet=9)
    fewer = Situation(unmet=2)
    assert sorted([fewer, needs, many], key=lambda each: each.order) == [many, needs, fewer]


def test_what_is_too_few_stays_too_few_in_a_total():
    assert add_counts([-1, -1]) == -1
    assert add_counts([-1, 10]) == 10
    assert add_counts([0]) == 0


# Pages.


@pytest.fixture
def region(db):
    country = Place.create(by=None, name="Bolivia", kind="country", country="BO")
    return Place.create(by=None, name="Altiplano", kind="region", country="BO", within=country)


@pytest.fixture
def town(region):
    return Place.create(by=None, name="Puerto Alto", kind="town", country="BO", within=region)


@pytest.fixture
def unmet_in_town(many_cases, town, caseworker):
    """So many cases in the town, each with an unmet need."""

    def open_cases(count):
        for case in many_cases(count):
            case.place, case.risk = town, 3
            case.touch()
            need = Need.add(case, by=caseworker, service_type="health", horizon="immediate")
            UnmetNeed.state(need, by=caseworker, reason="full")

    return open_cases


@pytest.fixture
def institution(db):
    found = Organization.found(by=None, name="Health directorate", kind="government", country="BO")
    Provider.list(found, by=None)
    DutyBearer.recognize(found, by=None, mandate={"en": "Health for everybody"})
    return found


def assess(institution, by, second, **levels):
    said = {
        "right": "health", "ability": 1, "will": 2, "ability_evidence": "Two doctors.",
        "ability_source": "Visit", "will_evidence": "Answers letters.", "will_source": "Letters",
    }  # fmt: skip
    day = by.office.today() - timedelta(days=1)
    draft = CapacityAssessment.record(
        by=by, organization=institution, assessed_on=day, **said | levels
    )
    if second:
        draft.confirm(by=second)
    return draft


@pytest.mark.django_db
def test_a_supervisor_reads_why_an_area_comes_first(
    client, unmet_in_town, region, town, institution, supervisor, data_officer
):
    unmet_in_town(3)
    assess(institution, supervisor, data_officer, place=town)
    [line] = ranking_for(supervisor).areas
    assert (line.record, line.severe, line.unmet) == (region, 3, 3)
    assert list(line.reasons) == [Reason.SEVERE, Reason.UNMET, Reason.LOW_ABILITY]
    client.force_login(supervisor)
    page = client.get("/low-capacity/").content.decode()
    assert f"/unmet-needs/?place={region.ref.hex}" in page
    assert len(client.get(f"/unmet-needs/?place={region.ref.hex}").context["unmet"]) == 3
    listed = client.get(f"/cases/?risk=severe&place={region.ref.hex}")
    assert listed.context["count"] == 3
    assert "low ability" in page


@pytest.mark.django_db
def test_a_data_officer_reads_fewer_than_five_and_opens_no_list(
    client, unmet_in_town, data_officer
):
    unmet_in_town(4)
    client.force_login(data_officer)
    page = client.get("/low-capacity/").content.decode()
    assert "fewer than 5" in page
    assert "/unmet-needs/?place=" not in page
    unmet_in_town(5)
    [line] = ranking_for(data_officer).areas
    assert (line.severe, line.unmet) == (5, 5)  # nine, rounded down to five


@pytest.mark.django_db
def test_restricted_files_are_no_number_for_others(
    unmet_in_town, data_officer, supervisor, caseworker
):
    unmet_in_town(6)
    for case in Case.objects.filter(place__isnull=False)[:2]:
        case.restrict("trafficking", by=caseworker)
    [line] = ranking_for(data_officer).areas
    assert line.unmet == -1  # four are left
    [line] = ranking_for(supervisor).areas
    assert line.unmet == 4


@pytest.mark.django_db
def test_an_institution_that_nobody_assessed_says_so_and_a_draft_is_nothing(
    institution, supervisor, refer, agree, rosa
):
    assess(institution, supervisor, None)
    [line] = ranking_for(supervisor).institutions
    assert list(line.reasons) == [Reason.NOT_ASSESSED]
    assert line.weakest is None


@pytest.mark.django_db
def test_referrals_that_an_institution_declined_are_a_reason(
    client, referral, refuge, hostess, supervisor
):
    DutyBearer.recognize(refuge, by=None, mandate={"en": "Shelter"})
    referral.decline(by=hostess, reason="full")
    [line] = ranking_for(supervisor).institutions
    assert (line.refused, line.late) == (1, 0)
    assert Reason.REFERRALS in line.reasons
    client.force_login(supervisor)
    page = client.get("/low-capacity/").content.decode()
    opened = f"/referrals/?organization={refuge.ref.hex}&amp;state=refused"
    assert opened in page
    assert len(client.get(opened.replace("&amp;", "&")).context["pages"]) == 1


@pytest.mark.django_db
def test_another_office_is_not_counted(unmet_in_town, stranger, cast):
    unmet_in_town(6)
    other = cast._user("other", "Other", "supervisor", office=cast.other_office)
    assert not [line for line in ranking_for(other).areas if line.severe or line.unmet]


@pytest.mark.django_db
def test_the_page_is_for_who_answers_and_who_looks_after_quality(
    client, caseworker, official, supervisor
):
    for user in (caseworker, official):
        client.force_login(user)
        assert client.get("/low-capacity/").status_code == 404
    client.force_login(supervisor)
    assert "No area to rank" in client.get("/low-capacity/").content.decode()


@pytest.mark.django_db
def test_the_page_is_small_and_asks_little(
    client, unmet_in_town, institution, supervisor, data_officer, django_assert_max_num_queries
):
    unmet_in_town(6)
    assess(institution, supervisor, data_officer)
    client.force_login(supervisor)
    client.get("/low-capacity/")
    with django_assert_max_num_queries(20):
        page = client.get("/low-capacity/")
    assert len(page.content) < 30_000
