"""Routes of guidance beside a step, and remarks on it."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
