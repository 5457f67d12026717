"""Routes of completions from outside: organizers keep those of their office; and of learning
record stores, which supervisors keep.
"""

from dataclasses import replace

from tests.support.route_kinds import (
    SUPERVISOR,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_PAGE, _FORM = page_route(TRAINING_ORGANIZER), form_route(TRAINING_ORGANIZER)
_STORE = action_route(SUPERVISOR).of("record_store")
ROUTES: dict[str, RoutePermission] = {
    "training:course-completions": _PAGE.of("course_version"),
    "training:completion-import-new": _FORM.of("course_version"),
    "training:completion-import": _PAGE.of("completion_list"),
    "training:completion-import-columns": _FORM.of("completion_list"),
    "training:completion-import-choices": form_route(TRAINING_ORGANIZER, post=303).of(
        "undecided_completions"
    ),
    "training:completion-import-apply": form_route(TRAINING_ORGANIZER, post=303).of(
        "completion_list"
    ),
    "training:completion-withdraw": action_route(TRAINING_ORGANIZER).of("completion"),
    "training:record-stores": page_route(SUPERVISOR),
    "training:record-store-new": form_route(SUPERVISOR),
    "training:record-store": page_route(SUPERVISOR).of("record_store"),
    "training:record-store-credentials": form_route(SUPERVISOR).of("record_store"),
    # It is paused: nothing leaves.
    "training:record-store-try": replace(_STORE, post=409),
    "training:record-store-pause": _STORE,
    "training:record-store-resume": _STORE,
    "training:record-store-end": _STORE,
    "training:statement-replay": action_route(SUPERVISOR).of("learning_statement"),
}
