"""The story of a case in words: who did what and when, in the reader's language.

It is told from the lines of the ledger. A line holds codes and refs only; what was written, said
or feared is read from the record that the line speaks of, by those who may open the case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext

from amparo.foundation.core.audit import neutral_entries
from amparo.foundation.core.audit.events import AuditEvent, quoted_fields
from amparo.foundation.core.audit.record_types import event_types
from amparo.foundation.core.extension_points import audit_events
from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .models import (
    ApprovalRequest,
    Case,
    Note,
    Task,
)


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the story, as a page shows it."""

    icon: str
    what: str
    at: datetime
    who: str = ""
    more: str = ""
    quote: str = ""
    is_danger: bool = False
    label: str = ""  # of several of its kind
    is_story: bool = True

    @property
    def run(self) -> tuple[str, str, date]:
        """What lines of one run have in common."""
        return self.label, self.who, formats.as_day(self.at)


# What belongs to the person's own file, and is part of this story too.
_OF_THE_PERSON = ("consent.", "exception.", "message.")
# So many sealed entries are opened to say of which kinds a restricted file has any.
MOST_SEALED = 500


def timeline_events() -> dict[str, AuditEvent]:
    """Returns the events that a timeline shows, by their codes."""
    return {code: event for code, event in audit_events.items() if event.icon}


def case_audit_entries(case: Case, user: User) -> models.QuerySet[AuditEntry]:
    """Every deed in the file of the case, and the person's answers about consent: newest first."""
    of_case = Q(file_ref=case.ref)
    person = case.met_by(user)
    if person:
        told = [code for code in timeline_events() if code.startswith(_OF_THE_PERSON)]
        of_case |= Q(file_ref=person.ref, event__in=told)
    shown = [*timeline_events(), neutral_entries.DONE]
    deeds = AuditEntry.objects.actions().filter(of_case, event__in=shown)
    return deeds.select_related("by").order_by("-at", "-pk")


def kinds_in(entries: models.QuerySet[AuditEntry]) -> list[tuple[str, str]]:
    """The kinds of records that the entries are about, with their labels and in their order.

    One query; and one more in a restricted file, whose entries say it in their sealed part: of so
    many (`MOST_SEALED`) of the newest.
    """
    events = set(entries.order_by().values_list("event", flat=True).distinct())
    if neutral_entries.DONE in events:
        sealed = entries.filter(event=neutral_entries.DONE)[:MOST_SEALED]
        events |= {entry.content.event for entry in sealed} & timeline_events().keys()
    labels = event_types()
    kinds = {kind for event in events if (kind := kind_of(event)) in labels}
    return sorted(((kind, str(labels[kind])) for kind in kinds), key=lambda each: each[1])


def of_kind(entries: models.QuerySet[AuditEntry], kind: str) -> models.QuerySet[AuditEntry]:
    """The entries about one kind of record, and all sealed ones: `kind_of` their content tells."""
    return entries.filter(Q(event__startswith=f"{kind}.") | Q(event=neutral_entries.DONE))


def kind_of(event: str) -> str:
    """Returns the kind of record that an event is about."""
    return event.partition(".")[0]


def case_timeline(case: Case, user: User, most: int) -> list[AuditEntry]:
    """The newest that move the story. Of a restricted file more are read: some are asides, which
    only their sealed part says.
    """
    moving = {code for code, event in timeline_events().items() if event.story}
    entries = case_audit_entries(case, user).filter(event__in=[*moving, neutral_entries.DONE])
    entries = entries[: most * (4 if case.is_restricted else 1)]
    return [entry for entry in entries if entry.content.event in moving][:most]


def timeline_entries(
    entries: Iterable[AuditEntry], records: Mapping[UUID, models.Model] | None = None
) -> list[TimelineEntry]:
    """Lines in words, each with the words of the record that it speaks of.

    Records are fetched, once a kind; or only `records` are told with theirs, where they are given.
    """
    shown = timeline_events()
    entries = [entry for entry in entries if entry.content.event in shown]
    known = _records(entries) if records is None else records
    return [_line(entry, _record(entry, known), known) for entry in entries]


def collapse(lines: Iterable[TimelineEntry]) -> Iterator[TimelineEntry]:
    """Yields the lines; those that do not move the story, and that one colleague wrote in a row on
    one day, as one: what was done, how many times, and what each was about.
    """
    for (_run, is_story), found in groupby(lines, key=lambda line: (line.run, line.is_story)):
        run = list(found)
        yield from run if is_story or len(run) == 1 else [_join(run)]


