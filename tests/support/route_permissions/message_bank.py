"""Routes of the message bank."""

from tests.support.route_kinds import (
    CASEWORKERS,
    COMMUNICATIONS,
    DATA_OFFICER,
    POLICY_OFFICER,
    RoutePermission,
    page_route,
)

MESSAGE_READERS = CASEWORKERS | COMMUNICATIONS | DATA_OFFICER | POLICY_OFFICER

ROUTES: dict[str, RoutePermission] = {
    "message_bank:overview": page_route(MESSAGE_READERS),
    "message_bank:messages": page_route(MESSAGE_READERS),
    "message_bank:message": page_route(MESSAGE_READERS).of("message"),
}
