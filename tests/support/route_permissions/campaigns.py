"""Routes of campaigns."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