def collapse_runs(lines: Iterable[TimelineEntry]) -> Iterator[TimelineEntry]:
    """Yields the lines; those of one kind, by one colleague, in a row on one day, as one."""
    for _run, found in groupby(lines, key=lambda line: line.run):
        run = list(found)
        yield run[0] if len(run) == 1 else _join(run)


def _join(run: list[TimelineEntry]) -> TimelineEntry:
    names = dict.fromkeys(line.more for line in run if line.more)
    return replace(
        run[0],
        what=f"{run[0].label} × {formats.number(len(run))}",
        more=formats.join_list(names),
    )


def _record(entry: AuditEntry, known: Mapping[UUID, models.Model]) -> models.Model | None:
    return known.get(entry.record_ref) if entry.record_ref else None


def _records(entries: Iterable[AuditEntry]) -> dict[UUID, models.Model]:
    """What the lines speak of: one query for each kind of record, and one for colleagues named."""
    wanted: dict[str, set[UUID]] = {}
    for entry in entries:
        content = entry.content
        if content.record_type in quoted_fields() and entry.record_ref:
            wanted.setdefault(content.record_type, set()).add(entry.record_ref)
        elif content.event == "case.assigned" and content.details.get("to"):
            wanted.setdefault("user", set()).add(UUID(content.details["to"]))
    found: dict[UUID, models.Model] = {}
    for kind, refs in wanted.items():
        model = User if kind == "user" else quoted_fields()[kind][0]
        there: Any = model._default_manager.filter(ref__in=refs)
        found |= {record.ref: record for record in there}
    return found


def _line(
    entry: AuditEntry, record: models.Model | None, known: Mapping[UUID, models.Model]
) -> TimelineEntry:
    event = audit_events[entry.content.event]
    narrative = _narrative(entry, record)
    is_quote = isinstance(record, Note) and record.kind == Note.Kind.QUOTE
    return TimelineEntry(
        event.icon,
        _title(entry, record, event),
        entry.at,
        who=entry.by.name if entry.by else "",
        more="" if is_quote else narrative or _whom(entry, known) or _named(entry),
        quote=narrative if is_quote else "",
        is_danger=event.danger,
        label=str(event.label),
        is_story=event.story,
    )


def _title(entry: AuditEntry, record: models.Model | None, event: AuditEvent) -> str:
    if isinstance(record, Note):
        return record.get_kind_display()
    return str(event.sentence).format_map(_Codes(entry))


def _narrative(entry: AuditEntry, record: models.Model | None) -> str:
    content = entry.content
    quoted = quoted_fields().get(content.record_type)
    if record is None or quoted is None or content.event == "alert.resolved":
        return ""
    field = audit_events[content.event].quote or quoted[1]
    return shortened(getattr(record, field) or "") if field else ""


def _whom(entry: AuditEntry, known: Mapping[UUID, models.Model]) -> str:
    to = entry.content.details.get("to")
    colleague = known.get(UUID(to)) if entry.content.event == "case.assigned" and to else None
    return str(colleague) if colleague else ""


def _named(entry: AuditEntry) -> str:
    """The factor or threat that was observed, or the harm that was done."""
    code = str(entry.content.details.get("code") or "")
    if not code or entry.content.event not in ("observation.recorded", "incident.reported"):
        return ""
    factor = code_lists.find("factor", code)
    return factor.label if factor else code_lists.threat_label(code)


def shortened(text: str, most: int = 220) -> str:
    """The beginning of a long text, cut between two words."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + "…"


class _Codes(dict):
    """The codes of one line, each said in the reader's words when a sentence asks for it."""

    def __init__(self, entry: AuditEntry):
        self.details = entry.content.details

    def __missing__(self, name: str) -> str:
        return _DETAIL_TEXTS[name](self.details)


def _task(details: dict) -> str:
    return str(dict(Task.What.choices).get(details.get("what", ""), ""))


def _subject(details: dict) -> str:
    return str(dict(ApprovalRequest.What.choices).get(details.get("what", ""), ""))


_DETAIL_TEXTS = {
    "band": lambda details: formats.band_word(details.get("band", "")),
    "service": lambda details: (
        code_lists.label("service_type", details.get("kind") or "") or pgettext("button", "action")
    ),
    "mode": lambda details: code_lists.label("follow_up_mode", details.get("mode", "")),
    "reason": lambda details: code_lists.label("closure_reason", details.get("reason", "")),
    "purpose": lambda details: code_lists.label("consent_scope", details.get("purpose", "")),
    "task": _task,
    "subject": _subject,
}
