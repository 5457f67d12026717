"""Without leave nothing of it is there: no page, no list, no search, no history, no figure."""

import pytest

from amparo.pillars.assistance.counter_trafficking import figures
from amparo.pillars.assistance.counter_trafficking.models import (
    IndicatorObservation,
    SafetyPlan,
    StatusDetermination,
    Testimony,
    TraffickingRecord,
)
from amparo.pillars.assistance.counter_trafficking.models.ways import POSSIBLE

pytestmark = pytest.mark.django_db
SECRET = "locked in above the workshop"


@pytest.fixture
def known(way, caseworker):
    """Something of each kind, by the deeds that make it in life."""
    today = way.case.office.today()
    IndicatorObservation.note(way, by=caseworker, indicators=["G2"], text=SECRET)
    StatusDetermination.make(way, by=caseworker, status=POSSIBLE, decided_on=today, text=SECRET)
    SafetyPlan.agree(way, by=caseworker, dangers=SECRET, what_to_do="Leave by the back.")
    Testimony.write(way, by=caseworker, taken_on=today, text=SECRET)
    return way


PATHS = (
    "", "signs/new/", "determinations/new/", "cooperation/new/", "facts/new/", "events/new/",
    "parts/new/", "reflection/new/", "safety/", "safety/new/", "testimony/new/",
)  # fmt: skip


@pytest.mark.parametrize("who", ["colleague", "supervisor", "stranger", "nurse"])
def test_for_a_colleague_without_leave_none_of_it_exists(client, cast, known, at, who):
    client.force_login(getattr(cast, who))
    for door in PATHS:
        assert client.get(at(door)).status_code == 404, door
    for kind in (
        TraffickingRecord,
        IndicatorObservation,
        StatusDetermination,
        SafetyPlan,
        Testimony,
    ):
        assert not kind.objects.accessible_to(getattr(cast, who)).exists()


@pytest.mark.parametrize("who", ["colleague", "supervisor"])
def test_nor_in_lists_searches_and_histories(client, cast, known, rosa, who):
    client.force_login(getattr(cast, who))
    case = known.case
    told = (SECRET, case.number, "Quispe")
    for url in ("/exploitation/", "/cases/", "/today/", "/search/?q=Rosa", "/people/?q=Rosa",
                f"/cases/{case.ref}/history/", f"/people/{rosa.ref}/"):  # fmt: skip
        text = client.get(url).content.decode()
        assert not [words for words in told if words in text], url


def test_those_with_leave_see_who_waits_for_what(client, known, keeper):
    client.force_login(keeper)
    text = client.get("/exploitation/").content.decode()
    assert known.case.number in text
    assert known.get_absolute_url() in text
    assert known.case.number not in client.get("/exploitation/?waits=decision").content.decode()


def test_the_print_and_the_story_hold_no_word_of_a_testimony(client, way, caseworker):
    Testimony.write(way, by=caseworker, taken_on=way.case.office.today(), text=SECRET)
    client.force_login(caseworker)
    for door in ("", "history/", "print/"):
        assert SECRET not in client.get(f"/cases/{way.case.ref}/{door}").content.decode()


def test_a_supervisor_without_leave_is_told_counts_and_never_small_ones(
    client, known, supervisor, lead
):
    client.force_login(supervisor)
    text = client.get("/exploitation/figures/").content.decode()
    assert "Fewer than five" in text
    assert [each.count for each in figures.figures_for(lead)][:2] == [1, 1]
    assert not any(each.is_few for each in figures.figures_for(lead))


def test_a_caseworker_is_not_told_the_figures(client, colleague):
    client.force_login(colleague)
    assert client.get("/exploitation/figures/").status_code == 404


def test_on_the_first_screen_it_stands_for_those_with_leave_alone(
    client, way, keeper, caseworker, colleague
):
    way.case.assign(keeper, by=caseworker)
    client.force_login(keeper)
    assert (
        "Wait for a decision whether they were trafficked"
        in client.get("/today/").content.decode()
    )
    client.force_login(colleague)
    assert "trafficked" not in client.get("/today/").content.decode()


def test_the_case_says_how_it_stands_and_offers_the_way(client, way, caseworker):
    client.force_login(caseworker)
    text = client.get(f"/cases/{way.case.ref}/").content.decode()
    assert "Victims of trafficking" in text
    assert f"/cases/{way.case.ref}/exploitation/begin/" in text


def test_no_page_of_it_asks_often(
    client, known, at, caseworker, keeper, django_assert_max_num_queries
):
    client.force_login(caseworker)
    client.get(at())
    for door in (at(), at("safety/"), "/exploitation/"):
        with django_assert_max_num_queries(34):  # the signs that were heard, and reviews, with it
            client.get(door)
