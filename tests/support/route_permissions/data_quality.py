"""Routes of data quality, and of the data calls of offices."""

from tests.support.route_kinds import (
    CASE_OWNER,
    CASEWORKERS,
    DATA_OFFICER,
    REGISTER_IMPORTERS,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_SEES = page_route(REGISTER_IMPORTERS)
_DEFINES = form_route(DATA_OFFICER, may_not_yet=SUPERVISOR)
_OWED = {"month": "owed_month"}

ROUTES: dict[str, RoutePermission] = {
    "data_quality:issues": page_route(CASEWORKERS),
    # Only the colleague who is asked.
    "data_quality:issue": form_route(CASE_OWNER).of("data_issue"),
    "evidence:data-quality": _SEES,
    "evidence:data-quality-remind": form_route(DATA_OFFICER),
    "evidence:data-calls": _SEES,
    "evidence:data-call-new": form_route(DATA_OFFICER),
    "evidence:data-call": _SEES.of("data_call"),
    "evidence:data-call-edit": _DEFINES.of("data_call"),
    "evidence:data-call-end": form_route(DATA_OFFICER, may_not_yet=SUPERVISOR, post=303).of(
        "data_call"
    ),
    "evidence:owed-report": _SEES.of("owed_report", **_OWED),
    "evidence:owed-report-remark": form_route(REGISTER_IMPORTERS).of("owed_report", **_OWED),
    "evidence:owed-report-send": action_route(REGISTER_IMPORTERS).of("owed_report", **_OWED),
    "evidence:owed-report-remind": action_route(DATA_OFFICER, may_not_yet=SUPERVISOR).of(
        "owed_report", **_OWED
    ),
}
