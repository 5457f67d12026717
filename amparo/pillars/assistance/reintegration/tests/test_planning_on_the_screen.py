"""On the screen: a plan is filled in, agreed and looked at again; nobody else's is there."""

from datetime import timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.reintegration.models import PlanItem, ReintegrationPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, case):
    """As somebody would who sits before the screen."""

    def post(where, **said):
        return client.post(
            f"/cases/{case.ref}/reintegration/{where}", said | {"once": str(uuid4())}
        )

    return post


@pytest.fixture
def planned(today):
    return {
        "dimension": "economic", "level": "individual", "activity": "cash",
        "objective": "Pays back what she owes.", "modality": "direct",
        "responsible_words": "She herself", "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=30)).isoformat(), "budget": "300", "currency": "BOB",
    }  # fmt: skip


def page(client, case, where=""):
    return client.get(f"/cases/{case.ref}/reintegration/{where}")


def test_from_the_arrival_to_the_next_look(client, case, caseworker, send, planned, today):
    client.force_login(caseworker)
    assert send("begin/", has_arrived="yes", arrived_on=today.isoformat()).status_code == 303
    assert send("items/new/", **planned).status_code == 303
    assert send("agree/", on=today.isoformat(), how="verbal").status_code == 303
    item = PlanItem.objects.get()
    assert send(f"items/{item.ref}/start/").status_code == 303
    assert send(f"items/{item.ref}/done/", text="A receipt of the bank.").status_code == 303
    said = {"on": today.isoformat(), "text": "She owes nothing.",
            "next_on": (today + timedelta(days=60)).isoformat()}  # fmt: skip
    assert send("review/", **said).status_code == 303
    shown = page(client, case).content.decode()
    for words in ("Pays back what she owes.", "A receipt of the bank.", "She owes nothing."):
        assert words in shown


def test_the_grid_is_a_table_whose_headings_are_heard(client, case, caseworker, plan):
    client.force_login(caseworker)
    shown = page(client, case).content.decode()
    grid = shown.partition('id="grid"')[2].partition("</table>")[0]
    assert (grid.count('scope="col"'), grid.count('scope="row"')) == (4, 3)
    assert grid.count("items/new/?dimension=") == 9


def test_what_the_plan_leaves_out_is_said_to_whoever_agrees_on_it(
    client, case, caseworker, item, nayeli
):
    case.add_dependant(nayeli, "child", by=caseworker)
    client.force_login(caseworker)
    shown = page(client, case).content.decode()
    prompts = shown.partition('id="prompts"')[2].partition("</section>")[0]
    assert prompts.count("Nothing planned for this dimension") == 2
    assert prompts.count("A child is concerned") == 4


def test_what_cash_takes_is_said_where_cash_is_planned(client, case, caseworker, plan, asked):
    plan.add(**asked | {"activity": "cash"})
    client.force_login(caseworker)
    assert "It does not put the person in danger" in page(client, case).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": "2020-01-01"},
        {"currency": "XXX"},
        {"currency": ""},
        {"budget": "-3"},
        {"activity": "magic"},
        {"responsible_words": ""},
        {"starts_on": "yesterday"},
    ],
)
def test_what_makes_no_sense_comes_back_with_the_reason(
    client, case, caseworker, plan, send, planned, wrong
):
    client.force_login(caseworker)
    answer = send("items/new/", **planned | wrong)
    assert answer.status_code == 422
    assert "errors" in answer.content.decode()
    assert not PlanItem.objects.exists()


def test_an_arrival_on_a_day_to_come_comes_back(client, case, caseworker, send, today):
    client.force_login(caseworker)
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert send("begin/", has_arrived="yes", arrived_on=tomorrow).status_code == 422
    assert send("begin/", has_arrived="yes", arrived_on="").status_code == 422
    assert not ReintegrationPlan.objects.exists()


def test_a_form_sent_twice_counts_once(client, case, caseworker, plan, planned):
    client.force_login(caseworker)
    said = planned | {"once": str(uuid4())}
    for _again in range(2):
        client.post(f"/cases/{case.ref}/reintegration/items/new/", said)
    assert PlanItem.objects.count() == 1


def test_for_a_stranger_there_is_no_plan(client, case, stranger, plan, item, send):
    client.force_login(stranger)
    for where in ("", "print/", "pdf/", f"items/{item.ref}/"):
        assert page(client, case, where).status_code == 404
    assert send(f"items/{item.ref}/drop/", because="I say so.").status_code == 404
    assert PlanItem.objects.get().status == "planned"


def test_the_list_leads_from_a_figure_to_the_plans(client, case, caseworker, stranger, plan):
    for who, count in ((caseworker, 1), (stranger, 0)):
        client.force_login(who)
        shown = client.get("/reintegration/plans/?waits=agree&whose=mine").content.decode()
        assert shown.count(case.number) == count
    assert AuditEntry.objects.filter(event="plans.listed").count() == 2


def test_the_list_begins_with_all_plans_and_narrows_them(client, case, caseworker, plan):
    client.force_login(caseworker)
    shown = {
        which: case.number in client.get(f"/reintegration/plans/{which}").content.decode()
        for which in ("", "?waits=draft", "?waits=agreed", "?waits=review")
    }
    assert shown == {
        "": True,
        "?waits=draft": True,
        "?waits=agreed": False,
        "?waits=review": False,
    }


def test_a_list_of_nothing_that_there_is_is_not_there(client, caseworker):
    client.force_login(caseworker)
    assert client.get("/reintegration/plans/?waits=magic").status_code == 404


@pytest.mark.parametrize("language", ["es", "en", "fr", "ar"])
def test_it_goes_on_paper_in_four_languages(client, case, caseworker, agreed, language):
    client.force_login(caseworker)
    answer = page(client, case, f"pdf/?language={language}")
    assert answer.status_code in (200, 503)  # no letters, no paper: the page to print says so
    if answer.status_code == 200:
        assert answer.content.startswith(b"%PDF")
        assert "Rosa" not in answer.headers["Content-Disposition"]
        assert AuditEntry.objects.filter(event="reintegrationplan.printed").exists()


def test_an_earlier_version_is_read_as_it_was_agreed(client, case, caseworker, agreed, item):
    agreed.revise(by=caseworker)
    PlanItem.objects.get().change(by=caseworker, objective="Bakes for the school.")
    client.force_login(caseworker)
    shown = page(client, case, f"versions/{agreed.ref}/").content.decode()
    assert "Sells bread at the market." in shown
    assert "Bakes for the school." not in shown
