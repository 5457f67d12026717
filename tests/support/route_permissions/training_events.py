"""Routes of training events: everybody who signs in has the list; it holds what opens to them."""

from tests.support.route_kinds import (
    EVERYBODY,
    TRAINER,
    TRAINING_READERS,
    RoutePermission,
    page_route,
)

ROUTES: dict[str, RoutePermission] = {
    "training:events": page_route(EVERYBODY),
    "training:event": page_route(TRAINING_READERS | TRAINER).of("training_event"),
}
