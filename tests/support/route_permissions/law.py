"""Routes of law: everybody reads; supervisors, administrators and policy officers import."""

from tests.support.route_kinds import (
    ADMINISTRATOR,
    EVERYBODY,
    POLICY_OFFICER,
    SUPERVISOR,
    RoutePermission,
    form_route,
    page_route,
)

_READ = page_route(EVERYBODY)
_KEEPERS = SUPERVISOR | ADMINISTRATOR | POLICY_OFFICER
_IMPORT = form_route(_KEEPERS)

ROUTES: dict[str, RoutePermission] = {
    "law:instruments": _READ,
    "law:instrument-new": _IMPORT,
    "law:instrument": _READ.of("law_instrument"),
    "law:provision": _READ.of("law_provision"),
    "law:provision-rights": form_route(_KEEPERS, others=403, post=303).of("law_provision"),
    "law:country": _READ.of(country="'BO"),
    "law:frameworks": _READ,
    "law:framework": _READ.of(code="'SDG"),
    "law:imports": page_route(_KEEPERS),
    "law:import-statuses": _IMPORT,
    "law:import-provisions": _IMPORT,
    "law:import-law": _IMPORT,
    "law:import": _READ.of("law_import"),
    # Whoever imported it, and nobody else.
    "law:import-withdraw": form_route(SUPERVISOR, others=403, post=303).of("law_import"),
}
