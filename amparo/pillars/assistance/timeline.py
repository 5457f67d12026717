"""The story of a case in words: who did what and when, in the reader's language.

It is told from the lines of the ledger. A line holds codes and refs only; what was written, said
or feared is read from the record that the line speaks of, by those who may open the case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.core.records import Record
from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .models import (
    Approval,
    Assessment,
    Case,
    Closure,
    Conference,
    FollowUp,
    Note,
    SafetyAlert,
    Screening,
    Task,
)


@dataclass(frozen=True)
class Telling:
    """How one kind of deed is told: its sign, its sentence, and whether it moves the story."""

    icon: str
    what: Promise
    is_story: bool = True
    is_danger: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the story, as a page shows it."""

    icon: str
    what: str
    at: datetime
    who: str = ""
    more: str = ""
    quote: str = ""
    is_danger: bool = False


def said(icon_name: str, what: Promise, **how: bool) -> Telling:
    return Telling(icon_name, what, **how)


def aside(icon_name: str, what: Promise) -> Telling:
    """Told in the whole history only."""
    return Telling(icon_name, what, is_story=False)


TOLD: dict[str, Telling] = {
    "case.opened": said("user-plus", gettext_lazy("The case was opened")),
    "case.assigned": said("users", gettext_lazy("Given to a colleague")),
    "case.restricted": said("lock", gettext_lazy("Changed who may open this case")),
    "transfer.offered": said("arrows-exchange", gettext_lazy("Offered to another office")),
    "transfer.accepted": said("arrows-exchange", gettext_lazy("Another office took it over")),
    "transfer.declined": said("x", gettext_lazy("The other office did not take it over")),
    "transfer.taken_back": aside("x", gettext_lazy("The offer to another office was taken back")),
    "case.unowned": said("user", gettext_lazy("Nobody accompanies the case any more")),
    "emergency.opened": Telling(
        "alert-triangle", gettext_lazy("Opened in an emergency"), is_danger=True
    ),
    "emergency.reviewed": aside("eye", gettext_lazy("The emergency was looked at again")),
    "case.dependant_added": said("users", gettext_lazy("Somebody joined the case")),
    "case.dependant_left": said("users", gettext_lazy("Somebody left the case")),
    "case.closed": said("folder", gettext_lazy("The case was closed")),
    "case.reopened": said("folder", gettext_lazy("The case was opened again")),
    "case.handed_over": said("arrows-exchange", gettext_lazy("Handed over to a colleague")),
    "case.printed": aside("printer", gettext_lazy("The case was printed")),
    "help.became_case": aside("messages", gettext_lazy("Asked for help on the public pages")),
    "help.added": said("messages", gettext_lazy("Wrote more with their code")),
    "help.answered": said("messages", gettext_lazy("Answered under their code")),
    "help.contact_changed": said("phone", gettext_lazy("Changed how to reach them")),
    "help.withdrawn": Telling(
        "hand-stop", gettext_lazy("Asks with their code to stop"), is_danger=True
    ),
    "screening.held": said("checkup-list", gettext_lazy("First conversation and screening")),
    "screening.continued": aside("checkup-list", gettext_lazy("The first conversation went on")),
    "assessment.made": said("clipboard-list", gettext_lazy("The situation was assessed")),
    "risk.decided": said("scale", gettext_lazy("Risk weighed: {band}")),
    "plan.begun": aside("target", gettext_lazy("A plan was begun")),
    "plan.agreed": said("signature", gettext_lazy("The plan was agreed")),
    "plan.revised": said("target", gettext_lazy("A new version of the plan")),
    "goal.set": aside("target", gettext_lazy("A goal was set")),
    "goal.changed": aside("target", gettext_lazy("A goal was changed")),
    "action.planned": aside("target", gettext_lazy("Into the plan: {service}")),
    "action.changed": aside("target", gettext_lazy("An action of the plan was changed")),
    "action.started": aside("player-skip-forward", gettext_lazy("An action is under way")),
    "action.done": said("circle-check", gettext_lazy("An action of the plan is done")),
    "action.dropped": said("x", gettext_lazy("An action of the plan was dropped")),
    "service.given": said("heart-handshake", gettext_lazy("Given: {service}")),
    "service.voided": said("x", gettext_lazy("A service record was cancelled")),
    "referral.sent": said("arrows-exchange", gettext_lazy("Referred to another organization")),
    "referral.acknowledged": aside("eye", gettext_lazy("They read the referral")),
    "referral.link_made": aside("link", gettext_lazy("A link was made for them")),
    "referral.link_opened": aside("eye", gettext_lazy("They opened the link, with its code")),
    "referral.link_refused": said("lock", gettext_lazy("A link of the referral stayed shut")),
    "referral.asked": said("messages", gettext_lazy("They asked about the referral")),
    "referral.replied": said("messages", gettext_lazy("We answered what they asked")),
    "referral.accepted": said("circle-check", gettext_lazy("The referral was accepted")),
    "referral.rejected": said("x", gettext_lazy("The referral was not accepted")),
    "referral.reported": said("heart-handshake", gettext_lazy("They say what they gave")),
    "referral.printed": aside("printer", gettext_lazy("The letter of the referral was made")),
    "referral.withdrawn": said("hand-stop", gettext_lazy("The referral was taken back")),
    "referral.closed": said("check", gettext_lazy("The loop of the referral was closed")),
    "referral.escalated": said("clock", gettext_lazy("No answer in time: the supervisor knows")),
    "note.written": said("notes", gettext_lazy("Note")),
    "formfilled.kept": said("clipboard-check", gettext_lazy("A form was filled in")),
    "formdraft.begun": aside("pencil", gettext_lazy("A form was begun")),
    "formdraft.thrown_away": aside("x", gettext_lazy("A form that was begun was thrown away")),
    "filledfile.infected": aside("lock", gettext_lazy("A file was harmful and locked away")),
    "attachment.kept": said("file-text", gettext_lazy("A paper was added")),
    "attachment.removed": aside("file-text", gettext_lazy("A paper was taken out")),
    "attachment.infected": aside("lock", gettext_lazy("A paper was harmful and locked away")),
    "followup.held": said("phone-call", gettext_lazy("Follow-up: {mode}")),
    "conference.held": said("messages", gettext_lazy("Case conference")),
    "alert.raised": said("alert-triangle", gettext_lazy("Safety alert"), is_danger=True),
    "alert.resolved": said("shield-check", gettext_lazy("The safety alert was answered")),
    "approval.asked": said("hourglass", gettext_lazy("The supervisor was asked: {subject}")),
    "approval.given": said("circle-check", gettext_lazy("The supervisor agreed: {subject}")),
    "approval.sent_back": said("arrow-left", gettext_lazy("Sent back with a note: {subject}")),
    "closure.proposed": said("folder", gettext_lazy("Closing was asked for: {reason}")),
    "hold.put": said("lock", gettext_lazy("The file is held: not to be deleted")),
    "hold.released": said("lock", gettext_lazy("The file is held no longer")),
    "deletion.asked": said("hourglass", gettext_lazy("Deleting the file was asked for")),
    "deletion.refused": said("shield-check", gettext_lazy("The file stays: it is not deleted")),
    "task.set": aside("calendar", gettext_lazy("Into the calendar: {task}")),
    "task.done": aside("check", gettext_lazy("Done: {task}")),
    "task.undone": aside("clock", gettext_lazy("Not done after all: {task}")),
    "task.moved": aside("calendar", gettext_lazy("Moved to another day")),
    # Not which: an observation may be kept from some who may open the case.
    "observation.recorded": aside("eye", gettext_lazy("Something was observed")),
    "incident.reported": aside("eye", gettext_lazy("Something that happened was written down")),
    "risk.assessed": aside("scale", gettext_lazy("The decision on risk was written down")),
    "risk.reviewed": said("scale", gettext_lazy("The supervisor looked at the risk: {band}")),
    "consent.given": said("file-certificate", gettext_lazy("Consent given: {purpose}")),
    "consent.refused": said("hand-stop", gettext_lazy("Consent not given: {purpose}")),
    "consent.withdrawn": said("hand-stop", gettext_lazy("Consent taken back: {purpose}")),
    "message.handed": said("message-2", gettext_lazy("A text was sent to their telephone")),
    "message.delivered": aside("message-2", gettext_lazy("The text arrived")),
    "message.failed": said("message-2", gettext_lazy("A text did not arrive")),
    "message.expired": said("message-2", gettext_lazy("A text was not sent")),
    "message.answered": said("messages", gettext_lazy("A text was answered")),
    "message.queued": aside("message-2", gettext_lazy("A text was written")),
    "message.cancelled": aside("message-2", gettext_lazy("A text was taken back")),
    "exception.asked": said("hourglass", gettext_lazy("Registered by exception")),
    "exception.confirmed": said("shield-check", gettext_lazy("The exception was confirmed")),
}
# What belongs to the person's own file, and is part of this story too.
_OF_THE_PERSON = tuple(
    deed for deed in TOLD if deed.startswith(("consent.", "exception.", "message."))
)  # fmt: skip

