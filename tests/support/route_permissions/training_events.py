"""Routes of training events: everybody who signs in has the list; it holds what opens to them."""

from dataclasses import replace

from tests.support.route_kinds import (
    EVERYBODY,
    PUBLIC,
    TRAINER,
    TRAINING_ORGANIZER,
    TRAINING_READERS,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# Who sees the event and organizes nothing is refused; to all others it is not there.
_SEEN = {"may_not_yet": TRAINING_READERS - TRAINING_ORGANIZER | TRAINER}
_FORM = form_route(TRAINING_ORGANIZER, **_SEEN).of("training_event")
_ACTION = action_route(TRAINING_ORGANIZER, **_SEEN).of("training_event")
_FILE = page_route(TRAINING_ORGANIZER, **_SEEN).of("printed_event")
# Trainers print the list for signatures; observers and supervisors see no names.
_LIST = page_route(
    TRAINING_ORGANIZER | TRAINER, may_not_yet=TRAINING_READERS - TRAINING_ORGANIZER
).of("printed_event")

ROUTES: dict[str, RoutePermission] = {
    "training:events": form_route(EVERYBODY, post=303),
    "training:event-new": form_route(TRAINING_ORGANIZER),
    "training:event-feed-address": action_route(EVERYBODY),
    # A calendar program cannot sign in: the address is the key.
    "training:event-feed": page_route(EVERYBODY, **PUBLIC).of(key="caseworker.calendar_key"),
    "training:event": page_route(TRAINING_READERS | TRAINER).of("training_event"),
    "training:event-edit": _FORM,
    "training:event-open": _ACTION,
    "training:event-close": _ACTION,
    # A session of it was yesterday: it can be held.
    "training:event-hold": replace(_FORM, post=303),
    "training:event-cancel": _FORM,
    "training:session-new": _FORM,
    "training:session-edit": _FORM.of("training_event", session="training_session"),
    "training:session-remove": _ACTION.of("training_event", session="training_session"),
    "training:event-trainer-new": _FORM,
    "training:event-trainer-remove": _ACTION.of("training_event", trainer="event_trainer"),
    "training:event-calendar": page_route(TRAINING_READERS | TRAINER).of("training_event"),
    "training:event-signatures": _LIST,
    "training:event-badges": _FILE,
    "training:event-participants-file": _FILE.of("printed_event", code="'csv"),
    "public:my-training-calendar": page_route(EVERYBODY, get=302, **PUBLIC),
}

# Not pages: papers, a feed, and files.
FILES = (
    "training:event-feed", "training:event-calendar", "training:event-signatures",
    "training:event-badges", "training:event-participants-file",
)  # fmt: skip
