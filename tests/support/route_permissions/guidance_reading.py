"""Routes of the guidance library and its public part."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
