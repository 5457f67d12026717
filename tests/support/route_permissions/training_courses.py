"""Routes of courses, competencies and training needs: what is taught is open to all who work here;
organizers keep it, somebody else reviews it, and needs are of those who see capacity.
"""

from tests.support.route_kinds import (
    EVERYBODY,
    PROGRAMME_MANAGER,
    SUPERVISOR,
    TRAINING_OBSERVER,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_OTHERS = EVERYBODY - TRAINING_ORGANIZER
_NEW = form_route(TRAINING_ORGANIZER)
_KEEP = form_route(TRAINING_ORGANIZER, may_not_yet=_OTHERS)
_DO = form_route(TRAINING_ORGANIZER, may_not_yet=_OTHERS, post=303)
_REVIEWERS = TRAINING_ORGANIZER | SUPERVISOR

ROUTES: dict[str, RoutePermission] = {
    "training:courses": form_route(EVERYBODY, post=303),
    "training:course": page_route(EVERYBODY).of("course"),
    "training:course-new": _NEW,
    "training:course-edit": _KEEP.of("course"),
    "training:course-retire": _DO.of("course"),
    "training:course-version-new": _DO.of("course_withdrawn"),
    "training:course-version": page_route(EVERYBODY).of("course_version"),
    "training:course-version-edit": _KEEP.of("course_draft"),
    "training:course-version-review": form_route(
        _REVIEWERS,
        may_not_yet=EVERYBODY - _REVIEWERS,
        post=303,
        post_by={"training_organizer": 422},
    ).of("course_draft"),
    "training:course-version-publish": _DO.of("course_reviewed"),
    "training:course-version-withdraw": _KEEP.of("course_version"),
    "training:course-version-endorse": form_route(
        PROGRAMME_MANAGER, may_not_yet=EVERYBODY - PROGRAMME_MANAGER
    ).of("course_version"),
    "training:competencies": page_route(EVERYBODY),
    "training:competency": page_route(EVERYBODY).of("competency"),
    "training:competency-new": _NEW,
    "training:competency-edit": _KEEP.of("competency"),
    "training:competency-retire": _DO.of("competency"),
    "training:framework": page_route(EVERYBODY).of("competency_framework"),
    "training:framework-new": _NEW,
    "training:framework-edit": _KEEP.of("competency_framework"),
    "training:framework-import": _NEW,
    "training:needs": page_route(_REVIEWERS),
    "training:need-aside": _NEW.of("health_authority", kind="'right", code="'liberty"),
    "training:need-take-up": action_route(
        TRAINING_ORGANIZER, may_not_yet=TRAINING_OBSERVER | SUPERVISOR
    ).of("need_aside"),
    "training:gap": form_route(TRAINING_ORGANIZER, post=303).of("guidance_submitted", item="'0"),
}
