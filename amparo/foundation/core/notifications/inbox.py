"""The notifications of one user as the page shows them: danger first, then by day, folded by kind.

Initials are made here, of records that the user may see now. They are kept nowhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils.timezone import localdate

from ..accounts.users import User
from ..database.counts import count_groups
from ..extension_points import NoticeSubject, notice_subjects
from .kinds import GROUPS, NoticeGroup
from .models import Notification, NotificationQuerySet

MAXIMUM_IN_DANGER = 100
MAXIMUM_COUNT = 100
MAXIMUM_NAMED = 3
# A case number, the number of a referral, a month: what is set as a code.
_CODE = re.compile(r"[A-Z]{2,4}-[\w-]+|\d{4}-\d{2}")


@dataclass(frozen=True)
class NotificationLine:
    """One notification and whom it is about."""

    notice: Notification
    subject: NoticeSubject

    @property
    def icon(self) -> str:
        return self.notice.kind.icon_name

    @property
    def initials(self) -> str:
        """Returns `R. Q.`, as they are said of a person in a list."""
        return " ".join(f"{letter}." for letter in self.subject.initials)

    @property
    def code(self) -> str:
        return self.subject.code or (self.notice.about if self._is_about_code else "")

    @property
    def about(self) -> str:
        """Returns what else it names: an office, a meeting, a colleague by initials."""
        is_said = self.notice.kind.is_count or self._is_about_code
        return "" if is_said or self.subject.code else self.notice.about

    @property
    def _is_about_code(self) -> bool:
        return bool(_CODE.fullmatch(self.notice.about))

    @property
    def is_new(self) -> bool:
        return self.notice.read_at is None


@dataclass(frozen=True)
class NotificationFold:
    """Notifications of one kind of one day; of one alone, `lines` has one entry."""

    lines: list[NotificationLine]

    @property
    def first(self) -> NotificationLine:
        return self.lines[0]

    @property
    def is_folded(self) -> bool:
        return len(self.lines) > 1

    @property
    def text(self) -> str:
        return self.first.notice.kind.text_of_several(len(self.lines))

    @property
    def shows_count(self) -> bool:
        """Returns whether the number has to stand beside a title that does not say it."""
        return self.first.notice.kind.several is None or self.first.notice.kind.is_count

    @property
    def initials(self) -> list[str]:
        """Returns those of the first people, each once."""
        return list(islice(self._all_initials(), MAXIMUM_NAMED))

    @property
    def has_more_initials(self) -> bool:
        return len(list(self._all_initials())) > MAXIMUM_NAMED

    @property
    def detail(self) -> str:
        """Returns what all of them share, such as a fund."""
        details = {line.subject.detail for line in self.lines}
        return details.pop() if len(details) == 1 else ""

    @property
    def is_new(self) -> bool:
        return any(line.is_new for line in self.lines)

    @property
    def latest_at(self) -> datetime:
        return self.first.notice.at

    def _all_initials(self) -> Iterator[str]:
        return iter(dict.fromkeys(line.initials for line in self.lines if line.initials))


def unread_in_danger(user: User) -> NotificationQuerySet:
    """Returns what stands above everything until it is read."""
    mine = Notification.objects.shown_to(user)
    return mine.unread().in_danger()


def listed(user: User, group: NoticeGroup | None) -> NotificationQuerySet:
    """Returns the others, of one group or of all."""
    mine = Notification.objects.shown_to(user)
    chosen = mine.of_group(group) if group else mine
    return chosen.exclude(pk__in=unread_in_danger(user).values("pk")).select_related("by")


def unread_counts(user: User) -> dict[NoticeGroup, int]:
    """Returns how many of each group are unread, up to a hundred. One query."""
    mine = Notification.objects.shown_to(user).unread()
    rows = {str(group): mine.of_group(group).order_by()[:MAXIMUM_COUNT] for group in GROUPS}
    found = count_groups(groups=rows)["groups"]
    return {group: found[str(group)] for group in GROUPS}


def as_lines(user: User, notices: Iterable[Notification]) -> list[NotificationLine]:
    """Returns them with whom they are about, in their order; a fixed number of queries."""
    notices = list(notices)
    subjects: dict[int, NoticeSubject] = {}
    for find in reversed(list(notice_subjects)):
        left = [each for each in notices if each.pk not in subjects]
        subjects.update(find(user, left) if left else {})
    nobody = NoticeSubject()
    return [NotificationLine(each, subjects.get(each.pk, nobody)) for each in notices]


def danger_lines(user: User) -> list[NotificationLine]:
    """Returns what is unread about danger, newest first; people before what names nobody."""
    found = unread_in_danger(user).select_related("by").order_by("-at", "-pk")
    lines = as_lines(user, found[:MAXIMUM_IN_DANGER])
    return sorted(lines, key=lambda line: not (line.subject.initials or line.code))


def by_day(lines: Iterable[NotificationLine]) -> list[tuple[date, list[NotificationFold]]]:
    """Returns lines by day, newest day first; of one day those of one kind are folded."""
    days: dict[date, dict[str, list[NotificationLine]]] = {}
    for line in lines:
        kinds = days.setdefault(localdate(line.notice.at), {})
        key = line.notice.event
        kinds.setdefault(key, []).append(line)
    return [
        (day, [NotificationFold(each) for each in kinds.values()]) for day, kinds in days.items()
    ]
