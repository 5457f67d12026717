"""Routes of complaints and of what came of them."""

from tests.support.route_kinds import (
    CASEWORKERS,
    DATA_OFFICER,
    OFFICE_FORM,
    REGISTER_IMPORTERS,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

ROUTES: dict[str, RoutePermission] = {
    # What people tell us of ourselves: those see it whom it reaches
    "advocacy:complaints": page_route(CASEWORKERS | DATA_OFFICER),
    "advocacy:complaint-new": form_route(CASEWORKERS),
    "advocacy:complaint-receipt": page_route(CASEWORKERS),
    "advocacy:complaint-trends": page_route(REGISTER_IMPORTERS),
    "advocacy:complaint": page_route(SUPERVISOR).of("complaint"),
    "advocacy:complaint-step": form_route(SUPERVISOR).of("complaint", deed="'answer"),
    "advocacy:complaint-delete": action_route(SUPERVISOR, post=409).of("complaint"),
    "advocacy:complaint-close": action_route(SUPERVISOR, post=409).of("complaint"),
    "advocacy:complaint-rules": OFFICE_FORM.of("office"),
    "advocacy:you-said": page_route(REGISTER_IMPORTERS),
    "advocacy:you-said-new": form_route(REGISTER_IMPORTERS),
    "advocacy:you-said-entry": form_route(REGISTER_IMPORTERS).of("you_said"),
    "advocacy:you-said-approve": action_route(REGISTER_IMPORTERS).of("you_said"),
    "advocacy:you-said-take-down": action_route(REGISTER_IMPORTERS).of("you_said"),
}
