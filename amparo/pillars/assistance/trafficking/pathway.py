"""What counter-trafficking adds to the page of a case, to work lists and to time limits."""

from django.utils.translation import gettext_lazy as _

from ..assessment.flags import TRAFFICKING_SIGNS
from ..models import Case
from ..timers import Timer, register_timers
from ..undertakings import Proposal, Undertaking, undertakes
from . import figures, standing
from .models.reflection import LIMIT as REFLECTION
from .models.safety import LIMIT as SAFETY
from .models.ways import RETRAFFICKING_LIMIT

LIMITS = (
    Timer(REFLECTION, _("Time to recover and reflect, at least"), 30, "days"),
    Timer(SAFETY, _("Looking at a safety plan again"), 30, "days"),
    # Our choice.
    Timer(RETRAFFICKING_LIMIT, _("Reviewing the risk of re-trafficking again"), 30, "days"),
)


def register_pathway() -> None:
    register_timers(*LIMITS)
    undertakes(
        Undertaking(
            name="trafficking",
            icon="shield-check",
            begins="trafficking:begin",
            offer=_("Out of exploitation"),
            exists=standing.exists,
            standings=standing.standings,
            may_begin=standing.may_begin,
            mine=standing.mine,
            watched=standing.watched,
            headlines=figures.headlines,
            keeps=standing.keeps,
            programme=_("Counter-trafficking"),
            proposal=Proposal(
                TRAFFICKING_SIGNS,
                _("Begin a counter-trafficking file"),
                Case.Confidentiality.TRAFFICKING,
                _(
                    "It is proposed to keep this case to those with leave for trafficking. "
                    "It stays as open as it is until somebody decides so."
                ),
            ),
        )
    )
