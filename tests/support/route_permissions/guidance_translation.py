"""Routes of translating guidance."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
