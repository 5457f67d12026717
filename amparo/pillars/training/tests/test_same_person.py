"""The same name and address at one event are one person; an address alone never is."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from amparo.pillars.training.same_person import (
    email_key,
    person_key,
    plain_name,
    without_controls,
)
from amparo.pillars.training.seat_offers import answer_by

EVENT = uuid4()


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("Ana Vidal", "VIDAL, ána"),
        ("محمّد علي", "محمد  علي"),
        ("محـــمد علي", "\u200fمحمد علي"),
        ("José-María Núñez", "Jose Maria Nunez"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one, same):
    assert plain_name(one) == plain_name(same)
    assert person_key(EVENT, one, "a@x.org") == person_key(EVENT, same, " A@X.org")


def test_a_shared_mailbox_is_no_person():
    keys = {person_key(EVENT, name, "guard@police.example") for name in ("Ana", "Beto", "Ana")}
    assert len(keys) == 2
    assert person_key(EVENT, "", "guard@police.example") == ""
    assert person_key(EVENT, "Ana", "") == ""
    assert person_key(uuid4(), "Ana", "a@x.org") != person_key(EVENT, "Ana", "a@x.org")
    assert email_key("a@x.org") != email_key("b@x.org")


def test_signs_that_turn_the_line_around_are_left_out_of_a_name():
    assert without_controls("\u202eAna\u2066 Vidal\u0000 ") == "Ana Vidal"
    assert without_controls("سارة\u200cبيگم") == "سارة\u200cبيگم"


def test_who_moves_up_answers_within_two_days_and_before_it_begins():
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert answer_by(moment, moment + 240 * hour) == moment + 48 * hour
    assert answer_by(moment, moment + 30 * hour) == moment + 18 * hour
    assert answer_by(moment, moment + 5 * hour) == moment + 2 * hour
    assert answer_by(moment, moment + hour) == moment + hour
    assert answer_by(moment, None) == moment + 48 * hour
