"""Routes of the message bank: many read it, communications keeps it, a second person approves;
what is approved is open to anybody.
"""

from tests.support.route_kinds import (
    CASEWORKERS,
    COMMUNICATIONS,
    DATA_OFFICER,
    EVERYBODY,
    POLICY_OFFICER,
    PUBLIC,
    PUBLIC_PAGE,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

MESSAGE_READERS = CASEWORKERS | COMMUNICATIONS | DATA_OFFICER | POLICY_OFFICER
_OTHERS = MESSAGE_READERS - COMMUNICATIONS
_APPROVERS = COMMUNICATIONS | POLICY_OFFICER | SUPERVISOR
_KEEP = form_route(COMMUNICATIONS, may_not_yet=_OTHERS)
_DO = action_route(COMMUNICATIONS, may_not_yet=_OTHERS)

FILES = (
    "message_bank:recording", "message_bank:material", "public:alerts-feed",
    "public:alert-recording",
)  # fmt: skip
ROUTES: dict[str, RoutePermission] = {
    "message_bank:overview": page_route(MESSAGE_READERS),
    "message_bank:messages": form_route(MESSAGE_READERS, post=303),
    "message_bank:message": page_route(MESSAGE_READERS).of("message_draft"),
    "message_bank:message-new": form_route(COMMUNICATIONS),
    "message_bank:message-edit": _KEEP.of("message_draft"),
    "message_bank:wordings": _KEEP.of("message_draft", level="'standard"),
    "message_bank:wording-read": action_route(
        MESSAGE_READERS, post_by={"communications_officer": 409}
    ).of("message", language="'es"),
    "message_bank:submit": action_route(COMMUNICATIONS, may_not_yet=_OTHERS, post=409).of(
        "message_draft"
    ),
    "message_bank:approve": action_route(
        _APPROVERS, may_not_yet=MESSAGE_READERS - _APPROVERS,
        post_by={"communications_officer": 409},
    ).of("message_submitted"),
    "message_bank:return": form_route(_APPROVERS, may_not_yet=MESSAGE_READERS - _APPROVERS).of(
        "message_submitted"
    ),
    "message_bank:withdraw": _KEEP.of("message"),
    "message_bank:new-version": _DO.of("message"),
    "message_bank:risk-check": _KEEP.of("message_draft"),
    "message_bank:pretest-new": _KEEP.of("message_draft"),
    "message_bank:pretest-discard": form_route(
        COMMUNICATIONS, may_not_yet=_OTHERS, post=303
    ).of("message_draft", pretest="message_pretest"),
    "message_bank:waiver": _KEEP.of("message_draft"),
    "message_bank:recording-new": _KEEP.of("message_draft"),
    "message_bank:recording": page_route(MESSAGE_READERS).of(
        "message_draft", recording="message_recording"
    ),
    "message_bank:recording-remove": form_route(
        COMMUNICATIONS, may_not_yet=_OTHERS, post=303
    ).of("message_draft", recording="message_recording"),
    "message_bank:channel": form_route(COMMUNICATIONS, may_not_yet=_OTHERS, post=303).of(
        "message_draft", channel="'radio"
    ),
    "message_bank:link-new": _KEEP.of("message"),
    "message_bank:material": page_route(MESSAGE_READERS).of(
        "message", kind="'leaflet", language="'es"
    ),
    "message_bank:contact-line": form_route(COMMUNICATIONS).of("office"),
    "public:alerts": PUBLIC_PAGE,
    "public:alerts-feed": PUBLIC_PAGE,
    "public:alert": PUBLIC_PAGE.of("message"),
    "public:alert-recording": page_route(EVERYBODY, get=404, **PUBLIC).of(
        "message", language="'es"
    ),
    "public:alert-link": page_route(EVERYBODY, get=302, **PUBLIC).of(code="message_link_code"),
}  # fmt: skip
