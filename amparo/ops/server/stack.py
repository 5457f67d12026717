"""Room on Python's stack: deep calls need not ask the system for memory again and again."""

from collections.abc import Callable

# Of pointers: half a megabyte, far more than the deepest of our templates takes.
ROOM = 65_536


def _call[**P, R](function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return function(*args, **kwargs)


# CPython keeps frames in chunks of 16 kB and gives a chunk back as soon as its first frame ends.
# A page whose templates call each other just across such a border asks for a chunk, and gives it
# back, thousands of times. A frame that claims more makes one chunk large enough for all above it.
_call.__code__ = _call.__code__.replace(co_stacksize=ROOM)


def call_with_room[**P, R](function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Calls it, and answers what it answers; pages take a fifth to two fifths less processor.

    Changes nothing else: neither the limit of recursion nor what is seen in a traceback but one
    line. Costs some 20 µs, so it stands around a whole request, command or test.
    """
    return _call(function, *args, **kwargs)
