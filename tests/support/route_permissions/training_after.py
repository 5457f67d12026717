"""Routes of what comes after a training: organizers keep it, trainers read answers, all who see
the event read its figures; participants and superiors answer without an account.
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

_READERS = TRAINING_READERS | TRAINER
_EVENT = form_route(TRAINING_ORGANIZER, may_not_yet=_READERS - TRAINING_ORGANIZER)
_PERSON = form_route(TRAINING_ORGANIZER, may_not_yet=TRAINER).of("training_enrolment_after")
_REPORT = page_route(_READERS).of("reported_event")
_LIST = page_route(TRAINING_ORGANIZER).of("per_diem_list")
# Without a code nobody has one of their own: the way leads to the code.
_OWN = form_route(EVERYBODY, get=302, post=403, **PUBLIC)
_LINK = form_route(EVERYBODY, post=403, **PUBLIC)

FILES = (
    "training:per-diem-pdf", "training:per-diem-xlsx", "training:report-pdf",
    "training:report-xlsx",
)  # fmt: skip

ROUTES: dict[str, RoutePermission] = {
    "training:follow-up": page_route(_READERS).of("training_event"),
    "training:follow-up-person": page_route(TRAINING_ORGANIZER | TRAINER).of(
        "training_enrolment_after"
    ),
    "training:application-plan": _PERSON,
    "training:supervisor-name": _PERSON,
    "training:follow-up-ask": action_route(TRAINING_ORGANIZER, may_not_yet=TRAINER, post=200).of(
        "training_enrolment_after", month="'3"
    ),
    "training:report": _REPORT,
    "training:report-pdf": _REPORT,
    "training:report-xlsx": _REPORT,
    "training:report-sentences": action_route(
        TRAINING_ORGANIZER, may_not_yet=_READERS - TRAINING_ORGANIZER
    ).of("reported_event"),
    "training:reaction-withhold": form_route(TRAINING_ORGANIZER).of("training_reaction"),
    "training:costs": page_route(_READERS).of("training_event"),
    "training:cost-new": _EVENT.of("training_event"),
    "training:cost-remove": form_route(
        TRAINING_ORGANIZER, may_not_yet=TRAINING_OBSERVER | SUPERVISOR, post=303
    ).of("training_cost"),
    "training:per-diem-new": _EVENT.of("training_event"),
    "training:per-diem": _LIST,
    "training:per-diem-paid": form_route(TRAINING_ORGANIZER).of("per_diem_list"),
    "training:per-diem-discard": form_route(TRAINING_ORGANIZER, post=303).of("per_diem_list"),
    "training:per-diem-pdf": _LIST,
    "training:per-diem-xlsx": _LIST,
    "public:my-training-plan": _OWN,
    "public:my-training-reaction": _OWN,
    "public:my-training-superior": _OWN,
    "public:my-training-stop": action_route(EVERYBODY, post=403, **PUBLIC),
    "public:training-follow-up": _LINK.of(token="training_follow_up.token"),
    "public:training-supervisor": _LINK.of(token="training_superior.token"),
}
