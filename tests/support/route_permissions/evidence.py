"""Routes of evidence: figures, monthly reports and what leaves of them."""

from tests.support.route_kinds import (
    DATA_OFFICER,
    FIGURE_READERS,
    PROGRAMME_MANAGER,
    REGISTER_IMPORTERS,
    SUPERVISOR,
    RoutePermission,
    form_route,
    page_route,
)

_SEES = page_route(REGISTER_IMPORTERS)
_REPORT = _SEES.of("monthly_report")
_SIGNS = form_route(SUPERVISOR, may_not_yet=DATA_OFFICER)
_DEFINES = form_route(DATA_OFFICER, may_not_yet=SUPERVISOR | FIGURE_READERS)

_KEEPS = form_route(PROGRAMME_MANAGER, may_not_yet=REGISTER_IMPORTERS)

ROUTES: dict[str, RoutePermission] = {
    "evidence:home": _SEES,
    "evidence:compute": form_route(DATA_OFFICER, post=303),
    "evidence:reports": _SEES,
    "evidence:report-new": form_route(DATA_OFFICER),
    "evidence:report": _REPORT,
    # Frozen by the same sample data officer; signed already.
    "evidence:report-sign": _SIGNS.of("monthly_report"),
    "evidence:report-return": _SIGNS.of("monthly_report"),
    "evidence:report-export": _REPORT,
    "evidence:report-download": _SEES.of("monthly_report", code="'xlsx"),
    "evidence:dhis2-offices": form_route(DATA_OFFICER, post=303),
    "evidence:indicators": _SEES,
    "evidence:result-new": _KEEPS.of("donors_project"),
    "evidence:result-indicator-new": _KEEPS.of("donors_result"),
    "evidence:target-new": _KEEPS.of("donors_indicator"),
    "evidence:indicator": _SEES.of(code="'OPT-1"),
    "evidence:figure-records": _SEES.of(code="'OPT-1"),
    # By sex, which the night has counted already: nothing is asked of a worker.
    "evidence:cross-table": form_route(REGISTER_IMPORTERS, post=303).of(code="'OPT-1"),
    "evidence:activities": form_route(REGISTER_IMPORTERS, post=303),
    "evidence:indicator-define": _DEFINES.of(code="'OPT-1"),
    "evidence:indicator-dhis2": form_route(
        DATA_OFFICER, may_not_yet=SUPERVISOR | FIGURE_READERS, post=303
    ).of(code="'OPT-1"),
}
