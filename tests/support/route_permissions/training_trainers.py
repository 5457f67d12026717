"""Routes of trainers: organizers keep the pool; a trainer reads what is recorded of them."""

from tests.support.route_kinds import (
    TRAINER,
    TRAINING_ORGANIZER,
    TRAINING_READERS,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_OWN = {"may_not_yet": TRAINER}
_FORM = form_route(TRAINING_ORGANIZER, **_OWN).of("trainer_of_pool")

ROUTES: dict[str, RoutePermission] = {
    "training:trainers": page_route(TRAINING_ORGANIZER),
    "training:trainer-new": form_route(TRAINING_ORGANIZER),
    "training:trainer": page_route(TRAINING_ORGANIZER | TRAINER).of("trainer_of_pool"),
    "training:trainer-edit": form_route(TRAINING_ORGANIZER, post=303, **_OWN).of(
        "trainer_of_pool"
    ),
    "training:trainer-observe": _FORM,
    "training:trainer-grade": _FORM,
    "training:trainer-grade-end": action_route(TRAINING_ORGANIZER, **_OWN).of(
        "trainer_of_pool", grade="trainer_grade"
    ),
    "training:cascade": page_route(TRAINING_READERS).of("course"),
}
