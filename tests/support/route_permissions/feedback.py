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
    "feedback:complaints": page_route(CASEWORKERS | DATA_OFFICER),
    "feedback:complaint-new": form_route(CASEWORKERS),
    "feedback:complaint-code": page_route(CASEWORKERS),
    "feedback:statistics": page_route(REGISTER_IMPORTERS),
    "feedback:complaint": page_route(SUPERVISOR).of("complaint"),
    "feedback:complaint-action": form_route(SUPERVISOR).of("complaint", action="'answer"),
    "feedback:complaint-delete": action_route(SUPERVISOR, post=409).of("complaint"),
    "feedback:complaint-close": action_route(SUPERVISOR, post=409).of("complaint"),
    "feedback:complaint-settings": OFFICE_FORM.of("office"),
    "feedback:you-said-list": page_route(REGISTER_IMPORTERS),
    "feedback:you-said-new": form_route(REGISTER_IMPORTERS),
    "feedback:you-said-edit": form_route(REGISTER_IMPORTERS).of("you_said"),
    "feedback:you-said-approve": action_route(REGISTER_IMPORTERS).of("you_said"),
    "feedback:you-said-remove": action_route(REGISTER_IMPORTERS).of("you_said"),
}
