"""Routes of rumours: caseworkers record, communications keep, a second person confirms."""

from tests.support.route_kinds import (
    CASE_OWNER,
    CASEWORKERS,
    COMMUNICATIONS,
    POLICY_OFFICER,
    PUBLIC_PAGE,
    SUPERVISOR,
    TEAM,
    WORKERS,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_SEE = TEAM | COMMUNICATIONS | POLICY_OFFICER
_RECORD = TEAM | COMMUNICATIONS
_CONFIRM = SUPERVISOR | COMMUNICATIONS | POLICY_OFFICER
_MERGE = CASE_OWNER | COMMUNICATIONS
_KEEP = form_route(COMMUNICATIONS, may_not_yet=_SEE - COMMUNICATIONS)
_DO = action_route(COMMUNICATIONS, may_not_yet=_SEE - COMMUNICATIONS)
_MONTH = PUBLIC_PAGE.of(year="heard_year", month="heard_month")

FILES = frozenset(("rumours:rumour-file", "public:heard-sheet"))

ROUTES: dict[str, RoutePermission] = {
    "rumours:rumours": page_route(CASEWORKERS | COMMUNICATIONS | POLICY_OFFICER),
    "rumours:rumour-new": form_route(CASEWORKERS | COMMUNICATIONS),
    "rumours:rumour": page_route(_SEE).of("rumour_answered"),
    "rumours:rumour-similar": page_route(_MERGE, may_not_yet=_SEE - _MERGE).of("rumour_duplicate"),
    "rumours:rumour-merge": action_route(_MERGE, may_not_yet=_SEE - _MERGE).of(
        "rumour_duplicate", other="rumour"
    ),
    "rumours:rumour-sight": form_route(_RECORD, may_not_yet=POLICY_OFFICER).of("rumour"),
    "rumours:rumour-assess": _KEEP.of("rumour"),
    "rumours:rumour-source": _KEEP.of("rumour"),
    "rumours:rumour-check": _KEEP.of("rumour"),
    # Who proposed the verdict sees that another person confirms it.
    "rumours:rumour-confirm": action_route(
        _CONFIRM, may_not_yet=WORKERS, post_by={"communications_officer": 409}
    ).of("rumour_to_confirm", check="rumour_check"),
    "rumours:rumour-disagree": form_route(_CONFIRM, may_not_yet=WORKERS).of(
        "rumour_to_confirm", check="rumour_check"
    ),
    "rumours:rumour-answer": _KEEP.of("rumour_checked"),
    "rumours:rumour-answer-with": _KEEP.of("rumour_checked"),
    "rumours:rumour-answer-discard": _DO.of("rumour_draft"),
    "rumours:rumour-silent": _DO.of("rumour_answered"),
    "rumours:rumour-close": _KEEP.of("rumour"),
    "rumours:rumour-reopen": _DO.of("rumour_closed"),
    "rumours:rumour-file": page_route(_CONFIRM).of("rumour_advert", file="rumour_file"),
    "public:heard": PUBLIC_PAGE,
    "public:heard-month": _MONTH,
    "public:heard-sheet": _MONTH,
}
