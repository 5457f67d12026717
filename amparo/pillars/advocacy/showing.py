"""A complaint as its page tells it: what waits, what may be done, and what happened so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes

from .kinds import HELP_FIRST, INVESTIGATED
from .models import ActionKind, Complaint, ComplaintAction, Step, Told

STATUS_TONES = {
    "received": ("warn", "hourglass"),
    "acknowledged": ("info", "player-skip-forward"),
    "in_review": ("info", "search"),
    "referred": ("info", "arrows-exchange"),
    "responded": ("good", "message-2"),
    "closed": ("good", "circle-check"),
}
ACTION_SIGNS = {
    ActionKind.ACKNOWLEDGED: "check",
    ActionKind.MESSAGE: "message-2",
    ActionKind.RECATEGORIZED: "arrows-exchange",
    ActionKind.REFERRED: "arrows-exchange",
    ActionKind.RESPONDED: "messages",
    ActionKind.REOPENED: "refresh",
    ActionKind.WITHDRAWN: "arrow-back-up",
    ActionKind.CLOSED: "circle-check",
    ActionKind.DELETION_REQUESTED: "trash",
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
    def actions(self) -> list[ComplaintAction]:
        return list(self.complaint.actions.select_related("by").order_by("-at", "-pk"))

    @property
    def deletion_request(self) -> ComplaintAction | None:
        """Returns what the first of two asked, who want it deleted for good."""
        asked = ActionKind.DELETION_REQUESTED
        return next((each for each in self.actions if each.kind == asked), None)

    @cached_property
    def story(self) -> list[Happened]:
        return sorted(self._story(), key=lambda each: each.at, reverse=True)

    def _story(self) -> Iterator[Happened]:
        for action in self.actions:
            sign = ACTION_SIGNS[ActionKind(action.kind)]
            yield _happened(action, sign, _action_name(action), action.text)
        for finding in self.complaint.findings.select_related("by"):
            yield _happened(finding, "search", _("Found out"), finding.words)
        for told in self.complaint.told.select_related("by"):
            yield _happened(told, "ear", _judged(told), told.words)


def _happened(step: Step, sign: str, what: str, quote: str) -> Happened:
    return Happened(sign, what, step.at, step.by.name if step.by else "", quote)


def _action_name(action: ComplaintAction) -> str:
    if action.kind == ActionKind.MESSAGE:
        return _("Written to them") if action.by_id else _("They added")
    if action.kind == ActionKind.REFERRED:
        return _("Given to: %(whom)s") % {"whom": action.referred_to}
    return action.get_kind_display()


def _judged(told: Told) -> str:
    if told.is_satisfied is None:
        return told.get_how_display()
    if told.is_satisfied:
        return _("They have the answer, and are satisfied")
    return _("They have the answer, and are not satisfied")
