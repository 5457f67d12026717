"""What is given later is audited with what was given before, to whom and how ever."""

import pytest

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import Mandate
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.foundation.people.models import Place
from amparo.pillars.evidence import holdings, outside, publishing, releasing
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import Indicator, Release, ReportRelease

from .made_up_months import made_up_people, signed_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(office):
    return earlier(office.today(), 1)


@pytest.fixture
def areas(db):
    return [
        Place.create(by=None, name=name, kind="region", country="BO")
        for name in ("North", "South")
    ]


@pytest.fixture
def people(areas):
    north, south = (str(each.pk) for each in areas)
    return made_up_people({
        (north, "female", "adult"): 41, (north, "male", "adult"): 2, (south, "male", "child"): 37,
    })  # fmt: skip


@pytest.fixture
def report(people, office, month, data_officer, supervisor):
    return signed_month(people, office=office, month=month, by=data_officer, signer=supervisor)


@pytest.fixture
def exported(report):
    """The report as partners have it."""
    release = ReportRelease.objects.get(report=report)
    release.finish(outside.prepare(report))
    return release


def propose(report, by):
    release = Release.propose(
        by=by, reports=[report], indicators=Indicator.objects.filter(code="OPT-1"),
        breakdowns=("sex", "age_group", "area1"),
    )  # fmt: skip
    releasing.audit(release)
    release.refresh_from_db()
    return release


def test_one_measure_for_partners_institutions_and_the_public(
    report, exported, areas, administrator, office, data_officer, supervisor
):
    ministry = Organization.found(by=None, name="Ministry", kind="government")
    Mandate.add(ministry, by=administrator, place=areas[0], since=office.today())
    publishing.publish_all()
    propose(report, data_officer).sign(by=supervisor)
    held = holdings.held_by(ministry)
    measures = {each.measure for each in held if "persons" not in each.measure}
    assert len(held) >= 4
    assert measures == {holdings.measure_of(report.figures.get().version, report)}
    assert find_disclosures(held, RULES[Audience.GOVERNMENT]) == []


def test_public_tables_are_audited_with_what_partners_and_donors_hold(
    report, exported, data_officer, supervisor
):
    kinds = [(each.audience, len(each.tables)) for each in holdings.holdings()]
    assert kinds[0][0] == Audience.PARTNER
    assert kinds[0][1] >= 2
    propose(report, data_officer).sign(by=supervisor)
    held = next(holdings.holdings()).tables
    assert find_disclosures(held, RULES[Audience.PARTNER]) == []


def test_what_was_exported_since_the_check_is_checked_again(report, data_officer, supervisor):
    release = propose(report, data_officer)
    ReportRelease.objects.get(report=report).finish(outside.prepare(report))
    with pytest.raises(Refusal, match="since this release was checked"):
        release.sign(by=supervisor)
