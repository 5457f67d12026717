"""What each undertaking of a case adds to the whole-house tests: doors, records, and answers.

`doors.py`, `world.py` and `canaries/answers.py` take it in from here, one module a package.
"""

from . import (
    child_protection as families,
)
from . import (
    counter_trafficking as trafficking,
)
from . import (
    family_tracing as tracing,
)
from . import (
    htcds,
    reintegration,
    returns,
    surveys,
)
from . import (
    payments as money,
)
from . import (
    record_linkage as linking,
)

PARTS = (money, returns, reintegration, surveys, trafficking, htcds, families, tracing, linking)
