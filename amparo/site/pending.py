"""What is pending behind the entries of the menu, for one person: rows that are counted."""

from django.db.models import QuerySet
from django.utils.timezone import localdate

from amparo.foundation.core.models import User
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.fieldwork.models import Submission
from amparo.foundation.people.models import DuplicateCandidate, Message
from amparo.foundation.record_linkage.models import LinkageAgreement
from amparo.pillars.advocacy.broadcasts.models import Broadcast
from amparo.pillars.advocacy.models import Complaint
from amparo.pillars.advocacy.stories.models import Story
from amparo.pillars.advocacy.stories.worklists import awaiting_second_person
from amparo.pillars.assistance.models import Approval, Task
from amparo.pillars.evidence.models import MonthlyReport, Release


def overdue_tasks(user: User) -> QuerySet:
    return Task.objects.of(user).overdue(localdate())


def waiting_approvals(user: User) -> QuerySet:
    return Approval.objects.waiting().accessible_to(user, to="decide").exclude(by=user)


def unacknowledged_complaints(user: User) -> QuerySet:
    return Complaint.objects.filter(status=Complaint.Status.RECEIVED).accessible_to(user)


def odd_submissions(user: User) -> QuerySet:
    return Submission.objects.to_be_looked_at().accessible_to(user, to="keep")


def waiting_pairs(user: User) -> QuerySet:
    pairs = DuplicateCandidate.objects.not_merged().unread_by(user).accessible_to(user, "decide")
    return pairs.filter(state__in=DuplicateCandidate.OPEN)


def data_issues(user: User) -> QuerySet:
    return DataIssue.objects.of(user)


def undelivered_messages(user: User) -> QuerySet:
    messages = Message.objects.undelivered().accessible_to(user, to="work")
    return messages.filter(person__isnull=False)


def unsigned_reports(user: User) -> QuerySet:
    return MonthlyReport.objects.filter(state=MonthlyReport.State.FROZEN).accessible_to(
        user, to="sign"
    )


def unsigned_releases(user: User) -> QuerySet:
    audited = Release.objects.filter(state=Release.State.AUDITED).exclude(by=user)
    return audited.accessible_to(user, to="sign")


def linkage_agreements(user: User) -> QuerySet:
    return LinkageAgreement.objects.accessible_to(user)


def waiting_broadcasts(user: User) -> QuerySet:
    """Paused ones, and those that somebody else wrote and this user may approve."""
    paused = Broadcast.objects.filter(state=Broadcast.State.PAUSED).accessible_to(user, to="run")
    submitted = Broadcast.objects.filter(state=Broadcast.State.SUBMITTED).exclude(by=user)
    return paused | submitted.accessible_to(user, to="approve")


def stories_to_clear(user: User) -> QuerySet[Story]:
    """Stories and photos that wait for this user as the second person."""
    return awaiting_second_person(user)
