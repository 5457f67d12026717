"""Why a return may not be booked: a child of whom nobody knows yet with which adult they are.

Protects who would be sent back without anybody who cares for them (CRC 3, 9, 20). Like the
protection questions it is no check that somebody decides: only an answer to the flag ends it.
"""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.pillars.assistance.assessment.flags import CHILD_WITHOUT_ADULT
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats


def refusals_for_children(case: Case, people: list[int]) -> list[str]:
    """Returns what holds the return back, in words: of those who travel, by their keys, or of
    somebody of the case whom the flag does not name.
    """
    raised = _raised_at(case, people)
    return [
        _(
            "Child without an adult: a protection flag of %(day)s is not answered. Nobody may "
            "book this return before somebody answers it."
        )
        % {"day": formats.with_year(localtime(at).date())}
        for at in raised[:1]
    ]


@aggregate_query("a flag counts also in a case that is closed to who asks")
def _raised_at(case: Case, people: list[int]) -> tuple[datetime, ...]:
    """When the open flags were raised, the first first."""
    of_all = Q(person=None) & (Q(case=case.pk) | Q(case__person__in=people))
    flags = ProtectionFlag.objects.unanswered().filter(
        of_all | Q(person__in=people), kind=CHILD_WITHOUT_ADULT
    )
    return tuple(flags.order_by("at").values_list("at", flat=True))
