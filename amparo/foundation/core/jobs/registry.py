"""Every task by the name that its jobs are stored under, given where the task is declared.

The name is a constant and not the path of the function: a task may move to another module, or be
renamed, while jobs for it wait in the queue. Apps declare their tasks in `tasks.py`, or in modules
that it imports; these are loaded at start-up.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

from ..extension_points import background_tasks

if TYPE_CHECKING:
    from .backend import Work


class UnknownTask(LookupError):  # noqa: N818 - what befell a job
    """A job names a task that this version of Amparo does not have."""


def register(task: "Work") -> None:
    """Raises `ImproperlyConfigured` where another function has the name."""
    if known := background_tasks.get(task.name):
        raise ImproperlyConfigured(
            f"Two tasks are named {task.name!r}: {known.module_path} and {task.module_path}."
        )
    background_tasks.register(task.name, task)


def find_task(name: str) -> "Work":
    """The task of that name; raises `UnknownTask`."""
    if name not in background_tasks:
        raise UnknownTask(f"This version of Amparo has no task named {name!r}.")
    return background_tasks[name]
