"""Routes of registration: anybody registers, and comes back with the code of their badge."""

from tests.support.route_kinds import (
    EVERYBODY,
    PUBLIC,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# Without a code nobody has a page of their own: the way leads to the code.
_OWN = action_route(EVERYBODY, post=403, **PUBLIC)

ROUTES: dict[str, RoutePermission] = {
    "public:my-training": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:my-training-end": _OWN,
    "public:my-training-leave": page_route(EVERYBODY, get=302, **PUBLIC),
}
