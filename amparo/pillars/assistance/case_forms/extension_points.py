"""What apps of casework add to forms about a case: functions that write its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import Registry

if TYPE_CHECKING:
    from .form_mapping.answers import Land

form_writers: Registry[str, Land] = Registry(
    "form_writers",
    """Functions that write a record of the case from the answers to a form, by record.

    They run in the order of their registration.
    """,
    register_in="form_mapping.py",
    takes="Callable[[Case, RecordAnswers, User], None]",
)
