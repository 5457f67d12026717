"""The story of a case in words: who did what and when, in the reader's language.

It is told from the lines of the ledger. A line holds codes and refs only; what was written, said
or feared is read from the record that the line speaks of, by those who may open the case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.protection import codes
from amparo.foundation.trust.models import Entry, User
from amparo.ui import words

from .models import Approval, Case, Note, Task


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


def _said(icon_name: str, what: Promise, **how: bool) -> Telling:
    return Telling(icon_name, what, **how)


def _aside(icon_name: str, what: Promise) -> Telling:
    """Told in the whole history only."""
    return Telling(icon_name, what, is_story=False)


TOLD: dict[str, Telling] = {
    "case.opened": _said("user-plus", gettext_lazy("The case was opened")),
    "case.assigned": _said("users", gettext_lazy("Given to a colleague")),
    "case.restricted": _said("lock", gettext_lazy("Changed who may open this case")),
    "transfer.offered": _said("arrows-exchange", gettext_lazy("Offered to another office")),
    "transfer.accepted": _said("arrows-exchange", gettext_lazy("Another office took it over")),
    "transfer.declined": _said("x", gettext_lazy("The other office did not take it over")),
    "transfer.taken_back": _aside("x", gettext_lazy("The offer to another office was taken back")),
    "case.unowned": _said("user", gettext_lazy("Nobody accompanies the case any more")),
    "emergency.opened": Telling(
        "alert-triangle", gettext_lazy("Opened in an emergency"), is_danger=True
    ),
    "emergency.reviewed": _aside("eye", gettext_lazy("The emergency was looked at again")),
    "case.dependant_added": _said("users", gettext_lazy("Somebody joined the case")),
    "case.dependant_left": _said("users", gettext_lazy("Somebody left the case")),
    "case.closed": _said("folder", gettext_lazy("The case was closed")),
    "case.reopened": _said("folder", gettext_lazy("The case was opened again")),
    "case.handed_over": _said("arrows-exchange", gettext_lazy("Handed over to a colleague")),
    "case.printed": _aside("printer", gettext_lazy("The case was printed")),
    "help.became_case": _aside("messages", gettext_lazy("Asked for help on the public pages")),
    "help.added": _said("messages", gettext_lazy("Wrote more with their code")),
    "help.answered": _said("messages", gettext_lazy("Answered under their code")),
    "help.contact_changed": _said("phone", gettext_lazy("Changed how to reach them")),
    "help.withdrawn": Telling(
        "hand-stop", gettext_lazy("Asks with their code to stop"), is_danger=True
    ),
    "screening.held": _said("checkup-list", gettext_lazy("First conversation and screening")),
    "screening.continued": _aside("checkup-list", gettext_lazy("The first conversation went on")),
    "assessment.made": _said("clipboard-list", gettext_lazy("The situation was assessed")),
    "risk.decided": _said("scale", gettext_lazy("Risk weighed: {band}")),
    "plan.begun": _aside("target", gettext_lazy("A plan was begun")),
    "plan.agreed": _said("signature", gettext_lazy("The plan was agreed")),
    "plan.revised": _said("target", gettext_lazy("A new version of the plan")),
    "goal.set": _aside("target", gettext_lazy("A goal was set")),
    "goal.changed": _aside("target", gettext_lazy("A goal was changed")),
    "action.planned": _aside("target", gettext_lazy("Into the plan: {service}")),
    "action.changed": _aside("target", gettext_lazy("An action of the plan was changed")),
    "action.started": _aside("player-skip-forward", gettext_lazy("An action is under way")),
    "action.done": _said("circle-check", gettext_lazy("An action of the plan is done")),
    "action.dropped": _said("x", gettext_lazy("An action of the plan was dropped")),
    "service.given": _said("heart-handshake", gettext_lazy("Given: {service}")),
    "service.voided": _said("x", gettext_lazy("A service record was cancelled")),
    "referral.sent": _said("arrows-exchange", gettext_lazy("Referred to another organization")),
    "referral.acknowledged": _aside("eye", gettext_lazy("They read the referral")),
    "referral.link_made": _aside("link", gettext_lazy("A link was made for them")),
    "referral.link_opened": _aside("eye", gettext_lazy("They opened the link, with its code")),
    "referral.link_refused": _said("lock", gettext_lazy("A link of the referral stayed shut")),
    "referral.asked": _said("messages", gettext_lazy("They asked about the referral")),
    "referral.replied": _said("messages", gettext_lazy("We answered what they asked")),
    "referral.accepted": _said("circle-check", gettext_lazy("The referral was accepted")),
    "referral.rejected": _said("x", gettext_lazy("The referral was not accepted")),
    "referral.reported": _said("heart-handshake", gettext_lazy("They say what they gave")),
    "referral.printed": _aside("printer", gettext_lazy("The letter of the referral was made")),
    "referral.withdrawn": _said("hand-stop", gettext_lazy("The referral was taken back")),
    "referral.closed": _said("check", gettext_lazy("The loop of the referral was closed")),
    "referral.escalated": _said("clock", gettext_lazy("No answer in time: the supervisor knows")),
    "note.written": _said("notes", gettext_lazy("Note")),
    "formfilled.kept": _said("clipboard-check", gettext_lazy("A form was filled in")),
    "formdraft.begun": _aside("pencil", gettext_lazy("A form was begun")),
    "formdraft.thrown_away": _aside("x", gettext_lazy("A form that was begun was thrown away")),
    "filledfile.infected": _aside("lock", gettext_lazy("A file was harmful and locked away")),
    "attachment.kept": _said("file-text", gettext_lazy("A paper was added")),
    "attachment.removed": _aside("file-text", gettext_lazy("A paper was taken out")),
    "attachment.infected": _aside("lock", gettext_lazy("A paper was harmful and locked away")),
    "followup.held": _said("phone-call", gettext_lazy("Follow-up: {mode}")),
    "conference.held": _said("messages", gettext_lazy("Case conference")),
    "alert.raised": _said("alert-triangle", gettext_lazy("Safety alert"), is_danger=True),
    "alert.resolved": _said("shield-check", gettext_lazy("The safety alert was answered")),
    "approval.asked": _said("hourglass", gettext_lazy("The supervisor was asked: {subject}")),
    "approval.given": _said("circle-check", gettext_lazy("The supervisor agreed: {subject}")),
    "approval.sent_back": _said("arrow-left", gettext_lazy("Sent back with a note: {subject}")),
    "closure.proposed": _said("folder", gettext_lazy("Closing was asked for: {reason}")),
    "hold.put": _said("lock", gettext_lazy("The file is held: not to be deleted")),
    "hold.released": _said("lock", gettext_lazy("The file is held no longer")),
    "deletion.asked": _said("hourglass", gettext_lazy("Deleting the file was asked for")),
    "deletion.refused": _said("shield-check", gettext_lazy("The file stays: it is not deleted")),
    "task.set": _aside("calendar", gettext_lazy("Into the calendar: {task}")),
    "task.done": _aside("check", gettext_lazy("Done: {task}")),
    "task.undone": _aside("clock", gettext_lazy("Not done after all: {task}")),
    "task.moved": _aside("calendar", gettext_lazy("Moved to another day")),
    # Not which: an observation may be kept from some who may open the case.
    "observation.recorded": _aside("eye", gettext_lazy("Something was observed")),
    "incident.reported": _aside("eye", gettext_lazy("Something that happened was written down")),
    "risk.assessed": _aside("scale", gettext_lazy("The decision on risk was written down")),
    "risk.reviewed": _said("scale", gettext_lazy("The supervisor looked at the risk: {band}")),
    "consent.given": _said("file-certificate", gettext_lazy("Consent given: {purpose}")),
    "consent.refused": _said("hand-stop", gettext_lazy("Consent not given: {purpose}")),
    "consent.withdrawn": _said("hand-stop", gettext_lazy("Consent taken back: {purpose}")),
    "message.handed": _said("message-2", gettext_lazy("A text was sent to their telephone")),
    "message.delivered": _aside("message-2", gettext_lazy("The text arrived")),
    "message.failed": _said("message-2", gettext_lazy("A text did not arrive")),
    "message.expired": _said("message-2", gettext_lazy("A text was not sent")),
    "message.answered": _said("messages", gettext_lazy("A text was answered")),
    "message.queued": _aside("message-2", gettext_lazy("A text was written")),
    "message.cancelled": _aside("message-2", gettext_lazy("A text was taken back")),
    "exception.asked": _said("hourglass", gettext_lazy("Registered by exception")),
    "exception.confirmed": _said("shield-check", gettext_lazy("The exception was confirmed")),
}
STORY = tuple(deed for deed, telling in TOLD.items() if telling.is_story)
# What belongs to the person's own file, and is part of this story too.
_OF_THE_PERSON = tuple(
    deed for deed in TOLD if deed.startswith(("consent.", "exception.", "message."))
)  # fmt: skip

# Which record, and which of its words, a line is told with.
_WORDS = {
    "note": "words",
    "safetyalert": "words",
    "followup": "story",
    "conference": "decisions",
    "closure": "summary",
    "screening": "first_steps",
    "assessment": "priorities",
}


def entries_of(case: Case, user: User) -> models.QuerySet[Entry]:
    """Every deed in the file of the case, and the person's answers about consent: newest first."""
    of_case = Q(file_ref=case.ref)
    person = case.met_by(user)
    if person:
        of_case |= Q(file_ref=person.ref, deed__in=_OF_THE_PERSON)
    deeds = Entry.objects.deeds().filter(of_case, deed__in=list(TOLD))
    return deeds.select_related("by").order_by("-at", "-pk")


