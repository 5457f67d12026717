"""Log formatter that keeps values out: the route, the kind of error and where it happened.

Logs are copied to places that nobody thinks of. An exception leaves its type and its lines of
code, a request its route; what was typed, found or compared stays out, whoever wrote the message.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

# Whose sentences are read: ours; and the web server's when it keeps values apart from its words.
_OWN_LOGGER, _SERVER_LOGGER = "amparo", "gunicorn"
# Mistakes whose words are ours, and about settings.
_SHOWN_EXCEPTIONS = (ImproperlyConfigured,)


class RedactingFormatter(logging.Formatter):
    """One line a record, then where in the code it happened."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {_message(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([line, *traceback_lines(error)]) if error else line


def traceback_lines(error: BaseException) -> list[str]:
    """What an exception may leave behind: its kind and its lines, the cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = traceback_lines(cause) if cause else []
    lines += [
        f"  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__, limit=-12)
    ]
    words = f": {error}" if isinstance(error, _SHOWN_EXCEPTIONS) else ""
    return [*lines, f"{type(error).__module__}.{type(error).__qualname__}{words}"]


def redact_uncaught_exceptions() -> None:
    """What nobody catches is told in the same manner, in every thread."""
    sys.excepthook = _write_exception
    threading.excepthook = lambda told: (
        _write_exception(told.exc_type, told.exc_value, told.exc_traceback)
        if told.exc_value
        else None
    )


def _write_exception(_kind: type, error: BaseException, _trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    sys.stderr.write("\n".join([*traceback_lines(error), ""]))


def _message(record: logging.LogRecord) -> str:
    if request := getattr(record, "request", None):
        match = getattr(request, "resolver_match", None)
        route = match.view_name if match else "nowhere"
        return f"{getattr(record, 'status_code', '')} {request.method} {route}"
    who = record.name.split(".")[0]
    if isinstance(record.msg, str) and (
        who == _OWN_LOGGER or (who == _SERVER_LOGGER and record.args)
    ):
        return _without_values(record)
    return f"{record.module}:{record.lineno}"


def _without_values(record: logging.LogRecord) -> str:
    args = record.args if isinstance(record.args, tuple) else ()
    try:
        return record.msg % tuple(map(_harmless, args)) if args else record.msg
    except (TypeError, ValueError):
        return record.msg


def _harmless(value: object) -> object:
    """Counts, refs and kinds of things say nothing of a person."""
    if isinstance(value, bool | int | float | UUID):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    return "…"
