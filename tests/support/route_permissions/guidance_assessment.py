"""Routes of self-assessment against a standard."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
