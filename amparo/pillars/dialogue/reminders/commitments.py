"""Reminders of commitments: 30 days before a deadline, and when it has passed. Each once."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Notification, User

from ..models import Commitment, CommitmentBearer

BEFORE = timedelta(days=30)


@transaction.atomic
def remind_of_deadlines(today: date) -> int:
    """Notifies who speaks for a duty bearer and who keeps the commitment; returns of how many.

    One query finds them, however many commitments there are.
    """
    soon = Q(reminded=Commitment.Reminded.NOTHING, deadline__lte=today + BEFORE)
    late = Q(reminded=Commitment.Reminded.BEFORE, deadline__lt=today)
    found = list(Commitment.objects.open().filter(soon | late).order_by("pk")[:1000])
    people = _people_of(found)
    for each in found:
        is_late = each.deadline < today
        each.reminded = Commitment.Reminded.LATE if is_late else Commitment.Reminded.BEFORE
        each.save(update_fields=["reminded"])
        event = "commitment.overdue" if is_late else "commitment.due_soon"
        log.log_event(None, event, each)
        Notification.notify(
            people[each.pk], event=event, about=each.title, url=each.get_absolute_url(), by=None
        )
    return len(found)


def _people_of(commitments: list[Commitment]) -> dict[int, list[User]]:
    """Who speaks for its bearers, and who keeps commitments in its office. Three queries."""
    borne: dict[int, list[int]] = defaultdict(list)
    rows = CommitmentBearer.objects.filter(commitment__in=commitments, until=None)
    for commitment, organization in rows.values_list("commitment", "organization"):
        borne[commitment].append(organization)
    officials: dict[int, list[User]] = defaultdict(list)
    speaks = User.objects.filter(is_active=True, memberships__role="official")
    for user in speaks.distinct().prefetch_related("memberships__office"):
        for place in user.memberships.all():
            if place.role == "official" and place.office:
                officials[place.office.organization_id].append(user)
    keepers: dict[int, list[User]] = defaultdict(list)
    keeps = User.objects.filter(is_active=True, memberships__role="policy_officer")
    for user in keeps.distinct().prefetch_related("memberships"):
        for place in user.memberships.all():
            if place.role == "policy_officer" and place.office_id:
                keepers[place.office_id].append(user)
    return {
        each.pk: list(dict.fromkeys([
            *keepers[each.office_id],
            *(user for organization in borne[each.pk] for user in officials[organization]),
        ]))
        for each in commitments
    }  # fmt: skip
