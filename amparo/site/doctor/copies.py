"""Whether the house could be brought back tomorrow, and whether old copies keep the erased."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings

from amparo.foundation.core.clock import now
from amparo.site.backups import folder

from .findings import Finding, check, danger, grave, ok, warn

A_DAY, A_WEEK = timedelta(hours=26), timedelta(days=7)


def _last(kind: str) -> datetime | None:
    told = folder.last_made().get(kind)
    return datetime.fromisoformat(told["at"]).astimezone(UTC) if told else None


@check("copies")
def copies_are_fresh() -> Iterator[Finding]:
    last = _last(folder.HOUSE)
    if last is None:
        yield grave("No copy was ever taken: amparo backup (see docs/operations.md)")
    elif now() - last > A_WEEK:
        yield danger(f"The last copy is of {last:%Y-%m-%d}: amparo backup, every night")
    elif now() - last > A_DAY:
        yield warn(f"The last copy is of {last:%Y-%m-%d %H:%M}: amparo backup, every night")
    else:
        yield ok(f"The last copy is of {last:%Y-%m-%d %H:%M}.")


@check("copies")
def keys_are_copied_too() -> Iterator[Finding]:
    house, keys = _last(folder.HOUSE), _last(folder.KEYS)
    if house and (keys is None or house - keys > A_DAY):
        yield danger(
            "The copy does not open without its keys, and those were not copied "
            "since: amparo backup --keys, right after each copy"
        )
    elif keys:
        yield ok("The keys that open the last copy were copied too.")


@check("copies")
def keys_lie_apart() -> Iterator[Finding]:
    place = folder.default()
    if folder.copies(folder.HOUSE, place) and folder.copies(folder.KEYS, place):
        yield warn("Copies of the house and of its keys lie together: amparo backup --keys --to …")


@check("copies")
def copies_are_elsewhere() -> Iterator[Finding]:
    place = folder.default()
    if place.exists() and place.stat().st_dev == settings.HOME.stat().st_dev:
        yield warn("Copies lie on the disk of the house: carry them away, or AMPARO_BACKUPS.")
    if place.exists() and place.stat().st_mode & 0o077:
        yield warn(f"Others can look into {place}: chmod 700 {place}")


@check("copies")
def copies_do_not_live_for_ever() -> Iterator[Finding]:
    end = now() - timedelta(days=settings.AMPARO_BACKUP_KEPT_DAYS)
    kinds = (folder.HOUSE, folder.KEYS)
    old = [
        path
        for kind in kinds
        for path in folder.copies(kind, folder.default())
        if folder.made_at(path) < end
    ]
    if old:
        yield warn(
            f"{len(old)} copies are older than {settings.AMPARO_BACKUP_KEPT_DAYS} days: "
            "who was erased since lives on in them. Remove them."
        )
    else:
        yield ok("No copy is older than the days that people were told.")
