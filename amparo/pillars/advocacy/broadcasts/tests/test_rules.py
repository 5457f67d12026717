"""Rules without a database: time zones, counts that are shown, addresses, what a text says."""

from datetime import UTC, datetime, time
from uuid import UUID

import pytest

from amparo.foundation.people.messaging.delivery import reply_kind
from amparo.foundation.people.messaging.providers import MANY, OutgoingTexts
from amparo.pillars.advocacy.broadcasts.addresses import masked, read_address
from amparo.pillars.advocacy.broadcasts.models.broadcasts import safe_hours_within
from amparo.pillars.advocacy.broadcasts.shown_counts import ShownCount, shown, shown_sum
from amparo.pillars.advocacy.broadcasts.texts import fixed_text, fixed_texts
from amparo.pillars.advocacy.broadcasts.time_zones import outermost_time_zones, zones

MOMENT = datetime(2026, 7, 1, 12, tzinfo=UTC)
KEY = UUID("019a0000-0000-7000-8000-000000000000")


@pytest.mark.parametrize(
    ("typed", "channel", "country", "read"),
    [
        ("+591 7000-0555", "sms", "", "+59170000555"),
        ("0059170000555", "sms", "", "+59170000555"),
        ("70000555", "whatsapp", "BO", "+59170000555"),
        ("٠٠٥٩١٧٠٠٠٠٥٥٥", "sms", "", "+59170000555"),
        ("70000555", "sms", "", ""),
        ("somebody", "sms", "BO", ""),
        (" Ana@Mail.Example ", "email", "", "ana@mail.example"),
        ("ana@mail", "email", "", ""),
        ("70000555", "email", "BO", ""),
    ],
)
def test_an_address_has_one_form_however_it_is_typed(typed, channel, country, read):
    assert read_address(typed, channel, country) == read


def test_of_an_address_only_its_end_is_shown():
    assert (masked("+59170000555"), masked("ana@mail.example")) == ("•••555", "a•••@mail.example")


def test_of_many_clocks_the_outermost_are_kept():
    many = ["America/New_York", "America/Los_Angeles", "America/Chicago"]
    assert outermost_time_zones(many, MOMENT) == ("America/Los_Angeles", "America/New_York")
    assert outermost_time_zones(["America/La_Paz"], MOMENT) == ("America/La_Paz",)
    assert [each.key for each in zones("America/La_Paz", "")] == ["America/La_Paz"]


def test_one_to_four_are_never_shown_nor_told_by_a_sum():
    assert [shown(each).number for each in (0, 1, 4, 5)] == [0, None, None, 5]
    assert shown_sum([100, 3]) == ShownCount(100, is_at_least=True)
    assert shown_sum([2, 2]) == ShownCount(None)
    assert shown_sum([3]) == ShownCount(None)
    assert shown_sum([100, 20]) == ShownCount(120)


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_the_word_that_a_text_names_is_one_that_stops_it(language):
    said = fixed_text("stop", language)
    words = [word.strip(".") for word in said.split()]
    assert "stop" in {reply_kind(word) for word in words}


@pytest.mark.parametrize("name", sorted(fixed_texts()))
def test_a_fixed_text_stands_in_four_languages(name):
    assert fixed_texts()[name].keys() == {"en", "es", "fr", "ar"}


def test_a_hundred_at_once_and_no_more():
    OutgoingTexts(KEY, ("+59170000555",) * MANY, "…")
    for count in (0, MANY + 1):
        with pytest.raises(ValueError, match="at once"):
            OutgoingTexts(KEY, ("+59170000555",) * count, "…")


def test_hours_lie_within_those_in_which_telephones_may_sound(settings):
    settings.AMPARO_BROADCAST_HOURS = "08:00-20:00"
    assert safe_hours_within(time(9), time(19))
    assert not safe_hours_within(time(7), time(19))
    assert not safe_hours_within(time(19), time(9))
