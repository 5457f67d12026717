"""Routes of commitments."""

from tests.support.route_kinds import (
    DATA_OFFICER,
    EVERYBODY,
    OFFICIAL,
    POLICY_OFFICER,
    SUPERVISOR,
    RoutePermission,
    page_route,
)

_READERS = POLICY_OFFICER | SUPERVISOR | DATA_OFFICER
ROUTES: dict[str, RoutePermission] = {
    "dialogue:commitments": page_route(_READERS),
    "dialogue:commitment": page_route(_READERS | OFFICIAL).of("commitment"),
    "dialogue:document": page_route(EVERYBODY).of("source_document"),
}
