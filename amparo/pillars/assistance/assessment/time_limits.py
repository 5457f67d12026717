"""By when each kind of flag is answered, and a need is acted on. Our choice: an office sets its
own.
"""

from django.utils.translation import gettext_lazy as _

from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.cases.time_limits import TimeLimit, register_timers

from .unmet_need import Limits

# In hours, since no day of rest puts them off; the day of the deadline is the same.
SAME_DAY = 12
ACTION, SERVICE = "need.action", "need.service"
LIMITS = (
    TimeLimit("flag.danger_now", _("Answer to a flag: danger now"), SAME_DAY, "hours"),
    TimeLimit("flag.suicide_risk", _("Answer to a flag: risk of suicide"), SAME_DAY, "hours"),
    TimeLimit("flag.medical", _("Answer to a flag: urgent medical need"), SAME_DAY, "hours"),
    TimeLimit(
        "flag.child_without_adult",
        _("Answer to a flag: child without an adult"),
        SAME_DAY,
        "hours",
    ),
    TimeLimit(
        "flag.asylum_wish", _("Answer to a flag: intention to seek asylum"), 1, "working_days"
    ),
    TimeLimit(
        "flag.trafficking_signs", _("Answer to a flag: signs of trafficking"), 1, "working_days"
    ),
    TimeLimit("flag.detention", _("Answer to a flag: detention"), 1, "working_days"),
    TimeLimit("flag.statelessness", _("Answer to a flag: statelessness"), 10, "working_days"),
    TimeLimit(ACTION, _("Action or referral for a need"), 14, "days"),
    TimeLimit(SERVICE, _("Service after an accepted referral"), 30, "days"),
)


def register_time_limits() -> None:
    register_timers(*LIMITS)


def limits_of(rules: CaseSettings) -> Limits:
    """The days that an office allows until a need counts as unmet."""
    return Limits(rules.amount(ACTION), rules.amount(SERVICE))
