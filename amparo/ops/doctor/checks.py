"""Registry of the checks, and their results.

A check is a function that yields findings, under `@check("its theme")` in a module of this
package. One that breaks is a finding too: what cannot be looked at is not known to be safe.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module

from django.db import OperationalError, connection

from amparo.foundation.core.accounts import demo_accounts
from amparo.foundation.core.encryption.key_ring import DecryptionError

from ..extension_points import health_checks

OK, WARN, DANGER = "ok", "warn", "danger"
# The modules of this package that hold checks.
MODULES = ("security", "stolen_machine", "database", "storage", "operations")
THEMES = (
    "startup", "web", "keys", "stolen_machine", "database", "ledger", "work", "sms", "deadlines",
    "backups", "accounts", "storage", "systems", "machine",
)  # fmt: skip
DATABASE_SILENT = (
    "The database does not answer: start it, or see DATABASE_URL. What needs it was not seen."
)


@dataclass(frozen=True)
class Finding:
    """One sentence: how it is, and where it is not well what to do."""

    level: str
    what: str
    theme: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


type Check = Callable[[], Iterator[Finding]]


@dataclass(frozen=True)
class HealthCheck:
    """A check and its theme."""

    theme: str
    run: Check


def check(theme: str) -> Callable[[Check], Check]:
    """Registers the decorated function as a check of this theme."""

    def register(function: Check) -> Check:
        health_checks.register(HealthCheck(theme, function))
        return function

    return register


def load_checks() -> None:
    """Imports the modules that hold checks; called at start-up."""
    for name in MODULES:
        import_module(f"{__package__}.{name}")


def ok(what: str) -> Finding:
    return Finding(OK, what)


def warn(what: str) -> Finding:
    return Finding(WARN, what)


def danger(what: str) -> Finding:
    return Finding(DANGER, what)


def danger_unless_demo(what: str) -> Finding:
    """A danger where real people are kept; where all are made up, only worth knowing."""
    return danger(what) if demo_accounts.has_real_people() else warn(what)


def run_checks(*themes: str) -> list[Finding]:
    """Look at everything, or at these themes."""
    found = [
        Finding(found.level, found.what, each.theme)
        for each in sorted(health_checks, key=lambda each: THEMES.index(each.theme))
        if not themes or each.theme in themes
        for found in _run_safely(each.run)
    ]
    said_once = {each.what: each for each in reversed(found)}
    return [each for each in found if said_once[each.what] is each]


def _run_safely(look: Check) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as fault:
        name = look.__name__.replace("_", " ")
        unseen = f"“{name}” could not be looked at ({type(fault).__name__})."
        yield danger(_why_the_database_is_closed() or unseen)


def _why_the_database_is_closed() -> str:
    """What to do where it does not answer, or does not open; "" where it does."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return DATABASE_SILENT
    except DecryptionError as closed:
        return str(closed)
    return ""