# Which of its own words a line about a record is told with.
_WORDS: dict[str, tuple[type[Record], str]] = {}


def narrates(record: type[Record], words: str) -> None:
    """Lines about such a record are told with these words of it."""
    _WORDS[record.audit_name] = (record, words)


narrates(Note, "words")
narrates(SafetyAlert, "words")
narrates(FollowUp, "story")
narrates(Conference, "decisions")
narrates(Closure, "summary")
narrates(Screening, "first_steps")
narrates(Assessment, "priorities")


def entries_of(case: Case, user: User) -> models.QuerySet[AuditEntry]:
    """Every deed in the file of the case, and the person's answers about consent: newest first."""
    of_case = Q(file_ref=case.ref)
    person = case.met_by(user)
    if person:
        of_case |= Q(file_ref=person.ref, event__in=_OF_THE_PERSON)
    deeds = AuditEntry.objects.actions().filter(of_case, event__in=list(TOLD))
    return deeds.select_related("by").order_by("-at", "-pk")


def story_of(case: Case, user: User) -> models.QuerySet[AuditEntry]:
    """Only what moves the story."""
    moving = [deed for deed, telling in TOLD.items() if telling.is_story]
    return entries_of(case, user).filter(event__in=moving)


def tell(
    entries: Iterable[AuditEntry], records: Mapping[UUID, models.Model] | None = None
) -> list[Line]:
    """Lines in words, each with the words of the record that it speaks of.

    Records are fetched, once a kind; or only `records` are told with theirs, where they are given.
    """
    entries = list(entries)
    known = _records(entries) if records is None else records
    return [_line(entry, _record(entry, known), known) for entry in entries]


