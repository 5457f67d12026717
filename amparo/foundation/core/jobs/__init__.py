"""Work that takes longer than somebody waits, or that nobody asks for by hand.

    @background_task(name="check-file", title=_("Check a file"), in_slices=True)
    def check(ref: str) -> None: ...

    check.asked(by=user).enqueue(str(file.ref))

What is asked for inside a transaction is part of it: a deed and its job stand or fall together.
The name is what waiting jobs are stored under: it stays when the function is renamed or moved.
A job is told refs, never values, and must be safe to begin again. Without `in_slices` all of it is
one transaction, and with it the word that it is done: right for what takes less than a second.
With `in_slices` it commits as it goes, and calls `checkpoint` inside each of its transactions.

Models, which tasks rest on, ask for a task by its name: `find_task("check-file").enqueue(ref)`.
"""

from .backend import background_task
from .registry import find_task
from .schedule import periodic_task
from .worker import checkpoint

__all__ = ["background_task", "checkpoint", "find_task", "periodic_task"]
