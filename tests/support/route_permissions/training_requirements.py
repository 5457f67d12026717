"""Routes of required competencies: supervisors of the office keep them."""

from tests.support.route_kinds import (
    EVERYBODY,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# What is required is known to all who work here: to change it is refused, not hidden.
_KNOWN = {"may_not_yet": EVERYBODY - SUPERVISOR}

ROUTES: dict[str, RoutePermission] = {
    "training:requirements": page_route(SUPERVISOR),
    "training:requirement-new": form_route(SUPERVISOR),
    "training:requirement": page_route(SUPERVISOR, **_KNOWN).of("requirement"),
    "training:requirement-end": action_route(SUPERVISOR, **_KNOWN).of("requirement"),
    "training:requirement-waive": form_route(SUPERVISOR, **_KNOWN).of(
        "requirement", user="data_officer"
    ),
    "training:waiver-end": action_route(SUPERVISOR, **_KNOWN).of(
        "requirement", waiver="requirement_waiver"
    ),
}
