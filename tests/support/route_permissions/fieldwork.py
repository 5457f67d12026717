"""Routes of forms, of submissions and of the offline app."""

from tests.support.route_kinds import (
    CASE_OWNER,
    CASEWORK_FORM,
    CASEWORK_LIST,
    CASEWORKERS,
    DATA_OFFICER,
    EVERYBODY,
    PUBLIC,
    PUBLIC_PAGE,
    REGISTER_IMPORTERS,
    SUPERVISOR,
    TEAM,
    TRAINER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

ROUTES: dict[str, RoutePermission] = {
    # What telephones say, and what people look at of it
    "sync:app": PUBLIC_PAGE,
    "sync:frame": PUBLIC_PAGE,
    "sync:worker": PUBLIC_PAGE,
    "sync:manifest": PUBLIC_PAGE,
    "sync:texts": PUBLIC_PAGE.of(language="'ar"),
    "sync:state": PUBLIC_PAGE,
    "sync:register": action_route(CASEWORKERS | TRAINER, post=400, to_nobody=(405, 401)),
    "sync:caseload": action_route(CASEWORKERS | TRAINER, post=403, to_nobody=(405, 401)),
    "sync:blank-form": page_route(CASEWORKERS, to_nobody=(401, 405)).of("published_version"),
    "sync:deliver": action_route(EVERYBODY, post=400, **PUBLIC),
    "sync:receipts": action_route(EVERYBODY, post=403, **PUBLIC),
    "sync:outbox": CASEWORK_LIST,
    "sync:conflict": page_route(TEAM).of("conflict"),
    "sync:conflict-settle": action_route(TEAM, post=409).of("conflict"),
    "sync:outbox-entry": page_route(TEAM).of("sent"),
    "sync:outbox-entry-accept": action_route(TEAM).of("sent"),
    "sync:outbox-entry-discard": form_route(TEAM, get=405).of("sent"),
    "sync:outbox-import": CASEWORK_FORM,
    "fieldwork:forms": page_route(DATA_OFFICER),
    "fieldwork:form-new": form_route(DATA_OFFICER),
    "fieldwork:forms-standard": action_route(DATA_OFFICER),
    "fieldwork:form": page_route(DATA_OFFICER).of("field_form"),
    "fieldwork:form-publish-public": action_route(DATA_OFFICER).of("field_form"),
    "fieldwork:form-close-public": action_route(DATA_OFFICER).of("field_form"),
    "fieldwork:form-version": page_route(DATA_OFFICER).of("form_version"),
    "fieldwork:form-try": form_route(DATA_OFFICER, post=200).of("form_version"),
    "fieldwork:form-test": action_route(DATA_OFFICER).of("form_version"),
    "fieldwork:form-file-add": action_route(DATA_OFFICER, post=422).of("form_version"),
    "fieldwork:form-file": page_route(CASEWORKERS | DATA_OFFICER).of(
        "form_version", name="'map.png"
    ),
    "fieldwork:form-file-remove": action_route(DATA_OFFICER).of("form_file"),
    "fieldwork:form-publish": action_route(DATA_OFFICER).of("form_version"),
    "fieldwork:form-retire": action_route(DATA_OFFICER).of("published_version"),
    "fieldwork:submissions": page_route(REGISTER_IMPORTERS),
    "fieldwork:submission": page_route(REGISTER_IMPORTERS, may_not_yet=CASE_OWNER).of(
        "odd_answers"
    ),
    "fieldwork:submission-correct": form_route(
        REGISTER_IMPORTERS, may_not_yet=CASE_OWNER, post=200
    ).of("odd_answers"),
    "fieldwork:submission-retry": action_route(REGISTER_IMPORTERS, may_not_yet=CASE_OWNER).of(
        "odd_answers"
    ),
    "fieldwork:submission-accept": action_route(REGISTER_IMPORTERS, may_not_yet=CASE_OWNER).of(
        "odd_answers"
    ),
    "fieldwork:submission-reject": form_route(REGISTER_IMPORTERS, may_not_yet=CASE_OWNER).of(
        "odd_answers"
    ),
    # Only who reads all that was answered takes it out as it came.
    "fieldwork:submission-download": page_route(
        SUPERVISOR, may_not_yet=CASE_OWNER | DATA_OFFICER
    ).of("odd_answers"),
    "fieldwork:submission-file": page_route(SUPERVISOR, may_not_yet=CASE_OWNER | DATA_OFFICER).of(
        "sent_file"
    ),
    "fieldwork:form-answers": page_route(REGISTER_IMPORTERS).of("field_form"),
    "fieldwork:answers-export": page_route(REGISTER_IMPORTERS, get=302).of("field_form"),
    "fieldwork:form-locked": action_route(DATA_OFFICER).of("field_form", turn="'on"),
    "fieldwork:form-lists": action_route(DATA_OFFICER).of("field_form", turn="'on"),
    "fieldwork:form-download": page_route(DATA_OFFICER).of("form_version", what="'xform"),
}
