"""Routes of broadcasts: of colleagues, and of those who subscribe on the public page."""

from tests.support.route_kinds import (
    COMMUNICATIONS,
    EVERYBODY,
    PUBLIC,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

BROADCAST_READERS = COMMUNICATIONS | SUPERVISOR
SEEN = {"may_not_yet": SUPERVISOR}

ROUTES: dict[str, RoutePermission] = {
    "broadcasts:broadcasts": page_route(BROADCAST_READERS),
    "broadcasts:subscriptions": page_route(BROADCAST_READERS),
    "broadcasts:broadcast": page_route(BROADCAST_READERS).of("broadcast"),
    "broadcasts:broadcast-new": form_route(COMMUNICATIONS),
    "broadcasts:broadcast-edit": form_route(COMMUNICATIONS, **SEEN).of("broadcast_draft"),
    "broadcasts:broadcast-submit": action_route(COMMUNICATIONS, **SEEN).of("broadcast_draft"),
    # Whoever wrote it may not approve it.
    "broadcasts:broadcast-approve": action_route(
        BROADCAST_READERS, post_by={"communications_officer": 409}
    ).of("broadcast_submitted"),
    "broadcasts:broadcast-return": action_route(BROADCAST_READERS).of("broadcast_submitted"),
    "broadcasts:broadcast-pause": action_route(BROADCAST_READERS).of("broadcast_sending"),
    "broadcasts:broadcast-resume": action_route(BROADCAST_READERS).of("broadcast_halted"),
    "broadcasts:broadcast-leave-out": action_route(BROADCAST_READERS).of("broadcast_halted"),
    "broadcasts:broadcast-stop": form_route(BROADCAST_READERS).of("broadcast_sending"),
    # On the public pages, for anybody.
    "public:alerts-subscribe": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:alerts-confirm": form_route(EVERYBODY, get=302, post=403, **PUBLIC),
    "public:alerts-own": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:alerts-own-open": form_route(EVERYBODY, get=302, post=403, **PUBLIC),
    "public:alerts-link": form_route(EVERYBODY, post=403, **PUBLIC).of(token="alert_link"),
}
