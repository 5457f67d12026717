"""Person by check: a mark and its word in every cell, and nothing reassures that nobody saw."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.pillars.assistance.pathways.models import Check, CheckOverride
from amparo.pillars.assistance.returns import check_grid
from amparo.pillars.assistance.returns.journey_presenter import ReturnPage

from . import ways

pytestmark = pytest.mark.django_db


def grid_of(journey, user):
    journey.refresh_from_db()
    return ReturnPage(journey, user).grid


def cells(journey, user, row=0):
    return {cell.check: cell for cell in grid_of(journey, user).rows[row].cells}


def signs(journey, user, row=0):
    return {name: (cell.sign, cell.state) for name, cell in cells(journey, user, row).items()}


def test_what_nobody_looked_at_is_pending(journey, caseworker):
    grid = grid_of(journey, caseworker)
    assert set(signs(journey, caseworker).values()) == {(check_grid.OPEN, "Pending")}
    assert (grid.met_count, grid.count) == (0, len(grid.checks))


def test_nor_is_a_check_settled_that_nobody_put_up(with_child, caseworker):
    before = [signs(with_child, caseworker, row) for row in (0, 1)]
    Check.objects.of(with_child.ref).delete()
    assert [signs(with_child, caseworker, row) for row in (0, 1)] == before
    assert before[0]["Best interests of the child"] == (check_grid.NOT_NEEDED, "Not needed")
    assert before[1]["Best interests of the child"] == (check_grid.OPEN, "Pending")


def test_a_check_of_all_stands_in_every_row(with_child, caseworker, supervisor):
    ways.settle(ways.planned(with_child))
    for row in (0, 1):
        assert cells(with_child, caseworker, row)["Safety of the place of return"].sign == "ok"


def test_what_was_met_says_what_shows_it_and_until_when(journey, caseworker):
    ways.settle(ways.planned(journey))
    met = cells(journey, caseworker)
    assert {(cell.sign, cell.state) for cell in met.values()} == {("ok", "Cleared")}
    assert any(words.startswith("Holds until") for words in met["Fitness to travel"].texts)


def test_what_runs_out_before_they_leave_is_expired(journey, caseworker):
    ways.settle(ways.planned(journey))
    with clock.at(now() + timedelta(days=30)):
        cell = cells(journey, caseworker)["Fitness to travel"]
        assert (cell.sign, cell.state) == (check_grid.RUN_OUT, "Expired")


def test_what_was_found_not_met_is_refused(journey, caseworker):
    check = ways.check(journey, "travel_documents", journey.case.person)
    check.decide(by=caseworker, met=False, text="The passport is lost.")
    cell = cells(journey, caseworker)["Travel documents"]
    assert (cell.sign, cell.state) == (check_grid.REFUSED, "Found not met")


def test_what_two_people_decided_away_is_not_met(journey, caseworker, supervisor):
    ways.settle(ways.planned(journey), "travel_documents")
    met = grid_of(journey, caseworker).met_count
    papers = ways.check(journey, "travel_documents", journey.case.person)
    asked = CheckOverride.ask(papers, by=caseworker, because="The consul meets her.")
    asked.answer_it(by=supervisor, agreed=True, because="He confirmed it in writing.")
    cell = cells(journey, caseworker)["Travel documents"]
    assert cell.is_overridden
    assert (cell.sign, cell.state) != (check_grid.MET, "Cleared")
    assert cell.state == "Exception approved by two people"
    assert grid_of(journey, caseworker).met_count == met


def test_each_cell_has_a_word_beside_its_mark(client, with_child, caseworker):
    ways.settle(ways.planned(with_child), "travel_documents")
    client.force_login(caseworker)
    html = client.get(with_child.get_absolute_url()).content.decode()
    table = html.partition('id="grid"')[2].partition("</table>")[0]
    grid = grid_of(with_child, caseworker)
    shown = [cell for row in grid.rows for cell in row.cells]
    assert table.count("<td") == len(shown)
    assert table.count('scope="row"') == 2
    assert table.count('class="check-words" aria-hidden="true"') == len(shown)
    for cell in shown:
        assert f"{cell.check}: {cell.state}</span>" in table
        assert f">{cell.state}</strong>" in table


def test_where_nobody_travels_there_is_no_table(client, journey, caseworker):
    journey.travellers.update(is_going=False)
    client.force_login(caseworker)
    html = client.get(journey.get_absolute_url()).content.decode()
    assert "No travellers" in html.partition('id="grid"')[2].partition("</section>")[0]
