"""The history of a file for one reader: who did what and when, who opened it, who was refused.

What colleagues opened is shown to those who are responsible for the file, and to the person.
Everybody else who works on it sees the actions, and their own reads.
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
from .models import DENIED, AuditEntry

WHATS = ("all", "actions", "reads")


@dataclass(frozen=True)
class File:
    """One file whose history is shown, with the name that the reader knows it by."""

    ref: UUID
    name: str
    shows_reads_of_all: bool  # whether its reader is also told what colleagues opened


@dataclass(frozen=True)
class HistoryLine:
    """One audit entry as it is shown."""

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


def history_of(files: Iterable[File], user: User, what: str = "all") -> QuerySet[AuditEntry]:
    """Returns the audit entries of these files that `user` may see, newest first. `what` is "all",
    "actions" or "reads".
    """
    theirs = Q(by=user)
    told = Q(pk__in=[])
    for file in files:
        here = Q(file_ref=file.ref)
        told |= (
            here if file.shows_reads_of_all else here & (theirs | Q(is_reading=False) & ~DENIED)
        )
    entries = AuditEntry.objects.filter(told)
    if what == "reads":
        entries = entries.filter(Q(is_reading=True) | DENIED)
    elif what == "actions":
        entries = entries.actions().exclude(DENIED)
    return entries.select_related("by").order_by("-at", "-pk")


def history_lines(entries: Iterable[AuditEntry], names: Mapping[UUID, str]) -> list[HistoryLine]:
    """Returns the entries as lines to show; `names` gives the name of each file by its ref."""
    entries = list(entries)
    roles = roles_then(entries)
    return [
        HistoryLine(
            at=entry.at,
            what=events.event_label(entry.content.event),
            who=entry.by.name if entry.by else _("Amparo itself"),
            role=roles[entry.pk],
            where=names.get(entry.file_ref, "") if entry.file_ref else "",
            is_reading=entry.is_reading,
            is_denied=entry.is_denied,
        )
        for entry in entries
    ]


def roles_then(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Returns, by entry, the role and office that its author had at that time."""
    entries = list(entries)
    places = memberships_of({entry.by_id for entry in entries if entry.by_id})
    return {
        entry.pk: role_and_office_at(places.get(entry.by_id or 0, ()), entry.at)
        for entry in entries
    }


def memberships_of(users: Iterable[int]) -> dict[int, list[Membership]]:
    """Returns every role that these users ever held, latest first, by user."""
    found: dict[int, list[Membership]] = {}
    held = Membership.objects.filter(user__in=list(users)).order_by("-since", "-pk")
    for membership in held.select_related("team__office", "office"):
        found.setdefault(membership.user_id, []).append(membership)
    return found


def role_at(places: Iterable[Membership], at: datetime) -> Membership | None:
    """Returns the membership that was held at `at`, or None."""
    return next(
        (
            place
            for place in places
            if place.since <= at and (place.ended_at is None or at < place.ended_at)
        ),
        None,
    )


def role_and_office_at(places: Iterable[Membership], at: datetime) -> str:
    """Returns role and office at `at` as one line; "" where there was none."""
    held = role_at(places, at)
    return held.label if held else ""
