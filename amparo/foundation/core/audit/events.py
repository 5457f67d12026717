"""Audit events: what each is called, and how it is shown in a timeline and in a notification.

A model names the events of its records in its `class Events`; those that are about no single
record (a list that was looked at, a sign-in) stand in `audit_events.py` of their app. A label says
what was done and never to whom: it fits every entry of its event, and is read by the auditor, by
colleagues and by the person who asks who opened their file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..extension_points import audit_events, notice_kinds
from ..notifications.kinds import Notice
from .record_types import record_types


@dataclass(frozen=True)
class AuditEvent:
    """One kind of audit entry.

    `label` is its sentence in the audit log. With an `icon` it is also part of the timeline of a
    case: as `timeline` says it there, or by its label; `story` says whether it moves the story or
    stands in the whole history only, `danger` whether it warns. `notice` is its kind of
    notification. `code` is what entries store instead of the attribute's name, where that was
    renamed. `quote` names the field that its timeline entry quotes, where it is another one than
    its model says.
    """

    label: str | Promise
    icon: str = ""
    timeline: str | Promise = ""
    story: bool = True
    danger: bool = False
    notice: Notice | None = None
    code: str = ""
    quote: str = ""

    @property
    def sentence(self) -> str | Promise:
        """Returns what the timeline says of it."""
        return self.timeline or self.label


# Events of a record of any type.
EVENTS_OF_ANY_RECORD: dict[str, Promise] = {
    "seen": _("Opened: %(what)s"),
    "denied": _("Access denied: %(what)s"),
    "changed": _("Changed: %(what)s"),
    "dropped": _("Removed: %(what)s"),
    "erased": _("Deleted: %(what)s"),
}


def register_model(model: type[models.Model]) -> None:
    """Registers the inner `class Events` of a model: an event `note.written` is the attribute
    `written` of the model whose `audit_name`, or whose `Events.prefix`, is "note". `Events.quote`
    names the field that its timeline entries quote.
    """
    inner = vars(model).get("Events")
    if inner is None:
        return
    prefix = getattr(inner, "prefix", "") or model.audit_name  # type: ignore[attr-defined]
    named = {name: each for name, each in vars(inner).items() if isinstance(each, AuditEvent)}
    register_events({f"{prefix}.{each.code or name}": each for name, each in named.items()})


def register_events(events: Mapping[str, AuditEvent]) -> None:
    """Registers events by their codes; a code that is registered twice raises
    ImproperlyConfigured.
    """
    for code, event in events.items():
        audit_events.register(code, event)


def register_notices(notices: Mapping[str, Notice]) -> None:
    """Registers the kinds of notifications that go with no audit event of the same code."""
    for code, notice in notices.items():
        notice_kinds.register(code, notice)


def notices() -> dict[str, Notice]:
    """Returns each kind of notification, by its code."""
    told = {code: event.notice for code, event in audit_events.items() if event.notice}
    return dict(notice_kinds) | told


@cache
def quoted_fields() -> dict[str, tuple[type[models.Model], str]]:
    """Returns the model and the field that timeline entries quote, by `audit_name`; the field is
    "" where only some events of the model quote one, each its own.
    """
    found = {}
    for model in apps.get_models():
        inner = vars(vars(model).get("Events", object))
        own = [each.quote for each in inner.values() if isinstance(each, AuditEvent)]
        if "quote" in inner or any(own):
            found[model.audit_name] = (model, inner.get("quote", ""))  # type: ignore[attr-defined]
    return found


def is_registered(event: str) -> bool:
    """Returns whether the event has a label."""
    kind, _dot, how = event.rpartition(".")
    return event in audit_events or (how in EVENTS_OF_ANY_RECORD and kind in record_types())


def event_label(event: str) -> str:
    """Returns the label of an event; for one of another version, a sentence with its code."""
    if event in audit_events:
        return str(audit_events[event].label)
    kind, _dot, how = event.rpartition(".")
    if how in EVENTS_OF_ANY_RECORD and kind in record_types():
        return str(EVENTS_OF_ANY_RECORD[how]) % {"what": record_types()[kind]}
    return gettext("Other action (%(code)s)") % {"code": event}


def record_label(record_type: str) -> str:
    """Returns the label of a record type; the type itself where it has none."""
    return str(record_types().get(record_type, record_type))
