"""Yes or no, a count or a sum over rows that the user may not read."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from uuid import UUID

from .bypass import rls_bypass

# A code is one word: a status, a type, a grantee. Prose and names have spaces.
_CODE = re.compile(r"[\w.:@-]{0,60}")


def aggregate_query[**P, R](reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Bypasses row-level security while the decorated function runs, and lets out figures alone.

    Raises TypeError where it returns anything but bool, int, Decimal, a date, a ref, a code
    without spaces, None, or tuples and dicts of these: never a record, a queryset or a sentence.
    `reason` says why the user may learn the figure. The decorated function checks who may ask.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            with rls_bypass(reason=reason):
                answer = function(*args, **kwargs)
            _must_be_figures(answer)
            return answer

        return asked

    return decorate


def _must_be_figures(value: object) -> None:
    if isinstance(value, dict):
        _must_be_figures((*value.keys(), *value.values()))
    elif isinstance(value, tuple):
        for each in value:
            _must_be_figures(each)
    elif isinstance(value, str):
        if not _CODE.fullmatch(value):
            raise TypeError("An aggregate query returns codes and figures, no words.")
    elif value is not None and not isinstance(value, (bool, int, Decimal, date, UUID)):
        raise TypeError(f"An aggregate query returns figures, no {type(value).__name__}.")
