"""When one looks how they are after a reunification, and how long a request is kept.

After one, three and six months, and five years: common practice and our choice, not a rule of
anybody's. Each office sets its own.
"""

from django.utils.translation import gettext_lazy as _

from amparo.pillars.assistance.cases.time_limits import TimeLimit, register_timers

register_timers(
    TimeLimit("reunification.first", _("First visit after a reunification"), 30, "days"),
    TimeLimit("reunification.second", _("Second visit after a reunification"), 91, "days"),
    TimeLimit("reunification.third", _("Third visit after a reunification"), 182, "days"),
    TimeLimit("retention.tracing", _("Retention: closed tracing request"), 5, "years"),
)
