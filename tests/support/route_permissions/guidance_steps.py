"""Routes of guidance beside a step, and remarks on it."""

from tests.support.route_kinds import (
    CASE_OWNER,
    EVERYBODY,
    OWN_PAGE,
    SUPERVISOR,
    RoutePermission,
    form_route,
    page_route,
)

ROUTES: dict[str, RoutePermission] = {
    "guidance:remarks": OWN_PAGE,
    "guidance:translations-waiting": OWN_PAGE,
    "guidance:reviews-waiting": OWN_PAGE,
    # Whoever wrote it, and who is responsible for the text.
    "guidance:remark": page_route(CASE_OWNER | SUPERVISOR).of("guidance_remark"),
    "guidance:remark-answer": form_route(SUPERVISOR, may_not_yet=CASE_OWNER).of("guidance_remark"),
    "guidance:remark-new": form_route(EVERYBODY).of("guidance_edition"),
}
