"""What each undertaking of a case adds to the whole-house tests: doors, records, and answers.

`doors.py`, `world.py` and `canaries/answers.py` take it in from here, one module a package.
"""

from . import (
    families,
    htcds,
    linking,
    money,
    reintegration,
    returns,
    surveys,
    tracing,
    trafficking,
)

PARTS = (money, returns, reintegration, surveys, trafficking, htcds, families, tracing, linking)
