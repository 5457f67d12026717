"""A complaint as its page tells it: what waits, what may be done, and what happened so far."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes

from .kinds import HELP_FIRST, INVESTIGATED
from .models import Complaint

STATUS_TONES = {
    "received": ("warn", "hourglass"),
    "acknowledged": ("info", "player-skip-forward"),
    "in_review": ("info", "search"),
    "referred": ("info", "arrows-exchange"),
    "responded": ("good", "message-2"),
    "closed": ("good", "circle-check"),
}


@dataclass(frozen=True)
class Line:
    """One complaint in a list."""

    complaint: Complaint

    @property
    def kind(self) -> str:
        return codes.label("feedback_type", self.complaint.kind)

    @property
    def where(self) -> str:
        place = self.complaint.place
        return place.name if place else self.complaint.office.name

    @property
    def channel(self) -> str:
        return codes.label("feedback_channel", self.complaint.channel)

    @property
    def status(self) -> str:
        return self.complaint.get_status_display()

    @property
    def tone(self) -> str:
        return STATUS_TONES[self.complaint.status][0]

    @property
    def sign(self) -> str:
        return STATUS_TONES[self.complaint.status][1]


@dataclass(frozen=True)
class Happened:
    """One line of its story; `who` is empty where it was whoever complained."""

    sign: str
    what: str
    at: datetime
    who: str = ""
    quote: str = ""


class Page(Line):
    """All that the page of one complaint shows."""

    @property
    def helps_first(self) -> bool:
        return self.complaint.kind in HELP_FIRST

    @property
    def is_investigated(self) -> bool:
        return self.complaint.kind in INVESTIGATED

    @cached_property
    def concerned(self) -> list[str]:
        named = self.complaint.concerned.select_related("user", "team", "office")
        return [str(each.whom) for each in named]

    @property
    def next_limit(self) -> str:
        words = {
            Complaint.Status.RECEIVED: _("Acknowledge it by"),
            Complaint.Status.CLOSED: "",
        }
        return words.get(Complaint.Status(self.complaint.status), _("Answer it by"))

    @property
    def is_answered(self) -> bool:
        return self.complaint.status in ("responded", "referred")

    @property
    def may_close(self) -> bool:
        return not self.complaint.is_closed and self.complaint.circle_is_closed

    @cached_property
    def story(self) -> list[Happened]:
        return sorted(self._story(), key=lambda each: each.at, reverse=True)

    def _story(self) -> Iterator[Happened]:
        it = self.complaint
        for name, sign, words in ONCE:
            if hasattr(it, name):
                yield _happened(getattr(it, name), sign, words)
        for name, sign, words in OFTEN:
            for each in getattr(it, name).select_related("by"):
                yield _happened(each, sign, words)


def _happened(step: Any, sign: str, words: Callable[[Any], str]) -> Happened:
    who = step.by.name if step.by else ""
    return Happened(sign, words(step), step.at, who, getattr(step, "words", ""))


def _judged(told) -> str:
    if told.is_satisfied is None:
        return told.get_how_display()
    if told.is_satisfied:
        return _("They have the answer, and are satisfied")
    return _("They have the answer, and are not satisfied")


# What happens at most once, and what may happen often: its sign and its words.
ONCE: list[tuple[str, str, Callable[[Any], str]]] = [
    ("acknowledged", "check", lambda each: _("Acknowledged")),
    ("reopened", "refresh", lambda each: _("Not satisfied: looked at again")),
    ("withdrawn", "arrow-back-up", lambda each: _("They take it back")),
    ("deletion_asked", "trash", lambda each: _("Asked to delete it for good")),
]
OFTEN: list[tuple[str, str, Callable[[Any], str]]] = [
    (
        "sayings",
        "message-2",
        lambda each: _("Written to them") if each.by_id else _("They added"),
    ),
    ("findings", "search", lambda each: _("Found out")),
    ("resorted", "arrows-exchange", lambda each: _("It is about something else")),
    ("referrals", "arrows-exchange", lambda each: _("Given to: %(whom)s") % {"whom": each.to}),
    ("answers", "messages", lambda each: _("Answered")),
    ("told", "ear", _judged),
    ("closings", "circle-check", lambda each: _("Closed")),
]
