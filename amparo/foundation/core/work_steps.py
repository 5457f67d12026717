"""Steps of work: what apps put beside the form of a step, and that somebody decided there.

A view says the code of its step. Core does not know which steps there are, nor what stands beside
them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from .extension_points import step_decided, step_panels
from .records import Record


def step_context(*steps: str) -> dict[str, Any]:
    """Returns what `action_page` needs to show what stands beside these steps."""
    named = [step for step in steps if step]
    return {"work_steps": named, "step_panels": list(step_panels)} if named else {}


def decide_step[**P, T](request: HttpRequest, step: str, action: Callable[P, T]) -> Callable[P, T]:
    """Returns `action` that also tells of the decision, both in one transaction.

    The decision is the record that `action` returns; where it returns none, the record that it
    was called with, or whose method it is.
    """

    @wraps(action)
    def decide(*args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic():
            result = action(*args, **kwargs)
            record = _decided(result, *args, getattr(action, "__self__", None))
            step_decided.send(type(record), request=request, step=step, record=record)
        return result

    return decide


def _decided(*candidates: Any) -> Record:
    for each in candidates:
        if isinstance(each, Record):
            return each
    raise TypeError("A decision at a step of work is about a record.")
