"""An institution before and after a training: small numbers are hidden, nothing is proved."""

from datetime import date

from amparo.foundation.links.extension_points import CountedShare
from amparo.pillars.training.before_after import MINIMUM_OTHERS, compare, show_share, windows

SECRET = b"s" * 32
NOTHING = CountedShare()


def keys(count: int, start: int = 0) -> tuple[int, ...]:
    return tuple((start + at) * 2_654_435_761 % 2**64 for at in range(count))


def share(counted: int, of: int, start: int = 0) -> CountedShare:
    return CountedShare(keys(counted, start), keys(of, start))


def test_both_times_are_equally_long_and_leave_the_training_out():
    found = windows(date(2026, 6, 10), date(2026, 6, 11), date(2026, 12, 1))
    assert found.before == (date(2026, 3, 12), date(2026, 6, 9))
    assert found.after == (date(2026, 6, 12), date(2026, 9, 9))
    assert found.is_whole
    days = [(last - first).days for first, last in (found.before, found.after)]
    assert days == [89, 89]


def test_a_time_that_is_not_over_says_so():
    running = windows(date(2026, 6, 10), date(2026, 6, 11), date(2026, 7, 1))
    assert (running.has_begun, running.is_whole) == (True, False)
    assert running.after[1] == date(2026, 7, 1)
    assert not windows(date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 11)).has_begun


def test_fewer_than_five_are_hidden_in_both_numbers():
    small = show_share(keys(3), keys(4), SECRET)
    assert (small.percent, small.of) == (None, None)
    few_counted = show_share(keys(3), keys(40), SECRET)
    assert few_counted.percent is None
    assert few_counted.of == 40


def test_numbers_are_multiples_of_five_and_the_same_each_time():
    shown = {show_share(keys(23), keys(41), SECRET) for _each in range(3)}
    [one] = shown
    assert one.of in (40, 45)
    assert 44 <= one.percent <= 63


def test_with_fewer_than_five_others_nothing_is_said_of_them():
    own = (share(20, 40), share(30, 40, 100))
    others = {at: (share(10, 20, at * 50), share(10, 20, at * 90)) for at in range(1, 8)}
    few = {at: others[at] for at in list(others)[: MINIMUM_OTHERS - 1]}
    alone = compare(own, few, SECRET)
    assert (alone.others, alone.others_before) == (0, None)
    beside = compare(own, others, SECRET)
    assert beside.others == 7
    assert 35 <= beside.others_before.percent <= 65
    assert beside.after.percent > beside.before.percent


def test_of_an_institution_of_which_nothing_is_known_nothing_is_shown():
    assert compare((NOTHING, NOTHING), {}, SECRET).before.of is None
