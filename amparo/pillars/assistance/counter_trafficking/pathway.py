"""What counter-trafficking adds to the page of a case, to work lists and to time limits."""

from django.utils.translation import gettext_lazy as _

from amparo.pillars.assistance.assessment.flags import TRAFFICKING_SIGNS
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.time_limits import Timer, register_timers
from amparo.pillars.assistance.pathways.base import Pathway, Programme, Proposal, add_pathway

from . import figures, status
from .models.reflection import LIMIT as REFLECTION
from .models.safety import LIMIT as SAFETY
from .models.ways import RETRAFFICKING_LIMIT

LIMITS = (
    Timer(REFLECTION, _("Recovery and reflection period, minimum"), 30, "days"),
    Timer(SAFETY, _("Safety plan review"), 30, "days"),
    # Our choice.
    Timer(RETRAFFICKING_LIMIT, _("Reviewing the risk of re-trafficking again"), 30, "days"),
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
            standings=status.standings,
            may_begin=status.may_begin,
            mine=status.mine,
            watched=status.watched,
            programme=Programme.TRAFFICKING,
            headlines=figures.headlines,
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
