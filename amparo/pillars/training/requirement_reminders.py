"""Reminders of required competencies: 60, 30 and 7 days before they lapse, and once they lapsed.

Each is told once. The supervisors are told 7 days before and when it lapsed.
"""

from datetime import date

from django.db import transaction
from django.urls import reverse

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Notification

from .models import CompetencyRequirement, RequirementNotice
from .requirement_status import State, warning_due
from .requirements import StaffStatus, of_staff

LAPSED, LAST_WARNING = 0, 7


def remind_of_requirements() -> int:
    """Notifies who has to renew something; returns how many. A second time it does nothing."""
    found = CompetencyRequirement.objects.filter(ended_at=None).select_related(
        "competency", "office"
    )
    return sum(_remind(each, each.office.today()) for each in found)


def _remind(requirement: CompetencyRequirement, today: date) -> int:
    told = set(
        RequirementNotice.objects.filter(requirement=requirement).values_list(
            "user", "until", "days"
        )
    )
    count = 0
    for each in of_staff(requirement, today):
        days = _due(each, today)
        until = each.status.day if each.status.state == State.LAPSING else None
        if days is not None and (each.user.pk, until, days) not in told:
            _tell(each, until, days)
            count += 1
    return count


def _due(standing: StaffStatus, today: date) -> int | None:
    if standing.status.state == State.LAPSING:
        return warning_due(standing.status.day, today)
    return LAPSED if standing.status.state in (State.GRACE, State.SUSPENDED) else None


@transaction.atomic
def _tell(standing: StaffStatus, until: date | None, days: int) -> None:
    requirement = standing.requirement
    RequirementNotice.objects.create(
        requirement=requirement, user=standing.user, until=until, days=days
    )
    event = "requirement.lapsed" if days == LAPSED else "requirement.lapsing"
    about = requirement.competency.code
    Notification.notify(
        [standing.user], event=event, about=about, url=reverse("training:my-learning"), by=None
    )
    if days <= LAST_WARNING:
        Notification.notify(
            standing.user.supervisors(), event=event, about=about,
            url=requirement.get_absolute_url(), by=None,
        )  # fmt: skip
    log.log_event(None, event, requirement)
