"""Routes of certificates: organizers keep them; anybody checks one."""

from tests.support.route_kinds import (
    EVERYBODY,
    PUBLIC,
    PUBLIC_PAGE,
    SUPERVISOR,
    TRAINING_OBSERVER,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_ONE = page_route(TRAINING_ORGANIZER).of("certificate")
_CHANGE = form_route(TRAINING_ORGANIZER).of("certificate")
# Who reads the event sees that it has certificates, and issues none.
_READERS = {"may_not_yet": SUPERVISOR | TRAINING_OBSERVER}
_OWN = page_route(EVERYBODY, get=302, **PUBLIC)

# Not pages: papers, badge files, what browsers and verifiers fetch.
FILES = (
    "training:certificate-pdf", "training:certificate-badge", "training:certificates-pdf",
    "public:certificate-list", "public:certificate-did", "public:certificate-issuer",
    "public:certificate-status", "public:certificate-worker",
)  # fmt: skip
ROUTES: dict[str, RoutePermission] = {
    "training:certificates": form_route(TRAINING_ORGANIZER, post=303),
    "training:certificate": _ONE,
    "training:certificate-pdf": _ONE,
    "training:certificate-badge": _ONE.of("certificate", extension="'json"),
    "training:certificate-reissue": _CHANGE,
    "training:certificate-renew": _CHANGE,
    "training:certificate-withdraw": _CHANGE,
    "training:certificate-report": form_route(TRAINING_ORGANIZER).of("certificate_report"),
    "training:certificates-to-issue": page_route(TRAINING_ORGANIZER, **_READERS).of(
        "certified_event"
    ),
    "training:certificates-issue": action_route(
        TRAINING_ORGANIZER, **_READERS, post=409
    ).of("certified_event"),
    "training:certificates-pdf": page_route(TRAINING_ORGANIZER, **_READERS).of(
        "certified_event", part="'1"
    ),
    "training:certificate-exception": form_route(TRAINING_ORGANIZER, **_READERS).of(
        "certified_event", enrolment="certificate_enrolment.ref"
    ),
    "public:certificate-check": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:certificate-report": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:certificate-list": PUBLIC_PAGE,
    "public:certificate-did": PUBLIC_PAGE,
    "public:certificate-issuer": PUBLIC_PAGE,
    "public:certificate-status": PUBLIC_PAGE.of(number="'1", extension="'jwt"),
    "public:certificate-worker": PUBLIC_PAGE,
    "public:my-training-certificate": _OWN,
    "public:my-training-badge": _OWN.of(extension="'jwt"),
}  # fmt: skip
