"""Cases with something that rests on a fund: as a condition of a list, and as keys."""

from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .extension_points import funded_records


def rests_on(fund: str) -> Q:
    """Cases that the fund with this ref serves, for a list of cases."""
    found = Q()
    for records_on in funded_records:
        found |= Q(Exists(records_on(fund).filter(case=OuterRef("pk")).order_by()))
    return found


@aggregate_query("whoever keeps an office's funds exports the numbers of the cases they serve")
def keys_of_cases_on(fund: str) -> tuple[int, ...]:
    """The keys of those cases, also for a role that opens none of them."""
    found: set[int] = set()
    for records_on in funded_records:
        found |= set(records_on(fund).order_by().values_list("case", flat=True))
    return tuple(found)
