"""Routes of figures that leave the office: to institutions, to the public, and from before."""

from tests.support.route_kinds import (
    DATA_OFFICER,
    EVERYBODY,
    OFFICIAL,
    PROGRAMME_MANAGER,
    PUBLIC,
    REGISTER_IMPORTERS,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_RELEASES = page_route(REGISTER_IMPORTERS)

ROUTES: dict[str, RoutePermission] = {
    "evidence:published": page_route(OFFICIAL),
    "evidence:published-file": page_route(OFFICIAL),
    "evidence:releases": _RELEASES,
    "evidence:release-new": form_route(REGISTER_IMPORTERS),
    "evidence:release": _RELEASES.of("release"),
    # Proposed by the data officer of the sample: another one signs.
    "evidence:release-sign": form_route(
        REGISTER_IMPORTERS, post=303, post_by={"data_officer": 422}
    ).of("release"),
    "evidence:release-check": form_route(REGISTER_IMPORTERS, post=303).of("release"),
    "evidence:release-withdraw": form_route(REGISTER_IMPORTERS).of("release"),
    "evidence:legacy-totals": page_route(REGISTER_IMPORTERS),
    "evidence:legacy-total-new": form_route(DATA_OFFICER),
    "evidence:legacy-total-import": form_route(DATA_OFFICER),
    "evidence:legacy-total-remove": action_route(DATA_OFFICER, may_not_yet=SUPERVISOR).of(
        "legacy_total"
    ),
    "evidence:target-import": form_route(PROGRAMME_MANAGER, may_not_yet=REGISTER_IMPORTERS).of(
        "donors_project"
    ),
    "public:key-figures": page_route(EVERYBODY, **PUBLIC),
    "public:open-data-figures": page_route(EVERYBODY, **PUBLIC),
    "public:open-data-dictionary": page_route(EVERYBODY, **PUBLIC),
    "public:open-data-catalog": page_route(EVERYBODY, **PUBLIC),
}
