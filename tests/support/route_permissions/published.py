"""Routes of figures that leave the office: to institutions, to the public, and from before."""

from tests.support.route_kinds import OFFICIAL, RoutePermission, page_route

ROUTES: dict[str, RoutePermission] = {
    "evidence:published": page_route(OFFICIAL),
    "evidence:published-file": page_route(OFFICIAL),
}
