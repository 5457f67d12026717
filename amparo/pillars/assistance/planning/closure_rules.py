"""What closing a case asks of its plan and follow-ups."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

from ..cases.models import Case, Closure
from ..cases.models.closures import LOST
from .models import FollowUp, Goal


def check_contact_attempts(closure: Closure) -> None:
    """Raises Refusal where contact is said to be lost before the office's number of attempts was
    made over its number of days.
    """
    if closure.reason != LOST:
        return
    case = closure.case
    attempts = FollowUp.attempts_since_contact(case)
    wanted = case.rules.amount("lost_contact.attempts")
    days = case.rules.amount("lost_contact.days")
    first = attempts.last()
    long_enough = first and first.on <= case.office.today() - timedelta(days=days or 0)
    if attempts.count() < (wanted or 0) or not long_enough:
        raise Refusal(
            _(
                "Contact counts as lost after %(count)s attempts over %(days)s days. "
                "Record each attempt as a follow-up."
            )
            % {"count": wanted, "days": days}
        )


def goals_of_closure(case: Case) -> QuerySet[Goal]:
    """Returns the goals of the plan in force, whose results a closure asks for."""
    return Goal.objects.filter(case=case, plan__replaced_by=None).order_by("pk")
