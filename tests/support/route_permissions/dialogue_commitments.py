"""Routes of commitments."""

from dataclasses import replace

from tests.support.route_kinds import (
    CASEWORKERS,
    DATA_OFFICER,
    EVERYBODY,
    OFFICIAL,
    POLICY_OFFICER,
    PUBLIC,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_READERS = POLICY_OFFICER | CASEWORKERS | DATA_OFFICER
_SEE = _READERS | OFFICIAL
_KEEP = form_route(POLICY_OFFICER, may_not_yet=CASEWORKERS | DATA_OFFICER | OFFICIAL)
ROUTES: dict[str, RoutePermission] = {
    "dialogue:commitments": form_route(_READERS, post=303),
    "dialogue:commitment": page_route(_SEE).of("commitment"),
    "dialogue:commitment-new": form_route(POLICY_OFFICER),
    "dialogue:commitment-edit": _KEEP.of("commitment"),
    "dialogue:commitment-publish": action_route(
        POLICY_OFFICER, may_not_yet=CASEWORKERS | DATA_OFFICER | OFFICIAL
    ).of("commitment"),
    "dialogue:position-new": _KEEP.of("commitment"),
    "dialogue:commitment-indicator": replace(_KEEP, post=303).of("commitment"),
    "dialogue:milestone-new": _KEEP.of("commitment"),
    "dialogue:milestone-done": action_route(
        POLICY_OFFICER, may_not_yet=CASEWORKERS | DATA_OFFICER | OFFICIAL
    ).of("milestone"),
    "dialogue:commitment-translate": _KEEP.of("commitment"),
    "dialogue:commitment-cluster": _KEEP.of("commitment"),
    "dialogue:commitment-drop": _KEEP.of("commitment"),
    "dialogue:commitment-reopen": _KEEP.of("dropped_commitment"),
    "dialogue:commitment-review": form_route(
        POLICY_OFFICER | SUPERVISOR | DATA_OFFICER,
        may_not_yet=OFFICIAL | (CASEWORKERS - SUPERVISOR),
    ).of("commitment"),
    "dialogue:commitment-dispute": form_route(_SEE).of("commitment"),
    "dialogue:dispute-answer": _KEEP.of("dispute"),
    "dialogue:document": page_route(EVERYBODY).of("source_document"),
    "dialogue:document-new": form_route(POLICY_OFFICER),
    "dialogue:desk": page_route(OFFICIAL),
    "dialogue:report": form_route(OFFICIAL),
    "dialogue:report-link": form_route(EVERYBODY, **PUBLIC).of(token="report_token"),
    "dialogue:report-link-end": form_route(POLICY_OFFICER, post=303).of("report_link"),
    "dialogue:institution": page_route(_READERS).of("ministry"),
    "dialogue:report-link-new": action_route(POLICY_OFFICER, post=200).of("ministry"),
}