def _record(entry: AuditEntry, known: Mapping[UUID, models.Model]) -> models.Model | None:
    return known.get(entry.record_ref) if entry.record_ref else None


def _records(entries: Iterable[AuditEntry]) -> dict[UUID, models.Model]:
    """What the lines speak of: one query for each kind of record, and one for colleagues named."""
    wanted: dict[str, set[UUID]] = {}
    for entry in entries:
        if entry.record_type in _WORDS and entry.record_ref:
            wanted.setdefault(entry.record_type, set()).add(entry.record_ref)
        elif entry.event == "case.assigned" and entry.details.get("to"):
            wanted.setdefault("user", set()).add(UUID(entry.details["to"]))
    found: dict[UUID, models.Model] = {}
    for kind, refs in wanted.items():
        model = User if kind == "user" else _WORDS[kind][0]
        there: Any = model._default_manager.filter(ref__in=refs)
        found |= {record.ref: record for record in there}
    return found


def _line(
    entry: AuditEntry, record: models.Model | None, known: Mapping[UUID, models.Model]
) -> Line:
    telling = TOLD[entry.event]
    narrative = _narrative(entry, record)
    is_quote = isinstance(record, Note) and record.kind == Note.Kind.WORDS
    return Line(
        telling.icon,
        _title(entry, record, telling),
        entry.at,
        who=entry.by.name if entry.by else "",
        more="" if is_quote else narrative or _whom(entry, known),
        quote=narrative if is_quote else "",
        is_danger=telling.is_danger,
    )


def _title(entry: AuditEntry, record: models.Model | None, telling: Telling) -> str:
    if isinstance(record, Note):
        return record.get_kind_display()
    return str(telling.what).format_map(_Codes(entry))


def _narrative(entry: AuditEntry, record: models.Model | None) -> str:
    if record is None or entry.record_type not in _WORDS or entry.event == "alert.resolved":
        return ""
    return shortened(getattr(record, _WORDS[entry.record_type][1]) or "")


def _whom(entry: AuditEntry, known: Mapping[UUID, models.Model]) -> str:
    to = entry.details.get("to")
    colleague = known.get(UUID(to)) if entry.event == "case.assigned" and to else None
    return str(colleague) if colleague else ""


def shortened(text: str, most: int = 220) -> str:
    """The beginning of a long text, cut between two words."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + "…"


class _Codes(dict):
    """The codes of one line, each said in the reader's words when a sentence asks for it."""

    def __init__(self, entry: AuditEntry):
        self.details = entry.details

    def __missing__(self, name: str) -> str:
        return _SAYINGS[name](self.details)


def _task(details: dict) -> str:
    return str(dict(Task.What.choices).get(details.get("what", ""), ""))


def _subject(details: dict) -> str:
    return str(dict(Approval.What.choices).get(details.get("what", ""), ""))


_SAYINGS = {
    "band": lambda details: formats.band_word(details.get("band", "")),
    "service": lambda details: (
        code_lists.label("service_type", details.get("kind") or "") or _("an action")
    ),
    "mode": lambda details: code_lists.label("follow_up_mode", details.get("mode", "")),
    "reason": lambda details: code_lists.label("closure_reason", details.get("reason", "")),
    "purpose": lambda details: code_lists.label("consent_scope", details.get("purpose", "")),
    "task": _task,
    "subject": _subject,
}
