"""Every task by the name that its jobs are stored under, given where the task is declared.

The name is a constant and not the path of the function: a task may move to another module, or be
renamed, while jobs for it wait in the queue. Apps declare their tasks in `tasks.py`, or in modules
that it imports; these are loaded when a name is met that is not known yet.
"""

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from .backend import Work

tasks: "dict[str, Work]" = {}


class UnknownTask(LookupError):  # noqa: N818 - what befell a job
    """A job names a task that this version of Amparo does not have."""


def register(task: "Work") -> None:
    """Raises `ImproperlyConfigured` where another function has the name."""
    known = tasks.setdefault(task.name, task)
    if known.module_path != task.module_path:
        raise ImproperlyConfigured(
            f"Two tasks are named {task.name!r}: {known.module_path} and {task.module_path}."
        )


def find_task(name: str) -> "Work":
    """The task of that name; raises `UnknownTask`."""
    if name not in tasks:
        load_tasks()
    if name not in tasks:
        raise UnknownTask(f"This version of Amparo has no task named {name!r}.")
    return tasks[name]


def load_tasks() -> None:
    """Imports what each app declares in its `tasks.py`."""
    autodiscover_modules("tasks")


def check_task_names(app_configs: Any = None, **_how: Any) -> list[checks.CheckMessage]:
    """An error where two tasks have the same name."""
    try:
        load_tasks()
    except ImproperlyConfigured as fault:
        return [checks.Error(str(fault), id="core.E006")]
    return []
