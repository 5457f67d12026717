"""Routes of training: tests. Right answers open to who keeps courses and who trains; the results
of an event to who sees it; a test itself to anybody with its link.
"""

from dataclasses import replace

from tests.support.route_kinds import (
    EVERYBODY,
    PUBLIC,
    TRAINER,
    TRAINING_ORGANIZER,
    TRAINING_READERS,
    RoutePermission,
    form_route,
    page_route,
)

_KEEPERS, _OTHERS = TRAINING_ORGANIZER, TRAINING_READERS - TRAINING_ORGANIZER
_TRAINERS = TRAINING_ORGANIZER | TRAINER
# Course versions are known to all who work here; their questions are not.
_BANK = form_route(_KEEPERS, others=403).of("course_version")
_QUESTION = form_route(_KEEPERS, may_not_yet=TRAINER | _OTHERS)
_EVENT = form_route(_TRAINERS, may_not_yet=_OTHERS)
ROUTES: dict[str, RoutePermission] = {
    "training:questions": page_route(_TRAINERS).of("course_version"),
    "training:question-new": _BANK,
    "training:questions-import": _BANK,
    "training:questions-export": page_route(_KEEPERS, others=403).of(
        "course_version", file_format="question_format"
    ),
    "training:test-form-new": _BANK,
    "training:question-edit": _QUESTION.of("test_question"),
    "training:question-retire": replace(_QUESTION, post=303).of("test_question"),
    "training:test-form-edit": _QUESTION.of("test_form"),
    "training:event-tests": page_route(TRAINING_READERS | TRAINER).of("training_event"),
    "training:test-results": page_route(TRAINING_READERS | TRAINER).of("training_event"),
    "training:test-open": _EVENT.of("training_event"),
    "training:test-close": replace(_EVENT, post=303).of("test_before"),
    "training:test-reopen": replace(_EVENT, post=303).of("test_after"),
    # Pairing codes on paper are read by organizers alone.
    "training:test-paper": form_route(_KEEPERS, may_not_yet=_OTHERS | TRAINER).of("test_before"),
    "public:training-test": form_route(EVERYBODY, post=403, **PUBLIC).of("test_before"),
    "public:my-training-test": form_route(EVERYBODY, get=302, post=403, **PUBLIC).of(
        "test_before"
    ),
}

# Not pages: files.
FILES = ("training:questions-export",)
