"""An office sets its own limits: its figure holds, an empty one switches a limit off."""

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.cases.models import CaseSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(office):
    return CaseSettings.of(office)


def test_what_an_office_sets_holds_and_the_others_are_as_everywhere(rules, office, supervisor):
    rules.change(by=supervisor, time_limits={"plan": 9, "contact.low": None})
    kept = CaseSettings.of(office)
    assert [kept.amount(code) for code in ("plan", "contact.low", "assess")] == [9, None, 10]
    assert kept.due("contact.low", office.today()) is None
    [entry] = AuditEntry.objects.filter(event="rules.changed")
    assert entry.content.details["fields"] == ["contact.low", "plan"]


def test_of_two_who_change_limits_in_the_same_moment_both_are_kept(rules, office, supervisor):
    stale = CaseSettings.of(office)
    rules.change(by=supervisor, time_limits={"plan": 9})
    stale.change(by=supervisor, time_limits={"assess": 4})
    assert CaseSettings.of(office).time_limits == {"plan": 9, "assess": 4}


@pytest.mark.parametrize("wrong", [{"plans": 9}, {"plan": -1}])
def test_no_other_limit_is_kept(rules, office, supervisor, wrong):
    with pytest.raises(ValueError, match="limit"):
        rules.change(by=supervisor, time_limits=wrong)
    assert CaseSettings.of(office).time_limits == {}


def test_the_rules_of_an_office_cost_one_query(rules, office, django_assert_num_queries):
    with django_assert_num_queries(1):
        CaseSettings.of(office).amount("plan")


def test_the_page_of_an_office_changes_them(client, office, cast):
    client.force_login(cast.administrator)
    url = f"/offices/{office.ref}/rules/"
    shown = client.get(url).context["form"].initial
    client.post(url, {**{name: value or "" for name, value in shown.items()}, "timer_plan": "9"})
    kept = CaseSettings.of(office)
    assert [kept.amount(code) for code in ("plan", "assess", "clinical.pep")] == [9, 10, None]
