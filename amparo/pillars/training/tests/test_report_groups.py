"""Groups in a report: nobody can be worked out beside all else that its readers hold."""

import random

import pytest

from amparo.foundation.disclosure_control.audiences import Audience
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.pillars.training.report_groups import (
    RULE,
    Column,
    Outcome,
    Registered,
    grouped,
    held_by_readers,
    outcome_of,
    totals,
)
from amparo.pillars.training.verbatim_choice import Sentence, choose_sentences, names_somebody

SECRET = b"s" * 32
SEXES = ("female", "male", "other", "not_said")
KINDS = ("border", "police", "health", "ngo", "not_said")
BREAKDOWNS = {"sex": SEXES, "institution_type": KINDS}


def people(*groups):
    """Each group: how many, outcome, sex, kind."""
    found = []
    for count, outcome, sex, kind in groups:
        for _each in range(count):
            key = (len(found) + 1) * 0x9E3779B97F4A7C15 % 2**64
            found.append(Registered(key, outcome, {"sex": sex, "institution_type": kind}))
    return found


def some_event(seed):
    chance = random.Random(seed)
    return people(*(
        (1, chance.choices(list(Outcome), [80, 5, 6, 0, 4, 5])[0],
         chance.choices(SEXES, [48, 45, 3, 4])[0], chance.choices(KINDS, [50, 25, 15, 6, 4])[0])
        for _each in range(chance.randrange(6, 60))
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("state", "share", "is_recorded", "expected"),
    [
        ("enrolled", 80, True, Outcome.STAYED), ("enrolled", 79, True, Outcome.SHORT),
        ("enrolled", 0, True, Outcome.ABSENT), ("enrolled", None, True, Outcome.ABSENT),
        ("enrolled", None, False, Outcome.UNRECORDED), ("waiting", None, True, Outcome.WAITING),
        ("withdrawn", 90, True, Outcome.WITHDRAWN),
    ],
)  # fmt: skip
def test_each_registration_has_one_outcome(state, share, is_recorded, expected):
    assert outcome_of(state, share, 80, is_recorded=is_recorded) == expected


def test_who_came_had_a_seat_and_who_waits_had_none():
    event = people(
        (20, Outcome.STAYED, "male", "border"), (3, Outcome.SHORT, "male", "ngo"),
        (2, Outcome.ABSENT, "female", "ngo"), (4, Outcome.WAITING, "other", "ngo"),
    )  # fmt: skip
    assert totals(event) == {
        Column.ASKED: 29, Column.SEATED: 25, Column.CAME: 23, Column.LONG_ENOUGH: 20,
        Column.NO_SHOW: 2, Column.WAITED: 4,
    }  # fmt: skip


def test_a_small_group_and_the_one_that_would_show_it_are_hidden():
    event = people((14, Outcome.STAYED, "female", "border"), (9, Outcome.STAYED, "male", "border"),
                   (2, Outcome.STAYED, "other", "border"))  # fmt: skip
    came = grouped(event, BREAKDOWNS, SECRET)["sex"][Column.CAME]
    assert came["other"] is None
    shown = [number for number in came.values() if number is not None]
    assert sum(shown) <= 25 - 5, "25 less what is shown would be those two people."
    assert came["female"] == 14, "The smaller group is hidden with them, not the larger."


def test_a_small_group_is_not_the_difference_of_two_columns():
    """All came but one woman: both columns by sex would show her."""
    event = people(
        (14, Outcome.STAYED, "female", "border"), (1, Outcome.ABSENT, "female", "border"),
        (15, Outcome.STAYED, "male", "border"),
    )  # fmt: skip
    shown = grouped(event, BREAKDOWNS, SECRET)["sex"]
    assert (shown[Column.CAME]["female"], shown[Column.CAME]["male"]) == (14, 15)
    assert shown[Column.SEATED]["female"] is None
    assert shown[Column.SEATED]["male"] is None


@pytest.mark.parametrize("seed", range(4))
def test_linear_programs_find_nobody_in_a_report(seed):
    """All tables of a report together with the numbers of the whole event: what readers can bound
    now they could bound before, by the whole alone.
    """
    held = held_by_readers(some_event(seed), BREAKDOWNS, SECRET)
    before = {(each.combination, each.low, each.high)
              for each in find_disclosures(held[:3], RULE)}  # fmt: skip
    after = {(each.combination, each.low, each.high)
             for each in find_disclosures(held, RULE)}  # fmt: skip
    assert after <= before
    assert len(held) > 3, "Something is told."


def test_the_attack_finds_somebody_where_nothing_is_hidden():
    """The check above can fail: tables that were not audited give a small group away."""
    from amparo.pillars.training import report_groups

    event = people((14, Outcome.STAYED, "female", "border"), (1, Outcome.STAYED, "other", "ngo"))
    held = report_groups._known_before(event, BREAKDOWNS, SECRET)
    table = report_groups._table(event, "sex", SEXES, Column.CAME)
    told = report_groups.publish(table, Audience.DONOR, SECRET)
    found = find_disclosures([*held, told], RULE)
    known = find_disclosures(held, RULE)
    assert len(found) > len(known)


# Sentences.


def test_sentences_are_chosen_across_all_opinions_and_always_the_same():
    told = [Sentence(key, points) for key, points in enumerate([15] * 12 + [9] * 4 + [4] * 4)]
    chosen = choose_sentences(told, 5)
    assert sorted(told[key].points for key in chosen) == [4, 9, 15, 15, 15]
    random.Random(3).shuffle(told)
    assert choose_sentences(told, 5) == chosen
    assert set(choose_sentences(told[:3], 5)) == {each.key for each in told[:3]}
    assert choose_sentences([], 5) == []


def test_one_that_is_left_out_is_followed_by_its_neighbour():
    told = [Sentence(key, key) for key in range(20)]
    first = choose_sentences(told, 5)
    again = choose_sentences([each for each in told if each.key != first[2]], 5)
    assert first[2] not in again
    assert len(set(again) & set(first)) >= 2


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Rosaura explicó muy bien.", True), ("la capacitadora fue clara", False),
        ("Gracias a Tapia", True), ("Una tapia alta", False), ("El café de la tarde", False),
        ("شكرا للمدربة فاطمة", True), ("شكرا جزيلا", False), ("Merci à Élodie !", True),
    ],
)  # fmt: skip
def test_a_sentence_that_names_somebody_is_found(text, is_named):
    names = ["Cnel. Rosaura Tapia", "فاطمة الزهراء", "Elodie de la Cruz"]
    assert names_somebody(text, names) is is_named
