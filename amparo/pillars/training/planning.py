"""Planning an event in one go: the event, its sessions and its trainers, all or nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from amparo.foundation.core.models import Office, User

from .models import CourseVersion, EventTrainer, TrainingEvent, TrainingSession


@transaction.atomic
def plan_event(
    *, by: User, office: Office, version: CourseVersion,
    sessions: Iterable[tuple[datetime, datetime]] = (), trainers: Iterable[User] = (),
    outside_trainers: Iterable[str] = (), **fields: Any,
) -> TrainingEvent:  # fmt: skip
    """Plans the event with its sessions and trainers; the first who is named leads."""
    event = TrainingEvent.plan(by=by, office=office, version=version, **fields)
    add_sessions(event, by=by, sessions=sessions)
    is_lead = True
    for user in trainers:
        EventTrainer.appoint(event, by=by, user=user, is_lead=is_lead)
        is_lead = False
    for name in outside_trainers:
        EventTrainer.appoint(event, by=by, name=name, is_lead=is_lead)
        is_lead = False
    return event


@transaction.atomic
def add_sessions(
    event: TrainingEvent, *, by: User, sessions: Iterable[tuple[datetime, datetime]],
    title: str = "",
) -> None:  # fmt: skip
    for starts_at, ends_at in sessions:
        TrainingSession.plan(event, by=by, starts_at=starts_at, ends_at=ends_at, title=title)


def colleagues_who_train(user: User) -> QuerySet[User]:
    """Colleagues of the user's organization with the role of a trainer."""
    organization = user.office.organization_id if user.office else None
    here = Q(memberships__office__organization=organization)
    in_team = Q(memberships__team__office__organization=organization)
    found = User.objects.filter(
        here | in_team, is_active=True, is_system=False, memberships__ended_at=None,
        memberships__role="trainer",
    )  # fmt: skip
    return found.distinct().order_by("name", "pk")
