import resource

import pytest

from ..stack import call_with_room


def deep(levels: int) -> int:
    return 1 + deep(levels - 1) if levels else 0


def back_and_forth(levels: int) -> int:
    """Calls just across a depth, again and again, as templates do."""
    if levels:
        return back_and_forth(levels - 1)
    return sum(deep(3) for _each in range(4_000))


def faults(function, *args) -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    function(*args)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_it_answers_what_was_called_answers():
    assert call_with_room(lambda first, *, second: (first, second), 1, second=2) == (1, 2)
    with pytest.raises(ZeroDivisionError):
        call_with_room(lambda: 1 / 0)


def test_no_depth_asks_the_system_for_memory_again_and_again():
    levels = range(0, 240, 2)
    assert max(faults(call_with_room, back_and_forth, each) for each in levels) < 2_000
