"""What keeps this installation from starting, and whether one server alone writes to SQLite."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from amparo.foundation.core.refusals import Refusal
from amparo.site import startup_checks

from .findings import Finding, check, danger, ok, warn


@check("startup")
def faults() -> Iterator[Finding]:
    startup_checks.withdraw_secret_of_full_installation()
    yield from map(danger, settings.AMPARO_FAULTS)
    if not settings.AMPARO_FAULTS:
        yield ok("Every secret that is asked for is there and whole.")


@check("startup")
def folders() -> Iterator[Finding]:
    try:
        startup_checks.refuse_unwritable_folders()
    except Refusal as refusal:
        yield danger(str(refusal))
    else:
        yield ok("Who runs this can write where it must.")


@check("startup")
def one_server() -> Iterator[Finding]:
    """SQLite takes one server; `amparo serve` holds a lock for as long as it lives."""
    if connection.vendor != "sqlite":
        return
    try:
        process = startup_checks.serving_process()
    except OSError:
        yield warn(
            "This disk knows no locks, so nothing keeps a second server away: put the database "
            "on a disk of this machine, not on a network disk."
        )
        return
    served = f"process {process} serves it" if process else "none serves it now"
    yield ok(f"One server at a time opens this SQLite database ({served}); a second is refused.")
