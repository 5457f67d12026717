"""What apps add to data quality: checks of their own records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import Registry

if TYPE_CHECKING:
    from .checks import DataCheck

data_checks: Registry[str, DataCheck] = Registry(
    "data_checks",
    """Checks of the records of an app, by code: what may be missing, and who can complete it.

    They run each night over all records; what they find is asked of a colleague by its keys alone.
    """,
    register_in="data_checks.py",
    register_with="amparo.foundation.data_quality.checks.register_check",
)
