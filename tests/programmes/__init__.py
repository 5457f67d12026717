"""What each programme of a case adds to tests of the whole product: routes, records, answers.

`tests/support/route_permissions`, `tests/support/sample_data` and `tests/canaries/http_client.py`
take it from `PARTS`, one module for each package.
"""

from . import (
    child_protection,
    counter_trafficking,
    family_tracing,
    htcds,
    payments,
    record_linkage,
    reintegration,
    returns,
    surveys,
)

PARTS = (
    payments,
    returns,
    reintegration,
    surveys,
    counter_trafficking,
    htcds,
    child_protection,
    family_tracing,
    record_linkage,
)
