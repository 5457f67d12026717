"""Routes of registration: anybody registers, and comes back with the code of their badge; trainers
see who waits, organizers move them.
"""

from tests.support.route_kinds import (
    EVERYBODY,
    PUBLIC,
    PUBLIC_PAGE,
    SUPERVISOR,
    TRAINER,
    TRAINING_OBSERVER,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# Without a code nobody has a page of their own: the way leads to the code.
_OWN = action_route(EVERYBODY, post=403, **PUBLIC)
_OWN_FORM = form_route(EVERYBODY, get=302, post=403, **PUBLIC)
_READ = page_route(TRAINING_ORGANIZER | TRAINER)
_SEES_EVENT = TRAINING_OBSERVER | SUPERVISOR
_KEEP = form_route(TRAINING_ORGANIZER, may_not_yet=TRAINER)
_DO = action_route(TRAINING_ORGANIZER, may_not_yet=TRAINER)

ROUTES: dict[str, RoutePermission] = {
    "public:trainings": PUBLIC_PAGE,
    "public:training": form_route(EVERYBODY, post=403, **PUBLIC).of("training_event"),
    "public:my-training": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:my-training-confirm": _OWN,
    "public:my-training-contact": _OWN_FORM,
    "public:my-training-withdraw": _OWN_FORM,
    "public:my-training-end": _OWN,
    "public:my-training-leave": page_route(EVERYBODY, get=302, **PUBLIC),
    "training:waiting": page_route(TRAINING_ORGANIZER | TRAINER, may_not_yet=_SEES_EVENT).of(
        "training_event"
    ),
    "training:seats": form_route(TRAINING_ORGANIZER, may_not_yet=TRAINER | _SEES_EVENT).of(
        "training_event"
    ),
    "training:enrolment": _READ.of("enrolment_waiting"),
    "training:enrolment-withdraw": _KEEP.of("enrolment"),
    "training:enrolment-move-down": _KEEP.of("enrolment"),
    "training:enrolment-put-first": _KEEP.of("enrolment_waiting"),
    "training:enrolment-give-seat": _DO.of("enrolment_waiting"),
    "training:enrolment-confirm": _DO.of("enrolment_offered"),
    "training:enrolment-guardian": _KEEP.of("enrolment_waiting"),
}
