"""Routes of patterns of unmet needs and of the chain."""

from tests.support.route_kinds import (
    CASEWORKERS,
    COMMUNICATIONS,
    DATA_OFFICER,
    POLICY_OFFICER,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_READERS = POLICY_OFFICER | CASEWORKERS | DATA_OFFICER | COMMUNICATIONS | TRAINING_ORGANIZER
ROUTES: dict[str, RoutePermission] = {
    "links:chain": page_route(_READERS),
    "links:pattern": page_route(_READERS).of("pattern"),
    "links:connect": form_route(POLICY_OFFICER, post=303).of("commitment", kind="'commitment"),
    "links:link-remove": action_route(POLICY_OFFICER, may_not_yet=_READERS - POLICY_OFFICER).of(
        "pattern_link"
    ),
}
