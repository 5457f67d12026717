"""Routes of the practice that a course asks for, and of observers of trainers. Who reads figures
alone sees the event, and nobody's practice.
"""

from tests.support.route_kinds import (
    SUPERVISOR,
    TRAINER,
    TRAINING_OBSERVER,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_ROOM = TRAINING_ORGANIZER | TRAINER
_SEE_FIGURES = {"may_not_yet": TRAINING_OBSERVER | SUPERVISOR}
_OWN = {"may_not_yet": TRAINER}

ROUTES: dict[str, RoutePermission] = {
    "training:practice": form_route(_ROOM, **_SEE_FIGURES).of("practice_event"),
    "training:practice-corrections": page_route(_ROOM, **_SEE_FIGURES).of("practice_event"),
    "training:practice-correct": form_route(_ROOM, **_SEE_FIGURES).of(
        "practice_event", enrolment="practised"
    ),
    "training:observations": page_route(TRAINER),
    "training:trainer-observer-new": form_route(TRAINING_ORGANIZER, **_OWN).of("trainer_of_pool"),
    "training:trainer-observer-remove": action_route(TRAINING_ORGANIZER, **_OWN).of(
        "guest_trainer", observer="event_observer"
    ),
}
