"""What returns add to the page of a case and to first screens."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.time_limits import TimeLimit, register_timers
from amparo.pillars.assistance.pathways.base import Pathway, Programme, add_pathway

from .models import ReturnJourney
from .models.exit_permissions import COUNTS_FOR
from .models.exit_permissions import DAYS as PERMISSION_DAYS
from .models.interviews import HOURS, INTERVIEW_AFTER
from .progress import LIMITS
from .protection_check import ASKED_AGAIN, DAYS
from .worklists import case_statuses, caseworker_counts, outcome_counts, supervisor_counts


def register_pathway() -> None:
    register_timers(
        TimeLimit(
            ASKED_AGAIN, _("Protection questions are asked again before a return"), DAYS, "days"
        ),
        TimeLimit(
            INTERVIEW_AFTER, _("Voluntariness interview after the counselling"), HOURS, "hours"
        ),
        # Our choice: what countries ask for is their law, and an office sets it.
        TimeLimit(
            COUNTS_FOR, _("An exit permission that names no last day"), PERMISSION_DAYS, "days"
        ),
        *LIMITS.values(),
    )
    add_pathway(
        Pathway(
            name="return",
            icon="home-heart",
            begins="returns:begin",
            offer=_("Prepare a return"),
            exists=lambda: Exists(ReturnJourney.objects.filter(case=OuterRef("pk"))),
            standings=case_statuses,
            may_begin=_may_begin,
            mine=caseworker_counts,
            watched=supervisor_counts,
            programme=Programme.RETURN,
            headlines=outcome_counts,
            filter_name=pgettext_lazy("programme", "Return"),
        )
    )


def _may_begin(case: Case) -> bool:
    """Where somebody could travel: a community or an institution does not."""
    return bool(case.person_id or case.family_id)
