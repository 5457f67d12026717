"""Routes of self-assessment against a standard."""

from tests.support.route_kinds import (
    EVERYBODY,
    OFFICIAL,
    POLICY_OFFICER,
    REGISTER_IMPORTERS,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# Ours who assess capacity, and the institution itself.
_ANSWERS = REGISTER_IMPORTERS | OFFICIAL
_OPEN = "guidance_assessment"

ROUTES: dict[str, RoutePermission] = {
    "guidance:self-assessments": page_route(EVERYBODY).of("guidance_standard_edition"),
    "guidance:self-assessment-new": form_route(REGISTER_IMPORTERS).of("guidance_standard_edition"),
    "guidance:self-assessment": form_route(
        _ANSWERS | POLICY_OFFICER | TRAINING_ORGANIZER,
        post=303,
        post_by={"policy_officer": 403, "training_organizer": 403},
    ).of(_OPEN),
    "guidance:self-assessment-invite": action_route(
        REGISTER_IMPORTERS, may_not_yet=OFFICIAL | POLICY_OFFICER | TRAINING_ORGANIZER, post=200
    ).of(_OPEN),
    "guidance:self-assessment-link-end": action_route(
        REGISTER_IMPORTERS, may_not_yet=OFFICIAL | POLICY_OFFICER | TRAINING_ORGANIZER
    ).of(_OPEN),
    "guidance:improvement-new": form_route(
        _ANSWERS, may_not_yet=POLICY_OFFICER | TRAINING_ORGANIZER
    ).of("guidance_submitted", item="'0"),
    "guidance:improvement-done": action_route(
        _ANSWERS, may_not_yet=POLICY_OFFICER | TRAINING_ORGANIZER
    ).of("guidance_improvement"),
    "guidance:self-assessment-link": form_route(EVERYBODY, is_public=True, post=303).of(
        token="guidance_link"
    ),
}
