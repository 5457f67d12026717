"""Releases to the public: who proposes, who signs, what is refused, what stays held."""

import re

import pytest

from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import Mandate
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.foundation.people.models import Place
from amparo.pillars.evidence import holdings, publishing, releasing
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import Indicator, MonthlyReport, Release, ReleasedTable

from .made_up_months import made_up_people, signed_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(db):
    return Place.create(by=None, name="Altiplano Norte", kind="region", country="BO")


@pytest.fixture
def south(db):
    return Place.create(by=None, name="Valles del Sur", kind="region", country="BO")


@pytest.fixture
def people(north, south):
    here, there = str(north.pk), str(south.pk)
    return made_up_people({
        (here, "female", "adult"): 143, (here, "male", "adult"): 87, (here, "female", "child"): 31,
        (here, "male", "child"): 3, (there, "female", "adult"): 42, (there, "male", "child"): 7,
    })  # fmt: skip


@pytest.fixture
def month(office):
    return earlier(office.today(), 1)


@pytest.fixture
def report(people, office, month, data_officer, supervisor):
    return signed_month(people, office=office, month=month, by=data_officer, signer=supervisor)


def propose(report, by, breakdowns=("sex", "age_group", "area1"), codes=("OPT-1",)):
    reports = report if isinstance(report, list) else [report]
    indicators = Indicator.objects.filter(code__in=codes)
    release = Release.propose(by=by, reports=reports, indicators=indicators, breakdowns=breakdowns)
    releasing.audit(release)
    release.refresh_from_db()
    return release


def test_proposed_checked_and_signed_by_another(report, data_officer, supervisor):
    release = propose(report, data_officer)
    assert release.state == Release.State.AUDITED
    with pytest.raises(Refusal, match=r"."):
        release.sign(by=data_officer)
    release.sign(by=supervisor)
    assert (release.state, release.signed_by) == (Release.State.SIGNED, supervisor)
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"release.proposed", "release.audited", "release.signed"} <= events


def test_only_signed_months(people, office, month, data_officer, supervisor, report):
    report.state = MonthlyReport.State.FROZEN
    with pytest.raises(Refusal):
        propose(report, data_officer)


def test_months_of_two_offices_are_not_put_together(
    report, people, other_office, month, data_officer, supervisor
):
    there = signed_month(
        people, office=other_office, month=month, by=data_officer, signer=supervisor
    )
    with pytest.raises(Refusal):
        propose([report, there], data_officer)


def test_what_counts_no_persons_is_refused_in_words(
    client, people, office, month, data_officer, supervisor
):
    report = signed_month(
        people, office=office, month=month, by=data_officer, signer=supervisor, code="OPT-2"
    )
    release = propose(report, data_officer, codes=("OPT-2",))
    assert release.state == Release.State.REFUSED
    client.force_login(data_officer)
    page = client.get(release.get_absolute_url()).text
    assert "Only indicators that count persons are released." in page
    with pytest.raises(Refusal):
        release.sign(by=supervisor)


def test_changed_figures_are_refused(report, data_officer):
    frozen = report.figures.get()
    frozen.figures = frozen.figures | {"month": {}}
    frozen.save()
    assert propose(report, data_officer).refusals[0][2] == "changed"


def test_a_restricted_kind_by_area_is_refused(people, office, month, data_officer, supervisor):
    from amparo.pillars.evidence import shipped

    shipped.install()
    Indicator.objects.get(code="OPT-3").define(
        {"count": "persons", "of": "services", "where": {"kind": ["trafficking"]},
         "by": ["area1", "sex"]}, by=data_officer,
    )  # fmt: skip
    report = signed_month(
        people, office=office, month=month, by=data_officer, signer=supervisor, code="OPT-3"
    )
    refused = propose(report, data_officer, codes=("OPT-3",))
    assert refused.refusals[0][2] == "restricted-months"
    assert propose(report, data_officer, ("sex",), ("OPT-3",)).state == Release.State.AUDITED


