"""Work of any app that waits for a user, counted on their first screen in its one query."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from .accounts.users import User
from .extension_points import WaitingWork, waiting_work


def register_waiting_work(work: WaitingWork) -> None:
    waiting_work.register(work.name, work)


def waiting_rows_of(user: User) -> dict[str, QuerySet]:
    """Returns the rows of each kind of work that is for `user`, for `count_groups`."""
    found = {name: work.get_rows(user) for name, work in waiting_work.items()}
    return {name: rows for name, rows in found.items() if rows is not None}


@dataclass(frozen=True)
class WaitingLine:
    """One kind of work with how much of it waits, as a first screen shows it."""

    label: str | Promise
    about: str | Promise
    url: str
    count: int


def waiting_lines(counts: Mapping[str, int]) -> list[WaitingLine]:
    """Returns a line for each kind of which something waits."""
    return [
        WaitingLine(work.label, work.about, reverse(work.url_name), counts[name])
        for name, work in waiting_work.items()
        if counts.get(name)
    ]
