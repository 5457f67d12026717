"""Who answers for cases sees the gravest flags first, and may see them all."""

from datetime import timedelta

import pytest

from amparo.foundation.core.clock import now
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.assessment.worklists import flags_for

pytestmark = pytest.mark.django_db
LESSER = ("asylum_wish", "trafficking_signs", "detention", "statelessness")


@pytest.fixture
def raised(case, caseworker):
    """Lesser ones are long overdue; danger is due today."""

    def raise_flags(*kinds, **fields):
        return ProtectionFlag.raise_flags(
            case, kinds, by=caseworker, source=ProtectionFlag.Source.OBSERVATION, **fields
        )

    raise_flags(*LESSER)
    late = case.office.today() - timedelta(days=9)
    case.protectionflags.update(due_on=late)
    raise_flags("child_without_adult", "suicide_risk", "danger_now")
    raise_flags("medical", clock_from=now())
    return raise_flags


def kinds(flags):
    return [flag.kind for flag in flags]


def test_danger_and_risk_to_life_come_before_what_is_late(raised, supervisor):
    found = kinds(flags_for(supervisor))
    assert found[:4] == ["danger_now", "suicide_risk", "medical", "child_without_adult"]
    assert set(found[4:]) == set(LESSER)


def test_a_medical_need_without_a_clock_stands_by_its_deadline(case, raised, supervisor):
    case.protectionflags.filter(kind="medical").update(clock_from=None, due_on=None)
    assert kinds(flags_for(supervisor))[-1] == "medical"


def test_all_of_them_stand_on_a_page_that_the_list_leads_to(
    client, case, raised, supervisor, monkeypatch
):
    monkeypatch.setattr("amparo.pillars.assistance.assessment.views.flags.PAGE", 3)
    client.force_login(supervisor)
    assert client.get("/waiting/").content.decode().count('href="/flags/"') == 1
    first = client.get("/flags/")
    seen = [shown.flag.kind for shown in first.context["flags"]]
    then = first.context["rows"].later
    while then:
        page = client.get(f"/flags/?{then}")
        seen += [shown.flag.kind for shown in page.context["flags"]]
        then = page.context["rows"].later
    assert seen == kinds(flags_for(supervisor))
    assert len(seen) == 8


def test_a_caseworker_reads_danger_before_the_tasks_of_today(client, case, raised, caseworker):
    client.force_login(caseworker)
    page = client.get("/today/").content.decode()
    assert page.index("Danger now") < page.index('id="due"')
    assert client.get("/flags/").status_code in (403, 404)


def test_none_of_cases_that_one_does_not_answer_for(client, raised, stranger):
    assert not flags_for(stranger).exists()
