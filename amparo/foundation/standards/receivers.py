"""A decision at a step of work keeps which editions of guidance stood beside it."""

from typing import Any

from django.http import HttpRequest

from amparo.foundation.core.extension_points import step_decided
from amparo.foundation.core.records import Record

from .step_guidance import log_shown


def connect() -> None:
    step_decided.connect(keep_shown, dispatch_uid="standards.shown")


def keep_shown(
    sender: Any, *, request: HttpRequest, step: str, record: Record, **_signal: Any
) -> None:
    log_shown(request, step, record)
