"""Who opened my file: a letter into the person's own hands, in their language.

It says when, who and what for; by role and office unless the house gives names. It names neither
the kind of a case nor anything that was written, for paper can fall into other hands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.accounts.roles import ROLES
from amparo.foundation.core.audit import events
from amparo.foundation.core.audit.history import (
    File,
    history_of,
    memberships_of,
    role_and_office_at,
    role_at,
)
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Membership, User
from amparo.foundation.people.models import Person
from amparo.ui import formats

PAGE = Path(__file__).parent / "templates" / "privacy" / "access_history.typ"
# More would be a book; the letter says that there are earlier ones.
MOST = 3000


@dataclass
class Row:
    """What one colleague did on one day."""

    day: date
    who: str
    role: str
    opened: int
    denied: int
    done: list[str]

    def what(self) -> str:
        """In one sentence: opened so many times, tried, did."""
        said = []
        if self.opened:
            times = ngettext("Read it once", "Read it %(count)s times", self.opened)
            said.append(times % {"count": formats.number(self.opened)})
        if self.denied:
            said.append(_("Tried to open it, and was not let in"))
        return ". ".join([*said, *dict.fromkeys(self.done)])


@dataclass(frozen=True)
class AccessHistoryLetter:
    """All that the letter says; the page to print and the PDF say the same."""

    title: str
    name: str
    office: str
    printed: str
    opening: list[str]
    rows: list[tuple[str, str, str]]
    heads: tuple[str, str, str]
    why: str
    duties: list[tuple[str, str]]
    closing: list[str]


def access_history_letter(person: Person, files: Iterable[File], by: User) -> AccessHistoryLetter:
    """What this colleague can tell the person: of the files that they answer for."""
    told = [file for file in files if file.shows_reads_of_all]
    entries = list(history_of(told, by)[: MOST + 1])
    places = memberships_of({entry.by_id for entry in entries if entry.by_id})
    rows = _rows(entries[:MOST], places)
    moment = localtime(now())
    return AccessHistoryLetter(
        title=_("Access log of your file"),
        name=person.name,
        office=str(by.office or ""),
        printed=_("Printed on %(day)s") % {"day": formats.with_year(moment.date())},
        opening=_opening(len(entries) > MOST),
        rows=[(formats.with_year(row.day), _named(row), row.what()) for row in rows],
        heads=(pgettext("column", "Date"), pgettext("audit log", "User"), _("What they did")),
        why=pgettext("field", "Reason for access"),
        duties=_duties(entries, places),
        closing=_closing(),
    )


def _rows(entries: list[AuditEntry], places: dict[int, list[Membership]]) -> list[Row]:
    """The newest day first; on a day, each colleague once."""
    found: dict[tuple[date, int], Row] = {}
    for entry in entries:
        day = localtime(entry.at).date()
        row = found.setdefault((day, entry.by_id or 0), _row(day, entry, places))
        if entry.is_denied:
            row.denied += 1
        elif entry.is_reading:
            row.opened += 1
        else:
            row.done.append(events.event_label(entry.content.event))
    return list(found.values())


def _row(day: date, entry: AuditEntry, places: dict[int, list[Membership]]) -> Row:
    if entry.by is None:
        return Row(day, _("Amparo itself, without anybody"), "", 0, 0, [])
    role = role_and_office_at(places.get(entry.by_id or 0, ()), entry.at)
    return Row(day, entry.by.name, role or _("Somebody without a role at that time"), 0, 0, [])


def _named(row: Row) -> str:
    """By role and office; with the name where the house gives names."""
    if not row.role:
        return row.who
    return formats.join_list((row.who, row.role)) if settings.AMPARO_NAMES_IN_LETTERS else row.role


def _duties(
    entries: list[AuditEntry], places: dict[int, list[Membership]]
) -> list[tuple[str, str]]:
    """What each role that appears is there for."""
    held = {_role_code(entry.by_id, entry.at, places) for entry in entries}
    return [(str(role.name), str(role.duty)) for role in ROLES.values() if role.code in held]


def _role_code(by: int | None, at: datetime, places: dict[int, list[Membership]]) -> str:
    held = role_at(places.get(by or 0, ()), at)
    return held.role if held else ""


def _opening(is_cut: bool) -> list[str]:
    said = [
        _(
            "Whoever opens your file leaves a line that nobody can take away. "
            "This is what these lines say."
        )
    ]
    if is_cut:
        said.append(_("There are earlier lines too: ask us for them."))
    return said


def _closing() -> list[str]:
    return [
        _("When your name only stood in a list of our work, no line stands here."),
        _("This letter tells of the files that its writer answers for. Ask us about any other."),
        _("If something here surprises you, tell us: somebody else will look into it."),
        _("Keep the letter only where it is safe for you."),
    ]
