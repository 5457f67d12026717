"""What is added to the operation of an installation: the checks of `amparo doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList

if TYPE_CHECKING:
    from .doctor.checks import HealthCheck

health_checks: ExtensionList[HealthCheck] = ExtensionList(
    "health_checks",
    "Checks of `amparo doctor`, by theme.",
    register_in="ops/doctor/",
    register_with="amparo.ops.doctor.checks.check",
)
