"""What the pages of participants show: their trainings, what they agreed to, an event's people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from amparo.foundation.core.models import User

from ..event_rights import rights_on
from ..models import (
    Enrolment,
    Participant,
    ParticipantToken,
    TrainingConsent,
    TrainingEvent,
    TrainingSession,
)
from ..participant_names import query_tokens
from ..results import Scores, shares_and_scores

MOST_OFFERED = 50


def search_participants(rows: QuerySet[Participant], text: str) -> QuerySet[Participant]:
    """Those of whose names each word begins so, or who go by this code; the database compares
    keyed hashes alone.
    """
    words = query_tokens(text)
    if not words:
        return rows
    found = rows
    for word in words:
        key = ParticipantToken.key_of(ParticipantToken.Kind.NAME, word)
        tokens = ParticipantToken.objects.filter(kind=ParticipantToken.Kind.NAME, key=key)
        found = found.filter(pk__in=tokens.values("participant"))
    return rows.filter(Q(pk__in=found.values("pk")) | Q(code=text.strip().upper()[:20]))


@dataclass(frozen=True)
class TrainingRow:
    """One training of a participant: attendance in percent and scores, where they are known."""

    enrolment: Enrolment
    sessions: list[TrainingSession]
    share: int | None
    scores: Scores | None

    @property
    def event(self) -> TrainingEvent:
        return self.enrolment.event

    @property
    def starts_at(self) -> Any:
        return self.sessions[0].starts_at if self.sessions else None

    @property
    def planned_minutes(self) -> int:
        return sum(each.minutes for each in self.sessions)

    @property
    def hours(self) -> float | None:
        """Hours that they were there; of an imported event those of the list."""
        if self.share is not None:
            return round(self.planned_minutes * self.share / 6000, 1)
        return round(self.planned_minutes / 60, 1) if hasattr(self.event, "imported") else None


def training_rows(enrolments: Iterable[Enrolment]) -> list[TrainingRow]:
    """Asks for attendance and scores of these enrolments alone, once for all of them."""
    rows = list(enrolments)
    shares, marks = shares_and_scores(rows)
    return [
        TrainingRow(each, list(each.event.sessions.all()), shares.get(each.pk), marks.get(each.pk))
        for each in rows
    ]


def whole_enrolments(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """With what a row of training shows."""
    return rows.select_related(
        "event__version__course", "event__office", "event__imported", "participant__organization"
    ).prefetch_related("event__version__texts", "event__sessions")


def consent_rows(participant: Participant) -> list[tuple[str, TrainingConsent | None]]:
    """Each purpose, with the answer that holds; None where nobody asked."""
    held = {each.purpose: each for each in participant.consents.all() if each.until is None}
    return [(str(each.label), held.get(each)) for each in TrainingConsent.Purpose]


def participants_section(event: TrainingEvent, user: User) -> dict[str, Any] | None:
    """The section of an event's page that leads to its people, and what is done about them; None
    for who may not see them.
    """
    may = rights_on(event, user)
    if not may & {"keep", "train"}:
        return None
    return {
        "event": event, "may_keep": "keep" in may, "is_imported": hasattr(event, "imported"),
        "is_open_to_all": event.is_public and event.takes_registrations,
    }  # fmt: skip
