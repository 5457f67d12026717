"""Guidance beside a step of work: what stands there for a reader, and what stood there once.

What a colleague had before them when they decided is an audit entry about the record of that
decision: the refs of the editions, whose texts are frozen. So nobody can say later that other
words stood there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.audit import log, neutral_entries
from amparo.foundation.core.audit.models import AuditEntry, AuditEntryQuerySet
from amparo.foundation.core.records import Record

from .extension_points import (
    EndorsedSubject,
    GuidanceStep,
    StepCard,
    endorsed_subjects,
    guidance_providers,
    guidance_steps,
)

EVENT = "guidance.shown"
# What the pages of a step send back: the editions that stood there.
FIELD = "guidance_shown"
# A screening shows those of each urgent need too.
MOST_SHOWN = 40
NEAREST_FIRST = {"office": 0, "country": 1, "global": 2}


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


def cards_on_page(request: HttpRequest, *steps: str) -> dict[str, list[StepCard]]:
    """Returns what stands beside each step for whoever opens this page. What was asked before is
    kept for the rest of the page: `cards_on_page(request, *all_steps)` first, and parts of the
    page ask nothing anew.
    """
    kept: dict[str, list[StepCard]] = request.__dict__.setdefault("_guidance_of_steps", {})
    if missing := [step for step in steps if step not in kept]:
        kept |= cards_of_steps(missing, user=request.user)  # type: ignore[arg-type]
    return {step: kept[step] for step in steps}


def distinct_cards(found: Mapping[str, Sequence[StepCard]]) -> list[StepCard]:
    """Returns the cards of several steps, each once, the nearest to the office first."""
    cards = {card.ref: card for each in found.values() for card in each}
    return sorted(cards.values(), key=lambda card: NEAREST_FIRST[card.scope])


def log_shown(request: HttpRequest, step: str, record: Record) -> None:
    """Writes which editions stood beside the step when `record` was decided, as the sent form
    says; nothing where none stood there. Part of the caller's transaction.

    Refs that are none are left out, and of more than `MOST_SHOWN` the rest.
    """
    log_editions(
        request.POST.getlist(FIELD), step, record,
        by=request.user, language=(get_language() or "en")[:2],  # type: ignore[arg-type]
    )  # fmt: skip


def field_of_answer(step: str) -> str:
    """Returns the name under which a form sends what stands under an answer."""
    return f"{FIELD}.{step}"


def log_answers_shown(request: HttpRequest, steps: Iterable[str], record: Record) -> None:
    """The same for what stood under answers that were given: those that raise these steps."""
    for step in dict.fromkeys(steps):
        log_editions(
            request.POST.getlist(field_of_answer(step)), step, record,
            by=request.user, language=(get_language() or "en")[:2],  # type: ignore[arg-type]
        )  # fmt: skip


def log_editions(
    sent: Iterable[str], step: str, record: Record, *, by: User, language: str
) -> None:
    """The same for editions that are named otherwise than by a form: by a device.

    What stood there is sealed: the guidance on a flag would tell which flag it was.
    """
    if refs := _known_refs(sent, user=by):
        log.log_sealed_event(by, EVENT, record, step=step, refs=refs, language=language)


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

    subject: EndorsedSubject
    step: GuidanceStep | None
    at: datetime
    by: User | None


def shown_for(records: Sequence[Record], *, user: User) -> Mapping[UUID, list[ShownGuidance]]:
    """Returns what stood there when each of these records was decided, oldest first. Whoever asks
    must be allowed to see the records. Two queries, and one a kind of text.
    """
    refs = [record.ref for record in records]
    entries = _entries_of({log.owner_ref(each) for each in records}).filter(record_ref__in=refs)
    shown: dict[UUID, list[ShownGuidance]] = {ref: [] for ref in refs}
    for ref, each in _shown_in(entries, user=user):
        shown[ref].append(each)
    return shown


def shown_in_file(owner: Record, *, user: User, most: int = 100) -> list[ShownGuidance]:
    """Returns what stood there at each decision in the file of `owner`, newest first. Whoever
    asks must be allowed to see the file.
    """
    entries = _entries_of({log.owner_ref(owner)}).order_by("-at")[:most]
    return [each for _ref, each in _shown_in(entries, user=user)]


def _entries_of(files: Collection[UUID]) -> AuditEntryQuerySet:
    """Of restricted records, what an entry tells is sealed: which these are is seen afterwards."""
    found = AuditEntry.objects.actions().filter(file_ref__in=files)
    return (
        found.filter(event__in=(EVENT, neutral_entries.DONE)).select_related("by").order_by("at")
    )


def _shown_in(
    entries: Iterable[AuditEntry], *, user: User
) -> Iterator[tuple[UUID, ShownGuidance]]:
    opened = [(entry, entry.content) for entry in entries]
    told = [(entry, content.details) for entry, content in opened if content.event == EVENT]
    wanted = {UUID(ref) for _entry, details in told for ref in details.get("refs", ())}
    subjects: dict[UUID, EndorsedSubject] = {}
    for lookup in endorsed_subjects.values():
        subjects |= lookup(wanted, user=user)
    for entry, details in told:
        step = guidance_steps.get(str(details.get("step", "")))
        for ref in map(UUID, details.get("refs", ())):
            if ref in subjects and entry.record_ref is not None:
                yield entry.record_ref, ShownGuidance(subjects[ref], step, entry.at, entry.by)
