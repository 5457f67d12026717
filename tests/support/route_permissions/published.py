"""Routes of figures that leave the office: to institutions, to the public, and from before."""

from tests.support.route_kinds import (
    DATA_OFFICER,
    DONOR_READER,
    EVERYBODY,
    FIGURE_READERS,
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
_SHEET_READERS = PROGRAMME_MANAGER | REGISTER_IMPORTERS | DONOR_READER
_SHEET = page_route(_SHEET_READERS).of("donor_sheet")

ROUTES: dict[str, RoutePermission] = {
    "evidence:published": page_route(FIGURE_READERS),
    "evidence:published-file": page_route(FIGURE_READERS),
    "evidence:donor-sheets": page_route(FIGURE_READERS),
    "evidence:donor-sheet": _SHEET,
    "evidence:donor-sheet-download": page_route(_SHEET_READERS).of("donor_sheet", code="'xlsx"),
    # Composed by the sample data officer, and sent already.
    "evidence:donor-sheet-sign": form_route(
        SUPERVISOR, may_not_yet=_SHEET_READERS - SUPERVISOR
    ).of("donor_sheet"),
    "evidence:donor-sheet-withdraw": form_route(
        SUPERVISOR, may_not_yet=_SHEET_READERS - SUPERVISOR
    ).of("donor_sheet"),
    "evidence:donor-agreement-new": form_route(PROGRAMME_MANAGER | SUPERVISOR).of(
        "donors_project"
    ),
    "evidence:donor-agreement": page_route(PROGRAMME_MANAGER | REGISTER_IMPORTERS).of(
        "donor_agreement"
    ),
    "evidence:donor-sheet-new": form_route(
        DATA_OFFICER, may_not_yet=PROGRAMME_MANAGER | SUPERVISOR | DONOR_READER
    ).of("donor_agreement"),
    "evidence:donor-agreement-end": form_route(
        PROGRAMME_MANAGER | SUPERVISOR, may_not_yet=DATA_OFFICER | DONOR_READER
    ).of("donor_agreement"),
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
