"""Routes of training: certificates."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
