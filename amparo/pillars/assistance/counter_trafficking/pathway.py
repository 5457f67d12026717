"""What counter-trafficking adds to the page of a case, to work lists and to time limits."""

from django.utils.translation import gettext_lazy as _

from amparo.pillars.assistance.assessment.flags import TRAFFICKING_SIGNS
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.time_limits import TimeLimit, register_timers
from amparo.pillars.assistance.pathways.base import Pathway, Programme, Proposal, add_pathway

from . import figures, status
from .models.reflection import REFLECTION_TIME_LIMIT as REFLECTION
from .models.safety import SAFETY_PLAN_TIME_LIMIT as SAFETY
from .models.ways import RETRAFFICKING_LIMIT

LIMITS = (
    TimeLimit(REFLECTION, _("Recovery and reflection period, minimum"), 30, "days"),
    TimeLimit(SAFETY, _("Safety plan review"), 30, "days"),
    # Our choice.
    TimeLimit(RETRAFFICKING_LIMIT, _("Reviewing the risk of re-trafficking again"), 30, "days"),
)


def register_pathway() -> None:
    register_timers(*LIMITS)
    add_pathway(
        Pathway(
            name="trafficking",
            icon="shield-check",
            begins="counter_trafficking:begin",
            offer=_("Victims of trafficking"),
            exists=status.exists,
            standings=status.case_statuses,
            may_begin=status.may_begin,
            mine=status.caseworker_counts,
            watched=status.supervisor_counts,
            programme=Programme.TRAFFICKING,
            headlines=figures.outcome_counts,
            keeps=status.keeps,
            filter_name=_("Counter-trafficking"),
            proposal=Proposal(
                TRAFFICKING_SIGNS,
                _("Begin a counter-trafficking file"),
                Case.Confidentiality.TRAFFICKING,
                _(
                    "It is proposed to restrict this case to staff with access to trafficking "
                    "cases. It stays as open as it is until somebody decides so."
                ),
            ),
        )
    )
