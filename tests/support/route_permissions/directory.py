"""Routes of the directory of services."""

from dataclasses import replace

from tests.support.route_kinds import (
    ADMIN_ACTION,
    ADMIN_PAGE,
    DATA_OFFICER,
    EVERYBODY,
    OFFICE_FORM,
    POLICY_OFFICER,
    PUBLIC,
    REGISTER_IMPORTERS,
    SERVICE_FORM,
    SERVICE_PAGE,
    SERVICE_TAP,
    SUPERVISOR,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

ROUTES: dict[str, RoutePermission] = {
    # Those who help
    "directory:services": SERVICE_PAGE,
    "directory:service": SERVICE_PAGE.of("listed"),
    "directory:service-edit": SERVICE_FORM.of("listed"),
    "directory:service-translation": SERVICE_TAP.of("listed", language="'ar"),
    "directory:service-confirm": replace(SERVICE_FORM, get=405).of("listed"),
    "directory:service-capacity": replace(SERVICE_TAP, get=405).of("listed"),
    "directory:service-details": SERVICE_TAP.of("listed"),
    "directory:service-hours": SERVICE_TAP.of("service_at_location"),
    "directory:providers": SERVICE_PAGE,
    "directory:provider-new": form_route(SUPERVISOR | DATA_OFFICER),
    "directory:provider": SERVICE_PAGE.of("provider"),
    "directory:provider-edit": SERVICE_TAP.of("provider"),
    "directory:service-new": SERVICE_FORM.of("provider"),
    "directory:location-new": SERVICE_FORM.of("provider"),
    "directory:duty-bearer": SERVICE_FORM.of("provider"),
    "directory:confirmation-request": replace(SERVICE_FORM, get=405, post=200).of("provider"),
    "directory:mechanisms": SERVICE_PAGE,
    "directory:mechanism-new": form_route(SUPERVISOR | DATA_OFFICER),
    "directory:mechanism": SERVICE_PAGE.of("mechanism"),
    "directory:mechanism-edit": SERVICE_FORM.of("mechanism"),
    "directory:mechanism-join": SERVICE_FORM.of("mechanism"),
    "directory:mechanism-leave": replace(SERVICE_TAP, get=405).of("member_of_mechanism"),
    "directory:mandates": ADMIN_PAGE,
    "directory:mandate-add": OFFICE_FORM.of("health_authority"),
    "directory:mandate-end": ADMIN_ACTION.of("mandate"),
    "directory:feeds": page_route(REGISTER_IMPORTERS),
    "directory:feed-new": form_route(REGISTER_IMPORTERS),
    "directory:feed-file": page_route(REGISTER_IMPORTERS).of("feed_file"),
    "directory:feed-import": action_route(REGISTER_IMPORTERS, others=404).of("feed_file"),
    "directory:feed-discard": action_route(REGISTER_IMPORTERS, others=404).of("feed_file"),
    "directory:directory-export": page_route(REGISTER_IMPORTERS).of(form="'json"),
    "directory:confirmation": form_route(EVERYBODY, **PUBLIC).of(token="confirmation_token"),
    "directory:remark-settle": action_route(SUPERVISOR | DATA_OFFICER, others=404).of("remark"),
    "directory:location-edit": SERVICE_FORM.of("location"),
    # What they are able and willing to do
    "protection:capacities": page_route(REGISTER_IMPORTERS | POLICY_OFFICER | TRAINING_ORGANIZER),
    "protection:capacity-new": form_route(REGISTER_IMPORTERS),
    "protection:capacity": page_route(REGISTER_IMPORTERS | POLICY_OFFICER | TRAINING_ORGANIZER).of(
        "capacity"
    ),
    # Whoever assessed it is told that somebody else confirms it.
    "protection:capacity-confirm": form_route(
        REGISTER_IMPORTERS,
        may_not_yet=POLICY_OFFICER | TRAINING_ORGANIZER,
        post=303,
        post_by={"supervisor": 422},
    ).of("capacity"),
    "protection:capacity-return": form_route(
        REGISTER_IMPORTERS, may_not_yet=POLICY_OFFICER | TRAINING_ORGANIZER
    ).of("capacity"),
}
