"""What waits in the library for one reader: drafts, remarks, conflicts, translations."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.models import User

from .models import Edition, Remark, TextConflict
from .worklists import REVIEWS, TRANSLATIONS


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the reader: what, how many, and where it is or the first of it."""

    label: str | Promise
    count: int
    url: str


def waiting_for(user: User, *, drafts_url: str) -> list[Waiting]:
    """Returns what waits for `user`; nothing that is none of their work. One query for who
    translates or reviews, three for who writes.
    """
    found = list(_translations(user))
    if "guidance.write" in user.permissions:
        found += [*_drafts(user, drafts_url), *_remarks(user), *_conflicts(user)]
    return found


def _translations(user: User) -> Iterator[Waiting]:
    asked = [(work, work.get_rows(user)) for work in (TRANSLATIONS, REVIEWS)]
    there = {work.name: rows for work, rows in asked if rows is not None}
    counts = count_groups(waiting=there)["waiting"]
    for work, _rows in asked:
        if counts.get(work.name):
            yield Waiting(work.label, counts[work.name], reverse(work.url_name))


def _drafts(user: User, address: str) -> Iterator[Waiting]:
    if count := Edition.objects.open().accessible_to(user, "write").count():
        yield Waiting(_("Editions being written"), count, address)


def _remarks(user: User) -> Iterator[Waiting]:
    rows = Remark.objects.open().accessible_to(user, "answer").order_by("due_at")
    if there := list(rows.only("ref")):
        yield Waiting(_("Remarks to answer"), len(there), there[0].get_absolute_url())


def _conflicts(user: User) -> Iterator[Waiting]:
    rows = TextConflict.objects.filter(settled_at=None).accessible_to(user, "write")
    rows = rows.select_related("text__section__edition__product")
    if there := [each.text.section.edition for each in rows.order_by("at")]:
        yield Waiting(_("Conflicts to settle"), len(there), there[0].get_absolute_url())
