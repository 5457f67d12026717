"""The machine it runs on: its disk, who runs it, who else can look in."""

import os
import resource
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from amparo.foundation.core.clock import now
from amparo.foundation.core.database.disk_reserve import reserve

from .findings import Finding, check, danger, grave, ok, warn

GIGABYTE = 1024**3


@check("machine")
def disk() -> Iterator[Finding]:
    total, _used, free = shutil.disk_usage(settings.HOME)
    if free < GIGABYTE or free < total * 0.03:
        yield danger(f"The disk is nearly full ({free / GIGABYTE:.1f} GB free).")
    elif free < total * 0.1:
        yield warn(f"The disk fills up: {free / GIGABYTE:.1f} GB free.")
    else:
        yield ok(f"{free / GIGABYTE:.0f} GB are free on the disk.")


@check("machine")
def reserve_for_reading() -> Iterator[Finding]:
    """Whether files can still be read, in an emergency, when the disk is full."""
    if connection.vendor != "sqlite":
        yield warn(
            "No space is kept for reading on a full disk: it is the database server's disk. Keep "
            "a file there that can be deleted (docs/operations.md, “When the disk is full”)."
        )
        return
    if (kept := reserve()) is None:
        yield warn("No space is kept for reading on a full disk: AMPARO_RESERVE_MB=64")
    elif kept.is_released:
        yield danger(
            "The disk was full. Files can be read, and nothing new is saved: "
            f"{kept.kept >> 20} of {kept.size >> 20} MB are left for that, {kept.room >> 20} MB "
            f"are free. Make room: at {kept.room_to_take >> 20} MB free the reserve is taken "
            "again by itself, within half a minute, and everything goes on."
        )
    elif kept.kept != kept.size:
        yield warn(
            f"{kept.size >> 20} MB are to be kept for reading on a full disk, and are not yet: "
            f"amparo serve takes them where {kept.room_to_take >> 20} MB are free."
        )
    elif not kept.is_solid():
        yield warn(
            "The space for reading on a full disk is promised, not kept: this disk compresses or "
            "shares what lies on it. Keep room on it in another way."
        )
    else:
        yield ok(f"{kept.size >> 20} MB are kept for reading on a full disk.")


@check("machine")
def home() -> Iterator[Finding]:
    mode = settings.HOME.stat().st_mode
    if mode & 0o022:
        yield danger(f"Others can write into {settings.HOME}: chmod 700 {settings.HOME}")
    elif mode & 0o055:
        yield grave(f"Others can look into {settings.HOME}: chmod 700 {settings.HOME}")
    else:
        yield ok("Only who runs the house can look into its folder.")


@check("machine")
def who_runs_it() -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield grave("The house runs as root: give it a user of its own.")
    else:
        yield ok("The house runs as a user of its own.")


@check("machine")
def memory_stays_in_memory() -> Iterator[Finding]:
    """A crash that writes memory to disk writes open keys and names with it."""
    if resource.getrlimit(resource.RLIMIT_CORE)[0]:
        yield warn("A crash would write memory to disk: ulimit -c 0, or LimitCORE=0 in systemd.")
    else:
        yield ok("A crash writes no memory to disk.")


@check("machine")
def the_clock_of_the_database() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - now()).total_seconds())
    if apart > 5:
        yield danger(f"The database's clock is {apart:.0f} s away from ours: set both by NTP.")
    else:
        yield ok("The database's clock and ours agree.")