def test_numbers_of_the_public_are_rounded_and_1_to_10_hidden(report, data_officer, north):
    propose(report, data_officer)
    table = ReleasedTable.objects.get().published
    shown = [cell.people.number for cell in table.cells if cell.people.number is not None]
    assert shown
    assert all(number % 5 == 0 for number in shown)
    assert not {5, 10} & set(shown) or min(n for n in shown if n) >= 10


def test_every_reader_is_audited_with_what_was_given_before(
    report, data_officer, supervisor, administrator, north, office
):
    """A ministry holds its area by sex and age; public totals must open none of its numbers."""
    ministry = Organization.found(by=None, name="Ministerio", kind="government")
    Mandate.add(ministry, by=administrator, place=north, since=office.today())
    publishing.publish_all()
    release = propose(report, data_officer)
    release.sign(by=supervisor)
    held = holdings.held_by(ministry)
    assert len(held) == 2
    assert find_disclosures(held, RULES[Audience.GOVERNMENT]) == []
    assert find_disclosures(holdings.public_tables(), RULES[Audience.PUBLIC]) == []


def test_what_is_public_counts_for_institutions(
    report, data_officer, supervisor, administrator, north, office
):
    propose(report, data_officer).sign(by=supervisor)
    ministry = Organization.found(by=None, name="Ministerio", kind="government")
    Mandate.add(ministry, by=administrator, place=north, since=office.today())
    publishing.publish_all()
    held = holdings.held_by(ministry)
    assert len(held) == 2
    assert find_disclosures(held, RULES[Audience.GOVERNMENT]) == []


def test_a_release_that_others_overtook_is_checked_again(
    report, data_officer, supervisor, administrator, north, office
):
    release = propose(report, data_officer)
    ministry = Organization.found(by=None, name="Ministerio", kind="government")
    Mandate.add(ministry, by=administrator, place=north, since=office.today())
    publishing.publish_all()
    with pytest.raises(Refusal):
        release.sign(by=supervisor)
    release.check_again(by=data_officer)
    releasing.audit(release)
    release.sign(by=supervisor)
    assert release.is_public


def test_withdrawn_it_is_held_all_the_same(report, data_officer, supervisor):
    release = propose(report, data_officer)
    release.sign(by=supervisor)
    with pytest.raises(Refusal):
        release.withdraw(by=supervisor, because=" ")
    release.withdraw(by=supervisor, because="An area was named wrongly.")
    assert not Release.objects.public().exists()
    assert len(holdings.public_tables()) == 1


def test_the_whole_way_through_the_pages(client, report, data_officer, supervisor, run_jobs):
    client.force_login(data_officer)
    assert "No data release yet" in client.get("/evidence/releases/").text
    form = client.get("/evidence/releases/new/").text
    assert "Persons assisted" in form
    assert "Services provided" not in form
    said = {
        "reports": [str(report.ref)], "breakdowns": ["sex"],
        "indicators": [str(Indicator.objects.get(code="OPT-1").pk)],
    }  # fmt: skip
    assert client.post("/evidence/releases/new/", said).status_code == 303
    release = Release.objects.get()
    run_jobs()
    url = release.get_absolute_url()
    assert "It waits for the signature of somebody else" in client.get(url).text
    assert client.post(f"{url}sign/").status_code == 422
    client.force_login(supervisor)
    page = client.get(url).text
    numbers = re.findall(r">\s*(\d+)\s*<", page)
    assert {"310", "315"} & set(numbers)  # the total rounded by its key, and not the exact one
    assert "313" not in numbers
    assert "Sign data release" in page
    assert client.post(f"{url}sign/").status_code == 303
    assert "These figures are public." in client.get(url).text
    answer = client.post(f"{url}withdraw/", {"because": "Wrong area."})
    assert answer.status_code == 303


@pytest.mark.parametrize("who", ["caseworker", "official", "administrator", "auditor", "nurse"])
def test_nobody_else_has_these_pages(client, request, report, data_officer, supervisor, who):
    release = propose(report, data_officer)
    client.force_login(request.getfixturevalue(who))
    for address in ("/evidence/releases/", "/evidence/releases/new/", release.get_absolute_url()):
        assert client.get(address).status_code == 404
