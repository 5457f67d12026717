"""Attacks at night on all that pages published in a year, to institutions and to anybody."""

import random

import pytest

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import Mandate
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.foundation.people.models import Place
from amparo.pillars.evidence import holdings, publishing, releasing
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import Indicator, Publication, Release

from .made_up_months import made_up_people, signed_month

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

MONTHS = 12


@pytest.fixture
def areas(db):
    return [
        Place.create(by=None, name=f"Area {number}", kind="region", country="BO")
        for number in range(4)
    ]


@pytest.fixture
def published(areas, office, data_officer, supervisor, administrator):
    """A year: most people in one area, few in the others; some come, some leave, each month."""
    today = office.today()
    ministry, district = (
        Organization.found(by=None, name=name, kind="government") for name in ("A", "B")
    )
    for place in areas:
        Mandate.add(ministry, by=administrator, place=place, since=today)
    for place in areas[:2]:
        Mandate.add(district, by=administrator, place=place, since=today)
    chance = random.Random(4)
    counts = {
        (str(place.pk), sex, age): chance.choice((1, 2, 3, 6, 9, 14)) * (9 if number == 0 else 1)
        for number, place in enumerate(areas)
        for sex in ("female", "male", "other")
        for age in ("child", "adult")
    }
    people, reports = made_up_people(counts), []
    for back in range(MONTHS, 0, -1):
        people = people[chance.randint(1, 4) :] + made_up_people(
            {(str(chance.choice(areas).pk), "female", "adult"): chance.randint(1, 3)}, seed=back
        )
        reports.append(
            signed_month(
                people, office=office, month=earlier(today, back), by=data_officer,
                signer=supervisor,
            )
        )  # fmt: skip
    publishing.publish_all()
    release = Release.propose(
        by=data_officer, reports=reports, breakdowns=("sex", "age_group", "area1"),
        indicators=Indicator.objects.filter(code="OPT-1"),
    )  # fmt: skip
    releasing.audit(release)
    release.refresh_from_db()
    release.sign(by=supervisor)
    return ministry, district


def test_linear_programs_over_a_year_find_no_small_number(published):
    """Each reader with all that it was given and all that is public, by the rule of its kind."""
    public = holdings.public_tables()
    for institution in published:
        held = holdings.held_by(institution)
        assert len(held) >= MONTHS
        assert find_disclosures(held, RULES[Audience.GOVERNMENT]) == []
    assert find_disclosures(public, RULES[Audience.PUBLIC]) == []


def test_two_readers_hold_the_same_number_for_the_same_people(published):
    """Asking under another name teaches nothing: the rounding is of who is in a cell."""
    shown: dict[tuple, set[int]] = {}
    for each in Publication.objects.given():
        for cell in each.published.cells:
            if cell.people.number is not None:
                shown.setdefault((each.month, cell.values), set()).add(cell.people.number)
    assert shown
    assert all(len(numbers) == 1 for numbers in shown.values())
