"""Routes of consultations: the policy officer keeps them, a supervisor hears, anybody answers."""

from tests.support.route_kinds import (
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

_READERS = POLICY_OFFICER | SUPERVISOR
_KEEP = form_route(POLICY_OFFICER, may_not_yet=SUPERVISOR)
_DO = action_route(POLICY_OFFICER, may_not_yet=SUPERVISOR)
# Without a code nobody has one of their own: the way leads to the code.
_OWN = action_route(EVERYBODY, post=403, **PUBLIC)

ROUTES: dict[str, RoutePermission] = {
    "dialogue:consultations": page_route(_READERS),
    "dialogue:consultation": page_route(_READERS).of("consultation_owing"),
    "dialogue:consultation-new": form_route(POLICY_OFFICER),
    "dialogue:consultation-edit": _KEEP.of("consultation"),
    "dialogue:consultation-open": _DO.of("consultation"),
    "dialogue:consultation-close": _DO.of("consultation"),
    "dialogue:consultation-heard": _KEEP.of("consultation_owing"),
    "dialogue:consultation-answer": _KEEP.of("consultation_owing"),
    "dialogue:consultation-report": _KEEP.of("consultation_owing"),
    "dialogue:consultation-link": _KEEP.of("consultation_owing"),
    "dialogue:consultation-unlink": _DO.of("consultation_told", link="consultation_link"),
    "dialogue:contribution-new": form_route(_READERS).of("consultation"),
    "dialogue:contribution-receipt": page_route(_READERS),
    "public:consultations": PUBLIC_PAGE,
    "public:consultation": form_route(EVERYBODY, post=403, **PUBLIC).of("consultation"),
    "public:my-contribution": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:my-contribution-add": _OWN,
    "public:my-contribution-withdraw": form_route(EVERYBODY, get=302, post=403, **PUBLIC),
    "public:my-contribution-end": _OWN,
    "public:my-contribution-leave": page_route(EVERYBODY, get=302, **PUBLIC),
}
