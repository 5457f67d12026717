"""By when a request for help is answered, and how long what came of nothing is kept."""

from datetime import date, datetime, timedelta

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office
from amparo.pillars.assistance.cases.models.settings import CaseSettings

from .status import NO_DUE_TIME

# Asked late in the evening, "today" is still some hours.
DANGER_AT_LEAST = timedelta(hours=4)


def response_due(office: Office, in_danger: bool) -> datetime:
    """Danger: today. All else: as the office says for acknowledging a request."""
    today = office.today()
    if in_danger:
        return max(office.end_of_day(today), now() + DANGER_AT_LEAST)
    day = CaseSettings.of(office).due("acknowledge", today)
    return office.end_of_day(day) if day else NO_DUE_TIME


def retention_date(office: Office) -> date | None:
    """As long as a first conversation that no work followed."""
    return CaseSettings.of(office).due("retention.screening", office.today())
