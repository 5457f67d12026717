"""Routes of patterns of unmet needs and of the chain."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
