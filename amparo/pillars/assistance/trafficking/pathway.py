"""What counter-trafficking adds to the page of a case, to work lists and to time limits."""

from django.utils.translation import gettext_lazy as _

from ..timers import Timer, register_timers
from ..undertakings import Undertaking, undertakes
from . import figures, standing
from .models.reflection import LIMIT as REFLECTION
from .models.safety import LIMIT as SAFETY

LIMITS = (
    Timer(REFLECTION, _("Time to recover and reflect, at least"), 30, "days"),
    Timer(SAFETY, _("Looking at a safety plan again"), 30, "days"),
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
        )
    )
