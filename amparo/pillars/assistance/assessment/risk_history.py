"""How the risk level of a case went: every level that somebody decided, in its time."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.protection.models import RiskAssessment
from amparo.foundation.protection.risk import Band
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats
from amparo.ui.charts import LevelPoint, Levels

BANDS = (Band.LOW, Band.MEDIUM, Band.HIGH, Band.CRITICAL)
MOST = 12


def risk_history(case: Case, user: User) -> Levels | None:
    """Returns the latest decisions as a chart; None where there are fewer than two.

    A decision counts as it stands after its review; a Low that was decided while too little was
    known is a gap. One query.
    """
    decisions = RiskAssessment.objects.latest_first().filter(case_ref=case.ref).accessible_to(user)
    latest = list(decisions.select_related("by", "review__by")[:MOST])
    if len(latest) < 2:
        return None
    today = max(case.office.today(), formats.as_day(latest[0].decided_at))
    return Levels(
        name="risk-history",
        title=_("Risk level over time"),
        levels=tuple(formats.band_word(band.code) for band in BANDS),
        points=tuple(_point(each) for each in reversed(latest)),
        until=LevelPoint(today, _day(today), None),
        point_name=pgettext("chart", "Decision"),
        level_name=pgettext("chart", "Level"),
        detail_name=pgettext("chart", "Decided by"),
    )


def _point(decision: RiskAssessment) -> LevelPoint:
    on = formats.as_day(decision.decided_at)
    level = None if decision.band is Band.NONE else BANDS.index(decision.band)
    return LevelPoint(on, _day(on), level, decision.by.name)


def _day(on: date) -> str:
    return formats.day(on)
