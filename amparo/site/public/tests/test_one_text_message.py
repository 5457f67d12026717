"""A service fits into one text message, whole words and the most needed first."""

import pytest

from amparo.site.public.card import LONGEST, text


def test_it_names_the_service_its_number_its_address_and_its_hours():
    told = text("San José", "555 0142", "Calle del Faro 18", "Every day 16:00–22:00")
    assert told == "San José. 555 0142. Calle del Faro 18. Every day 16:00–22:00"


@pytest.mark.parametrize("length", [1, 80, 139, 160, 400])
def test_it_is_never_longer_than_a_message(length):
    told = text("n" * length, "555 0142", "a" * 100, "", "Monday 8–12")
    assert len(told) <= LONGEST
    assert told.startswith("n")


def test_what_does_not_fit_is_left_out_whole_and_what_follows_may_still_fit():
    assert text("San José", "a" * 200, "555 0142") == "San José. 555 0142"
