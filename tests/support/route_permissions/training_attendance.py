"""Routes of training: attendance. Figures are for whoever sees the event; who is in the room is
for its trainers and organizers, and only organizers correct.
"""

from tests.support.route_kinds import (
    EVERYBODY,
    PUBLIC,
    SUPERVISOR,
    TRAINER,
    TRAINING_OBSERVER,
    TRAINING_ORGANIZER,
    TRAINING_READERS,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_ROOM = TRAINING_ORGANIZER | TRAINER
_SEE_FIGURES = {"may_not_yet": TRAINING_OBSERVER | SUPERVISOR}
_SEE_ONLY = {"may_not_yet": TRAINER | TRAINING_OBSERVER | SUPERVISOR}
_AT_SESSION, _FORM = page_route(_ROOM, **_SEE_FIGURES), form_route(_ROOM, **_SEE_FIGURES)

FILES = ("training:signed-list",)
ROUTES: dict[str, RoutePermission] = {
    "training:attendance": page_route(TRAINING_READERS | TRAINER).of("training_event"),
    "training:attendance-corrections": _AT_SESSION.of("training_event"),
    "training:attendance-per-diem-paid": action_route(TRAINING_ORGANIZER, **_SEE_ONLY).of(
        "training_event"
    ),
    "training:signed-list": page_route(_ROOM).of("training_event", signed_list="signed_list"),
    "training:session-attendance": _FORM.of("training_event", session="attended_session"),
    "training:session-code": _AT_SESSION.of("training_event", session="attended_session"),
    "training:session-badge": _FORM.of("training_event", session="attended_session"),
    "training:session-count": _FORM.of("training_event", session="attended_session"),
    "training:signed-list-new": _FORM.of("training_event", session="attended_session"),
    "training:attendance-correct": form_route(TRAINING_ORGANIZER, **_SEE_ONLY).of(
        "training_event", session="attended_session", enrolment="attending"
    ),
    # Without a code nobody has a page of their own: the way leads to the code.
    "public:my-training-here": action_route(EVERYBODY, post=403, **PUBLIC).of(
        session="attended_session"
    ),
}
