"""A log says that something happened, and where in the code: never to whom, or what they wrote."""

import logging
import subprocess
import sys

import pytest

from amparo.ops.logging import RedactingFormatter
from amparo.ops.server.arbiter import RedactingLogger

NAME = "Rosa Quispe Mamani"


def written(log: logging.Logger, *said, **more) -> str:
    heard: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(RedactingFormatter())
    handler.emit = lambda record: heard.append(handler.format(record))
    log.addHandler(handler)
    try:
        log.error(*said, **more)
    finally:
        log.removeHandler(handler)
    return "\n".join(heard)


def _fail():
    try:
        int(NAME)
    except ValueError as error:
        raise LookupError(f"Nobody is called {NAME}") from error


@pytest.mark.parametrize(
    "name",
    ["amparo.core", "django.request", "gunicorn.error", "allauth", "py.warnings"],
)
def test_v16_2_5_no_exception_says_what_it_was_about(name):
    try:
        _fail()
    except LookupError:
        told = written(logging.getLogger(name), "Broken for %s", NAME, exc_info=True)
    assert NAME not in told
    assert told.splitlines()[-1] == "builtins.LookupError"
    assert "builtins.ValueError" in told
    assert "in _fail" in told


def test_what_counts_and_what_broke_may_be_read():
    told = written(
        logging.getLogger("amparo.jobs"), "%d left, %s, of %s", 3, ValueError(NAME), NAME
    )
    assert told.endswith("3 left, ValueError, of …")


@pytest.mark.parametrize("name", ["allauth.account", "botocore", "django.template"])
def test_v16_2_5_others_may_have_mixed_values_into_their_words(name):
    told = written(logging.getLogger(name), f"Could not reach {NAME}")
    assert NAME not in told
    assert "test_logging:" in told


def test_v16_2_5_a_request_is_named_by_its_route(rf):
    request = rf.get("/people/", {"name": NAME})
    told = written(
        logging.getLogger("django.request"), "Not Found: %s", f"/people/{NAME}/",
        extra={"request": request, "status_code": 404},
    )  # fmt: skip
    assert told.endswith("404 GET nowhere")


def test_v16_2_5_the_web_server_does_not_write_down_a_broken_request():
    from gunicorn.config import Config

    log = RedactingLogger(Config())
    formatters = [handler.formatter for handler in log.error_log.handlers]
    assert formatters
    assert all(isinstance(each, RedactingFormatter) for each in formatters)
    assert NAME not in written(log.error_log, f"Invalid request from ip=::1: /?q={NAME}")


@pytest.mark.parametrize("thread", [False, True])
def test_v16_2_5_what_nobody_catches_is_told_without_values(thread):
    fails = f"int({NAME!r})"
    if thread:
        fails = f"import threading; threading.Thread(target=lambda: {fails}).start()"
    code = f"from amparo.ops.logging import redact_uncaught_exceptions as r; r(); {fails}"
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    ).stderr
    assert "builtins.ValueError" in told
    assert NAME not in told


def test_v16_2_5_nothing_is_mailed_and_nothing_is_printed_past_the_one_formatter():
    logs = [logging.getLogger(), *map(logging.getLogger, ("django", "django.server"))]
    from django.conf import settings

    assert settings.LOGGING["handlers"]["console"]["formatter"] == "redacting"
    ours = [
        each for log in logs for each in log.handlers if type(each).__module__ != "_pytest.logging"
    ]
    assert [type(each.formatter) for each in ours] == [RedactingFormatter]
