"""How urgent a case is: the levels of its risk, and where it stands in lists."""

from datetime import date

# By what is stored as the risk of a case.
BANDS = ("none", "low", "medium", "high", "critical")
# Where each stands in lists: who is not assessed comes before medium, for nothing known is no
# reason to wait.
URGENCY = (2, 0, 1, 3, 4)
# A case with nothing due sorts after every case with something due.
NO_DUE_DATE = date(9999, 12, 31)