def story_of(case: Case, user: User) -> models.QuerySet[Entry]:
    """Only what moves the story."""
    return entries_of(case, user).filter(deed__in=STORY)


def tell(
    entries: Iterable[Entry], records: Mapping[UUID, models.Model] | None = None
) -> list[Line]:
    """Lines in words, each with the words of the record that it speaks of.

    Records are fetched, once a kind; or only `records` are told with theirs, where they are given.
    """
    entries = list(entries)
    known = _records(entries) if records is None else records
    return [_line(entry, _record(entry, known), known) for entry in entries]


def _record(entry: Entry, known: Mapping[UUID, models.Model]) -> models.Model | None:
    return known.get(entry.record_ref) if entry.record_ref else None


def _records(entries: Iterable[Entry]) -> dict[UUID, models.Model]:
    """What the lines speak of: one query for each kind of record, and one for colleagues named."""
    wanted: dict[str, set[UUID]] = {}
    for entry in entries:
        if entry.record_type in _WORDS and entry.record_ref:
            wanted.setdefault(entry.record_type, set()).add(entry.record_ref)
        elif entry.deed == "case.assigned" and entry.details.get("to"):
            wanted.setdefault("user", set()).add(UUID(entry.details["to"]))
    found: dict[UUID, models.Model] = {}
    for kind, refs in wanted.items():
        model = User if kind == "user" else apps.get_model("assistance", kind)
        found |= {record.ref: record for record in model._default_manager.filter(ref__in=refs)}
    return found


