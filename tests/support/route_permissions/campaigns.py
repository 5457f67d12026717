"""Routes of campaigns: communications keeps them, who works with evidence or policy sees them."""

from tests.support.route_kinds import (
    COMMUNICATIONS,
    DATA_OFFICER,
    EVERYBODY,
    POLICY_OFFICER,
    PUBLIC,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)
from tests.support.route_permissions.message_bank import MESSAGE_READERS

_READERS = COMMUNICATIONS | SUPERVISOR | POLICY_OFFICER | DATA_OFFICER
_KEEP = form_route(COMMUNICATIONS, may_not_yet=_READERS - COMMUNICATIONS)
# Nothing must be filled in: done with one press on a page of its own.
_TAP = form_route(COMMUNICATIONS, may_not_yet=_READERS - COMMUNICATIONS, post=303)
_PAGE = page_route(_READERS)

ROUTES: dict[str, RoutePermission] = {
    "campaigns:campaigns": _PAGE,
    "campaigns:campaign-new": form_route(COMMUNICATIONS),
    "campaigns:campaign": _PAGE.of("campaign"),
    "campaigns:campaign-edit": _KEEP.of("campaign"),
    "campaigns:campaign-capacity": _KEEP.of("campaign"),
    "campaigns:campaign-start": _TAP.of("campaign_planned"),
    "campaigns:campaign-pause": _KEEP.of("campaign"),
    "campaigns:campaign-resume": _TAP.of("campaign_paused"),
    "campaigns:campaign-stop": _KEEP.of("campaign"),
    "campaigns:campaign-end": _TAP.of("campaign_last_day"),
    "campaigns:campaign-close": _KEEP.of("campaign_ended"),
    "campaigns:placement-new": _KEEP.of("campaign"),
    "campaigns:placement-edit": _KEEP.of("campaign", placement="placement"),
    "campaigns:placement-done": _KEEP.of("campaign", placement="placement"),
    "campaigns:placement-cancel": _KEEP.of("campaign", placement="placement"),
    "campaigns:exposure-new": _KEEP.of("campaign"),
    "campaigns:exposure-remove": _TAP.of("campaign", exposure="exposure"),
    "campaigns:survey-item-new": _KEEP.of("campaign"),
    "campaigns:survey-item-remove": _TAP.of("campaign_planned", item="survey_item"),
    "campaigns:survey-round-new": _KEEP.of("campaign"),
    "campaigns:survey-round-answers": _KEEP.of("campaign", survey_round="survey_round"),
    "campaigns:report": _PAGE.of("campaign"),
    "campaigns:report-pdf": _PAGE.of("campaign"),
    "campaigns:report-csv": _PAGE.of("campaign"),
    "campaigns:report-xlsx": _PAGE.of("campaign"),
    "campaigns:calendar": page_route(MESSAGE_READERS),
    "campaigns:calendar-address": action_route(_READERS),
    "campaigns:calendar-feed": page_route(EVERYBODY, **PUBLIC).of(key="caseworker.calendar_key"),
}
# Papers, tables and a feed: no pages.
FILES = (
    "campaigns:report-pdf", "campaigns:report-csv", "campaigns:report-xlsx",
    "campaigns:calendar-feed",
)  # fmt: skip
