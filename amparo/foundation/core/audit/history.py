"""The history of a file as one reads it: who did what and when, who opened it, who was refused.

What colleagues opened is told to those who answer for the file, and to the person; everybody else
who works in it is told what was done, and what they themselves opened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..accounts.organizations import Membership
from ..accounts.users import User
from . import events
from .models import DENIED, Entry

WHATS = ("all", "deeds", "readings")


@dataclass(frozen=True)
class File:
    """One file of somebody, as a reader calls it."""

    ref: UUID
    name: str
    tells_all: bool  # whether its reader is also told what colleagues opened


@dataclass(frozen=True)
class HistoryLine:
    """One line of the ledger, in words."""

    at: datetime
    what: str
    who: str
    role: str
    where: str
    is_reading: bool
    is_denied: bool

    @property
    def icon(self) -> str:
        return "lock" if self.is_denied else "eye" if self.is_reading else "notes"


def history_of(files: Iterable[File], user: User, what: str = "all") -> QuerySet[Entry]:
    """The lines of these files that this reader is told, the newest first."""
    theirs = Q(by=user)
    told = Q(pk__in=[])
    for file in files:
        here = Q(file_ref=file.ref)
        told |= here if file.tells_all else here & (theirs | Q(is_reading=False) & ~DENIED)
    entries = Entry.objects.filter(told)
    if what == "readings":
        entries = entries.filter(Q(is_reading=True) | DENIED)
    elif what == "deeds":
        entries = entries.deeds().exclude(DENIED)
    return entries.select_related("by").order_by("-at", "-pk")


def tell(entries: Iterable[Entry], names: Mapping[UUID, str]) -> list[HistoryLine]:
    """Lines in words; `names` says what each file is called."""
    entries = list(entries)
    roles = roles_then(entries)
    return [
        HistoryLine(
            at=entry.at,
            what=events.event_label(entry.deed),
            who=entry.by.name if entry.by else _("Amparo itself"),
            role=roles[entry.pk],
            where=names.get(entry.file_ref, "") if entry.file_ref else "",
            is_reading=entry.is_reading,
            is_denied=entry.is_denied,
        )
        for entry in entries
    ]


def roles_then(entries: Iterable[Entry]) -> dict[int, str]:
    """For each line, the role and the office that its author had at that moment."""
    entries = list(entries)
    places = places_of({entry.by_id for entry in entries if entry.by_id})
    return {entry.pk: place_at(places.get(entry.by_id or 0, ()), entry.at) for entry in entries}


def places_of(users: Iterable[int]) -> dict[int, list[Membership]]:
    """Every role that these colleagues ever held, by colleague."""
    found: dict[int, list[Membership]] = {}
    held = Membership.objects.filter(user__in=list(users)).order_by("-since", "-pk")
    for membership in held.select_related("team__office", "office"):
        found.setdefault(membership.user_id, []).append(membership)
    return found


def role_at(places: Iterable[Membership], at: datetime) -> Membership | None:
    """The role that was held at a moment."""
    return next(
        (
            place
            for place in places
            if place.since <= at and (place.ended_at is None or at < place.ended_at)
        ),
        None,
    )


def place_at(places: Iterable[Membership], at: datetime) -> str:
    """That role and its office, as one line."""
    held = role_at(places, at)
    return held.said if held else ""
