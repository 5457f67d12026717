"""Routes of advocacy asks."""

from tests.support.route_kinds import RoutePermission

ROUTES: dict[str, RoutePermission] = {}
