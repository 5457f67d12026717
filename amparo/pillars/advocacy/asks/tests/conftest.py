"""A ministry that is asked, a counted unmet need, and asks as far as a test needs them."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.links.models import Pattern, PatternFigure
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.asks.linked import set_basis
from amparo.pillars.advocacy.asks.models import Ask, AskRisk
from amparo.pillars.advocacy.asks.models.steps import Channel

NO_RISK = dict.fromkeys(AskRisk.Whom.values, ("none", ""))
ASKED = {
    "language": "en", "issue": "Families sleep in the street.",
    "wording": "Open forty shelter places.", "right": "housing", "post": "Minister of Housing",
    "is_quiet": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def today(office):
    return office.today()


@pytest.fixture
def ministry(official):
    return official.office.organization


@pytest.fixture
def pattern(office, today):
    place = Place.objects.create(name="Villa Sur", kind="town", country=office.country)
    made = Pattern.objects.create(place=place, service_type="shelter.emergency", right="housing")
    PatternFigure.objects.create(pattern=made, month=today.replace(day=1), cases=25)
    return made


@pytest.fixture
def draft(policy_officer, office, ministry):
    def draft(**other):
        fields = {"by": policy_officer, "office": office, "addressee": ministry, **ASKED}
        ask = Ask.draft(**fields | other)
        ask.assess_risk(by=policy_officer, risks=NO_RISK)
        return ask

    return draft


@pytest.fixture
def put(draft, policy_officer, supervisor, today):
    """An ask that was put ten days ago; its answer is expected in ten days."""

    def put(*, channel=Channel.LETTER, due=10, may_read_on_desk=False, basis=(), **other):
        ask = draft(**other)
        if basis:
            set_basis(ask, {"pattern": basis}, by=policy_officer)
        if ask.is_quiet:
            ask.set_circle(by=policy_officer, colleagues=[supervisor])
        ask.clear(by=supervisor)
        ask.put(
            by=policy_officer, on=today - timedelta(days=10), channel=channel,
            answer_due_on=today + timedelta(days=due) if due > 0 else today - timedelta(days=-due),
            may_read_on_desk=may_read_on_desk,
        )  # fmt: skip
        return ask

    return put


@pytest.fixture
def second_keeper(cast):
    """A colleague of the policy officer, with the same role in the same office."""
    return cast._user("policy2", "Rita Salas", "policy_officer", office=cast.office)
