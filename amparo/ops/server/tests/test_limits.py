from ..limits import CROWDED, PATIENCE, RATE, UNFINISHED, Unfinished, seconds_left


def test_a_line_may_be_slow_and_may_not_stand_still():
    an_hour = 3600
    assert seconds_left(an_hour, an_hour * RATE) == PATIENCE
    assert seconds_left(PATIENCE, 0) <= 0
    assert seconds_left(an_hour, an_hour * RATE // 2) < 0


def test_an_address_with_too_many_unfinished_ones_must_be_quick_and_is_not_refused():
    unfinished = Unfinished()
    for _each in range(UNFINISHED):
        unfinished.add("192.0.2.1")
    with unfinished.one_from("192.0.2.2") as is_crowded:
        assert not is_crowded
    with unfinished.one_from("192.0.2.1") as is_crowded:
        assert is_crowded
    assert UNFINISHED >= 64
    assert 0 < seconds_left(1, 0, is_crowded=True) < CROWDED
    unfinished.remove("192.0.2.1")
    with unfinished.one_from("192.0.2.1") as is_crowded:
        assert not is_crowded
