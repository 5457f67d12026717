"""Routes of writing and publishing guidance."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