def _line(entry: Entry, record: models.Model | None, known: Mapping[UUID, models.Model]) -> Line:
    telling = TOLD[entry.deed]
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


def _title(entry: Entry, record: models.Model | None, telling: Telling) -> str:
    if isinstance(record, Note):
        return record.get_kind_display()
    return str(telling.what).format_map(_Codes(entry))


def _narrative(entry: Entry, record: models.Model | None) -> str:
    if record is None or entry.record_type not in _WORDS or entry.deed == "alert.resolved":
        return ""
    return shortened(getattr(record, _WORDS[entry.record_type]) or "")


def _whom(entry: Entry, known: Mapping[UUID, models.Model]) -> str:
    to = entry.details.get("to")
    colleague = known.get(UUID(to)) if entry.deed == "case.assigned" and to else None
    return str(colleague) if colleague else ""


def shortened(text: str, most: int = 220) -> str:
    """The beginning of a long text, cut between two words."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + "…"


class _Codes(dict):
    """The codes of one line, each said in the reader's words when a sentence asks for it."""

    def __init__(self, entry: Entry):
        self.details = entry.details

    def __missing__(self, name: str) -> str:
        return _SAYINGS[name](self.details)


def _task(details: dict) -> str:
    return str(dict(Task.What.choices).get(details.get("what", ""), ""))


def _subject(details: dict) -> str:
    return str(dict(Approval.What.choices).get(details.get("what", ""), ""))


_SAYINGS = {
    "band": lambda details: words.band_word(details.get("band", "")),
    "service": lambda details: (
        codes.label("service_type", details.get("kind") or "") or _("an action")
    ),
    "mode": lambda details: codes.label("follow_up_mode", details.get("mode", "")),
    "reason": lambda details: codes.label("closure_reason", details.get("reason", "")),
    "purpose": lambda details: codes.label("consent_scope", details.get("purpose", "")),
    "task": _task,
    "subject": _subject,
}
