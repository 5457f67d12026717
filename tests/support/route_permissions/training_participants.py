"""Routes of participants: organizers keep those of their office, trainers see those of their own
events; anybody reads what is held about themselves.
"""

from dataclasses import replace

from tests.support.route_kinds import (
    EVERYBODY,
    OWN_PAGE,
    PUBLIC,
    SUPERVISOR,
    TRAINER,
    TRAINING_OBSERVER,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# Not pages: copies of what is held.
FILES = frozenset(("public:own-data-copy", "public:my-training-copy"))

_PAGE, _FORM = page_route(TRAINING_ORGANIZER), form_route(TRAINING_ORGANIZER)
# A trainer sees who takes part, and changes nothing about them.
_KEEP = form_route(TRAINING_ORGANIZER, may_not_yet=TRAINER).of("participant")
_SEE_EVENT = TRAINER | TRAINING_OBSERVER | SUPERVISOR
_EVENT = form_route(TRAINING_ORGANIZER, may_not_yet=_SEE_EVENT).of("training_event")
# Without a link or a code nobody has a page of their own: the way leads to asking for one.
_OWN = page_route(EVERYBODY, get=302, **PUBLIC)
_OWN_ACTION = action_route(EVERYBODY, post=403, **PUBLIC)
_OWN_FORM = form_route(EVERYBODY, get=302, post=403, **PUBLIC)
ROUTES: dict[str, RoutePermission] = {
    "training:participants": form_route(TRAINING_ORGANIZER | TRAINER, post=200),
    "training:participant": page_route(TRAINING_ORGANIZER | TRAINER).of("participant"),
    "training:participant-edit": _KEEP,
    "training:participant-consents": _KEEP,
    "training:participant-address": _KEEP,
    "training:participant-erase": _KEEP,
    "training:participant-compare": replace(
        _KEEP, at={"ref": "participant", "other": "participant_alike"}
    ),
    "training:participant-duplicates": _PAGE,
    "training:participant-rules": _FORM,
    "training:participant-imports": _PAGE,
    "training:past-import-new": _FORM,
    "training:participant-import": _PAGE.of("participant_list"),
    "training:participant-import-columns": _FORM.of("past_list"),
    "training:participant-import-apply": form_route(TRAINING_ORGANIZER, post=303).of(
        "participant_list"
    ),
    "training:participant-import-discard": form_route(TRAINING_ORGANIZER, post=303).of(
        "past_list"
    ),
    "training:participant-import-new": _EVENT,
    "training:event-participants": page_route(
        TRAINING_ORGANIZER | TRAINER, may_not_yet=TRAINING_OBSERVER | SUPERVISOR
    ).of("training_event"),
    "training:event-enrol": _EVENT,
    "training:event-enrol-known": _EVENT,
    "training:event-offer": action_route(TRAINING_ORGANIZER, may_not_yet=_SEE_EVENT).of(
        "training_event"
    ),
    "training:event-join": action_route(EVERYBODY - {"nurse", "official", "donor_reader"}).of(
        "staff_event"
    ),
    "training:my-learning": OWN_PAGE,
    "public:own-data-ask": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:own-data-link": form_route(EVERYBODY, get=404, post=403, **PUBLIC).of(
        token="'unknown"
    ),
    "public:own-data": _OWN,
    "public:own-data-contact": _OWN_ACTION,
    "public:own-data-copy": _OWN.of(code="'json"),
    "public:own-data-erase": _OWN_FORM,
    "public:own-data-end": _OWN_ACTION,
    "public:own-data-leave": _OWN,
    "public:my-training-privacy": _OWN,
    "public:my-training-copy": _OWN.of(code="'json"),
    "public:my-training-send": _OWN_ACTION,
    "public:my-training-erase": _OWN_FORM,
}
