"""Who reads issues of data quality: the colleague who is asked; of reminders, also who asks."""

from amparo.foundation.core.permissions.grants import any_of
from amparo.foundation.core.permissions.rules import is_owner, register_rules
from amparo.foundation.funding.permissions import in_own_office

from .models import DataIssue, DataReminder

# Data officers read counts (`queries.py`), and no row.
register_rules(DataIssue, see=is_owner("colleague"), answer=is_owner("colleague"))
register_rules(
    DataReminder, see=any_of(is_owner("colleague"), in_own_office("figure.see", "office"))
)
