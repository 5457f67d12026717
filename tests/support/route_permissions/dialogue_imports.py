"""Routes of the import and export of commitments."""

from tests.support.route_kinds import (
    DATA_OFFICER,
    POLICY_OFFICER,
    PUBLIC_PAGE,
    SUPERVISOR,
    RoutePermission,
    form_route,
    page_route,
)

# Not pages: tables, a feed, the interface.
FILES = frozenset(
    ("dialogue:commitments-export", "public:commitments-feed", "api:dialogue-commitments",
     "api:dialogue-commitment")
)  # fmt: skip

_READERS = POLICY_OFFICER | SUPERVISOR | DATA_OFFICER
_PAGE, _FORM = page_route(POLICY_OFFICER), form_route(POLICY_OFFICER)
ROUTES: dict[str, RoutePermission] = {
    "dialogue:imports": _PAGE,
    "dialogue:import-new": _FORM,
    "dialogue:import": _PAGE.of("commitment_import"),
    "dialogue:import-columns": _FORM.of("commitment_table"),
    "dialogue:import-total": _FORM.of("commitment_import"),
    # Refused until somebody says which total is right.
    "dialogue:import-apply": _FORM.of("commitment_import"),
    "dialogue:import-discard": form_route(POLICY_OFFICER, post=303).of("commitment_discarded"),
    "dialogue:commitments-export": page_route(_READERS).of(code="'csv"),
    "dialogue:state-report": form_route(_READERS),
    "public:commitments": PUBLIC_PAGE,
    "public:commitments-feed": PUBLIC_PAGE,
    "public:commitment": PUBLIC_PAGE.of("public_commitment"),
    "api:dialogue-commitments": PUBLIC_PAGE,
    "api:dialogue-commitment": PUBLIC_PAGE.of("public_commitment"),
}
