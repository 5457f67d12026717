"""Guidance beside a step of work: what stands there for a reader, and what stood there once.

What a colleague had before them when they decided is an audit entry about the record of that
decision: the refs of the editions, whose texts are frozen. So nobody can say later that other
words stood there.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.audit import log, neutral_entries
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.records import Record

from .extension_points import (
    GuidanceStep,
    StepCard,
    endorsed_subjects,
    guidance_providers,
    guidance_steps,
)

EVENT = "guidance.shown"
# What the pages of a step send back: the editions that stood there.
FIELD = "guidance_shown"
MOST_SHOWN = 12


def register_steps(*steps: GuidanceStep) -> None:
    """Registers steps of work; a code that is registered twice raises ImproperlyConfigured."""
    for step in steps:
        guidance_steps.register(step.code, step)


def cards_of_steps(
    steps: Collection[str], *, user: User | None, language: str = ""
) -> dict[str, list[StepCard]]:
    """Returns what stands beside each step, the nearest to the office of `user` first."""
    language = language or (get_language() or "en")[:2]
    found: dict[str, list[StepCard]] = {step: [] for step in steps}
    for provider in guidance_providers:
        for step, cards in provider(steps, user=user, language=language).items():
            found[step].extend(cards)
    return found


def log_shown(request: HttpRequest, step: str, record: Record) -> None:
    """Writes which editions stood beside the step when `record` was decided, as the sent form
    says; nothing where none stood there. Part of the caller's transaction.

    Refs that are none are left out, and of more than `MOST_SHOWN` the rest.
    """
    refs = _known_refs(request.POST.getlist(FIELD), user=request.user)  # type: ignore[arg-type]
    if refs:
        log.log_event(
            request.user, EVENT, record, step=step, refs=refs,  # type: ignore[arg-type]
            language=(get_language() or "en")[:2],
        )  # fmt: skip


def _known_refs(sent: Iterable[str], *, user: User) -> list[str]:
    refs = []
    for each in list(sent)[:MOST_SHOWN]:
        try:
            refs.append(UUID(each))
        except ValueError:
            continue
    known = {ref for lookup in endorsed_subjects.values() for ref in lookup(refs, user=user)}
    return [str(ref) for ref in dict.fromkeys(refs) if ref in known]


@dataclass(frozen=True)
class ShownGuidance:
    """Guidance that stood beside a step when somebody decided."""

    title: str
    url: str
    step: GuidanceStep | None
    at: datetime
    by: User | None


def shown_for(records: Sequence[Record], *, user: User) -> Mapping[UUID, list[ShownGuidance]]:
    """Returns what stood there when each of these records was decided, oldest first. Whoever asks
    must be allowed to see the records. Two queries, and one a kind of text.
    """
    refs = [record.ref for record in records]
    found = (
        AuditEntry.objects.actions()
        .filter(file_ref__in={log.owner_ref(each) for each in records}, record_ref__in=refs)
        .filter(event__in=(EVENT, neutral_entries.DONE))
    )
    # Of restricted records, what an entry tells is sealed.
    entries = [
        each for each in found.select_related("by").order_by("at") if each.content.event == EVENT
    ]
    wanted = {UUID(ref) for entry in entries for ref in entry.content.details.get("refs", ())}
    titles: dict[UUID, tuple[str, str]] = {}
    for lookup in endorsed_subjects.values():
        titles |= lookup(wanted, user=user)
    shown: dict[UUID, list[ShownGuidance]] = {ref: [] for ref in refs}
    for entry in entries:
        step = guidance_steps.get(str(entry.content.details.get("step", "")))
        for ref in map(UUID, entry.content.details.get("refs", ())):
            if ref in titles and entry.record_ref is not None:
                title, url = titles[ref]
                shown[entry.record_ref].append(ShownGuidance(title, url, step, entry.at, entry.by))
    return shown
