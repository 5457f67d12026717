"""Routes of the import and export of commitments."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
