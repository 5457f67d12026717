"""Routes of advocacy asks: the policy officer keeps them, a supervisor clears them, an institution
answers what was put to it. A quiet one opens to its circle alone.
"""

from tests.support.route_kinds import (
    OFFICIAL,
    POLICY_OFFICER,
    PUBLIC_PAGE,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_READERS = POLICY_OFFICER | SUPERVISOR
_KEEP = form_route(POLICY_OFFICER, may_not_yet=SUPERVISOR)
_CLEAR = form_route(_READERS)

ROUTES: dict[str, RoutePermission] = {
    "asks:asks": page_route(_READERS),
    "asks:ask-new": form_route(POLICY_OFFICER),
    "asks:ask": page_route(_READERS).of("ask"),
    "asks:ask-edit": _KEEP.of("ask_draft"),
    "asks:ask-translate": _KEEP.of("ask_draft"),
    "asks:ask-risk": _KEEP.of("ask_draft"),
    "asks:ask-basis": form_route(POLICY_OFFICER, may_not_yet=SUPERVISOR, post=303).of("ask_draft"),
    # Of a quiet ask: the supervisor, who is not in its circle, finds none.
    "asks:ask-circle": form_route(POLICY_OFFICER, post=303).of("ask_quiet"),
    # Whoever wrote it is refused in words.
    "asks:ask-clear": form_route(_READERS, post_by={"supervisor": 303}).of("ask_draft"),
    "asks:ask-return": _CLEAR.of("ask_draft"),
    "asks:ask-take-back": _KEEP.of("ask_cleared"),
    "asks:ask-put": _KEEP.of("ask_cleared"),
    "asks:ask-follow-up": _KEEP.of("ask"),
    "asks:ask-answer": _KEEP.of("ask"),
    "asks:ask-release": action_route(POLICY_OFFICER, may_not_yet=SUPERVISOR).of(
        "ask_on_desk", step="ask_answer"
    ),
    "asks:ask-commit": _KEEP.of("ask_agreed"),
    "asks:ask-withdraw": _KEEP.of("ask"),
    "asks:ask-sheet": page_route(_READERS).of("ask"),
    "asks:ask-sheet-pdf": page_route(_READERS).of("ask"),
    "asks:ask-document-new": _KEEP.of("ask"),
    "asks:ask-document": page_route(_READERS).of("ask", document="ask_document"),
    "asks:ask-document-remove": form_route(POLICY_OFFICER, may_not_yet=SUPERVISOR, post=303).of(
        "ask", document="ask_document"
    ),
    "asks:desk-ask": page_route(OFFICIAL).of("ask"),
    "asks:desk-sheet-pdf": page_route(OFFICIAL).of("ask"),
    "asks:desk-answer": form_route(OFFICIAL).of("ask"),
    "public:asks": PUBLIC_PAGE,
    "public:ask": PUBLIC_PAGE.of("ask"),
}

FILES = ("asks:ask-document", "asks:ask-sheet-pdf", "asks:desk-sheet-pdf")
