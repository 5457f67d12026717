"""A complaint as its pages show it: what waits, what may be done, and what happened so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes

from .code_lists import INVESTIGATION_CATEGORIES, OFFER_HELP_CATEGORIES
from .models import ActionKind, Complaint, ComplaintAction, ComplaintRecord, ResponseDelivery

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
class ComplaintLine:
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
class ComplaintEvent:
    """One line of its timeline; `who` is empty where it was whoever complained."""

    sign: str
    what: str
    at: datetime
    who: str = ""
    quote: str = ""


class ComplaintPage(ComplaintLine):
    """All that the page of one complaint shows."""

    @property
    def helps_first(self) -> bool:
        return self.complaint.kind in OFFER_HELP_CATEGORIES

    @property
    def is_investigated(self) -> bool:
        return self.complaint.kind in INVESTIGATION_CATEGORIES

    @cached_property
    def subjects(self) -> list[str]:
        named = self.complaint.subjects.select_related("user", "team", "office")
        return [str(each.whom) for each in named]

    @property
    def next_limit(self) -> str:
        names = {
            Complaint.Status.RECEIVED: _("Acknowledge it by"),
            Complaint.Status.CLOSED: "",
        }
        return names.get(Complaint.Status(self.complaint.status), _("Answer it by"))

    @property
    def is_answered(self) -> bool:
        return self.complaint.status in ("responded", "referred")

    @property
    def may_close(self) -> bool:
        return not self.complaint.is_closed and self.complaint.is_feedback_loop_closed

    @cached_property
    def actions(self) -> list[ComplaintAction]:
        return list(self.complaint.actions.select_related("by").order_by("-at", "-pk"))

    @property
    def deletion_request(self) -> ComplaintAction | None:
        """Returns what the first of two asked, who want it deleted for good."""
        asked = ActionKind.DELETION_REQUESTED
        return next((each for each in self.actions if each.kind == asked), None)

    @cached_property
    def timeline(self) -> list[ComplaintEvent]:
        return sorted(self._events(), key=lambda each: each.at, reverse=True)

    def _events(self) -> Iterator[ComplaintEvent]:
        for action in self.actions:
            sign = ACTION_SIGNS[ActionKind(action.kind)]
            yield _event(action, sign, _action_name(action), action.text)
        for finding in self.complaint.findings.select_related("by"):
            yield _event(finding, "search", _("Found out"), finding.text)
        for delivery in self.complaint.deliveries.select_related("by"):
            yield _event(delivery, "ear", _delivery_name(delivery), delivery.text)


def _event(record: ComplaintRecord, sign: str, what: str, quote: str) -> ComplaintEvent:
    return ComplaintEvent(sign, what, record.at, record.by.name if record.by else "", quote)


def _action_name(action: ComplaintAction) -> str:
    if action.kind == ActionKind.MESSAGE:
        return _("Written to them") if action.by_id else _("They added")
    if action.kind == ActionKind.REFERRED:
        return _("Given to: %(whom)s") % {"whom": action.referred_to}
    return action.get_kind_display()


def _delivery_name(delivery: ResponseDelivery) -> str:
    if delivery.is_satisfied is None:
        return delivery.get_how_display()
    if delivery.is_satisfied:
        return _("They have the answer, and are satisfied")
    return _("They have the answer, and are not satisfied")
