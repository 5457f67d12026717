"""Routes of forums and meetings."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
