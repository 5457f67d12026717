"""Routes of courses: what is taught is open to all who work here."""

from tests.support.route_kinds import EVERYBODY, RoutePermission, page_route

ROUTES: dict[str, RoutePermission] = {
    "training:courses": page_route(EVERYBODY),
    "training:course": page_route(EVERYBODY).of("course"),
}
