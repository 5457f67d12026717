"""Reminders of meetings: papers that are due and missing, actions past their day; once each."""

from datetime import timedelta

from django.db import transaction

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User

from ..models import ActionItem, Convening, FocalPoint

# So many days before papers are due it is said that some are missing.
PAPERS_SOON = timedelta(days=2)


@transaction.atomic
def remind_of_papers() -> int:
    """Reminds of meetings whose papers are due in two days and of which an item has none; returns
    of how many.
    """
    moment = now()
    soon = (moment + PAPERS_SOON).date()
    found = Convening.objects.filter(
        state__in=Convening.COMING, papers_due_on__lte=soon, papers_reminded_at=None,
        starts_at__gt=moment,
    ).select_related("forum", "office")  # fmt: skip
    due = [
        each for each in found
        if _are_papers_due(each) and items_without_papers(each)
    ]  # fmt: skip
    for meeting in due:
        meeting.papers_reminded_at = moment
        meeting.save(update_fields=["papers_reminded_at"])
        log.log_event(None, "meeting.papers_due", meeting)
        people = meeting.keepers()
        if meeting.state == Convening.State.CALLED:
            people += meeting.seated_users()
        meeting.notify(people, "meeting.papers_due", by=None)
    return len(due)


@transaction.atomic
def remind_of_actions() -> int:
    """Reminds of actions whose day has passed: their owners, where they sit in the forum with an
    account, and the keepers; returns of how many.
    """
    moment = now()
    found = ActionItem.objects.late(moment.date() + timedelta(days=1)).filter(reminded_at=None)
    late = [
        each for each in found.select_related("item__convening__forum", "item__convening__office")
        if each.is_late(each.item.convening.office.today())
    ]  # fmt: skip
    for action in late:
        meeting = action.item.convening
        action.reminded_at = moment
        action.save(update_fields=["reminded_at"])
        log.log_event(None, "meetingaction.late", action)
        meeting.notify([*meeting.keepers(), *_owners(action)], "meetingaction.late", by=None)
    return len(late)


def _are_papers_due(meeting: Convening) -> bool:
    day = meeting.papers_due_on
    return day is not None and day <= meeting.office.today() + PAPERS_SOON


def items_without_papers(meeting: Convening) -> int:
    """How many items of the agenda have no paper of their own."""
    with_papers = meeting.papers.exclude(storage_key="", url="").exclude(item=None)
    return meeting.items.accepted().exclude(pk__in=with_papers.values("item")).count()


def _owners(action: ActionItem) -> list[User]:
    points = FocalPoint.objects.filter(
        until=None, seat__until=None, seat__organization=action.owner_id, user__is_active=True,
        seat__forum=action.item.convening.forum_id,
    ).select_related("user")  # fmt: skip
    return [each.user for each in points if each.user is not None]
