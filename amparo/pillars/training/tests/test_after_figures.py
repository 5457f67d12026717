"""Figures after a training: none below five, no silence read as a no, nothing unknown as zero."""

from decimal import Decimal

import pytest

from amparo.pillars.training.cost_figures import (
    PassRule,
    Spent,
    cost_figures,
    participant_hours,
    persons_passing,
    total_figure,
)
from amparo.pillars.training.follow_up_figures import (
    Asked,
    counted,
    level_3,
    scale_of,
)
from amparo.pillars.training.per_diem_rules import compare, owed_beside

YES, NO, SILENT = Asked(True), Asked(False), Asked()


def test_who_does_not_answer_is_shown_and_is_no_no():
    found = level_3([YES] * 6 + [NO] * 2 + [SILENT] * 12)
    assert (found.asked, found.answered, found.unanswered) == (20, 8, 12)
    assert found.share == 75, "Six of the eight who answered, not of the twenty who were asked."
    assert found.is_selective
    assert not level_3([YES] * 6 + [SILENT] * 6).is_selective


def test_below_five_answers_there_is_no_figure():
    found = level_3([YES] * 4 + [SILENT] * 30)
    assert (found.share, found.interval, found.answered) == (None, None, 4)
    assert level_3([]).response is None
    assert level_3([YES] * 5).share == 100


def test_a_late_answer_counts_and_is_marked():
    found = level_3([YES] * 4 + [Asked(True, is_late=True)])
    assert (found.late, found.share) == (1, 100)


def test_a_choice_of_few_is_left_out():
    codes = ["time"] * 7 + ["means"] * 2
    found = counted(codes, ["means", "time", "post"], answered=9)
    assert [(each.code, each.count) for each in found] == [("time", 7)]
    assert counted(codes, ["means", "time"], answered=4) == []


def test_a_scale_is_shown_from_five_answers():
    assert scale_of([5, 5, 4, 1]) is None
    shown = scale_of([5, 5, 4, 1, 5])
    assert (shown.mean, shown.agreeing, shown.n) == (4, 4, 5)


def test_hours_are_those_that_people_were_there():
    assert participant_hours({1: 100, 2: 50, 3: 0}, [420, 420]) == Decimal("21.0")
    assert participant_hours({}, [420]) is None, "Nobody recorded attendance."
    assert participant_hours({1: 100}, []) is None, "No session has a time."


def test_what_is_not_recorded_is_never_zero():
    nothing = total_figure([], Decimal(10), 5)
    assert (nothing.spent, nothing.per_hour, nothing.per_person) == (None, None, None)
    known = total_figure([Spent("A", Decimal(100))], None, 0)
    assert (known.spent, known.per_hour, known.per_person) == (Decimal(100), None, None)


def test_the_figures_of_funds_add_up():
    spent = [Spent("A", Decimal(300)), Spent(None, Decimal(60)), Spent("A", Decimal(60))]
    first, second = cost_figures(spent, Decimal("42.0"), 4)
    assert (first.fund, first.spent, first.per_person) == ("A", Decimal(360), Decimal("90.00"))
    assert (second.fund, second.per_person) == (None, Decimal("15.00"))
    whole = total_figure(spent, Decimal("42.0"), 4)
    assert whole.per_person == first.per_person + second.per_person
    assert whole.per_hour == Decimal("10.00")


@pytest.mark.parametrize(
    ("after", "rule", "expected"),
    [
        ({1: 80, 2: 60}, PassRule(80, 70), 1),
        ({1: 80, 2: 90}, PassRule(80, 70), 1),  # the second came too seldom
        ({}, PassRule(80), 1),
        ({}, PassRule(80, 70), None),
        ({1: None}, PassRule(80, 70), None),
        ({1: 80}, PassRule(80, 70, needs_practice=True), None),
    ],
)
def test_who_passes_is_unknown_where_the_rule_asks_what_nobody_recorded(after, rule, expected):
    assert persons_passing([1, 2, 3], {1: 90, 2: 50}, after, rule) == expected
    assert persons_passing([1, 2], {}, after, rule) is None


def test_ghosts_become_visible():
    listed, now, paid = {1: 2, 2: 2, 3: 1, 4: 2}, {1: 2, 2: 1, 4: 0, 5: 2, 6: 1}, {6: 1}
    lines = {each.enrolment: each for each in compare(listed, now, {}, {})}
    assert not lines[1].is_changed
    assert (lines[2].difference, lines[2].is_ghost) == (-1, False)
    assert (lines[3].difference, lines[3].is_ghost) == (None, True), "Struck from attendance."
    assert (lines[4].difference, lines[4].is_ghost) == (-2, True)
    assert owed_beside(listed, now, paid) == {5: 2}


@pytest.mark.parametrize(
    ("now", "first", "second"), [(2, 0, 0), (1, 0, -1), (0, -1, -1), (3, 1, 1)]
)
def test_days_taken_away_show_on_the_last_list_first(now, first, second):
    """One day each on two lists that were paid."""
    [one] = compare({1: 1}, {1: now}, {}, {1: 1})
    [two] = compare({1: 1}, {1: now}, {1: 1}, {})
    assert (one.difference, two.difference) == (first, second)
