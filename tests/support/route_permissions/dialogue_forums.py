"""Routes of forums and meetings."""

from tests.support.route_kinds import (
    EVERYBODY,
    OFFICIAL,
    POLICY_OFFICER,
    PUBLIC,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# Supervisors see forums and meetings, and propose items. The official speaks for the institution
# that chairs the forum: sees its meetings once they are called, and adopts their minutes.
_READERS = POLICY_OFFICER | SUPERVISOR
_SEEN, _SEATED = {"may_not_yet": SUPERVISOR}, {"may_not_yet": SUPERVISOR | OFFICIAL}
_NEW = form_route(POLICY_OFFICER)
_FORM, _TAP = (form_route(POLICY_OFFICER, **_SEEN, **more) for more in ({}, {"post": 303}))
_HELD, _HELD_TAP = (form_route(POLICY_OFFICER, **_SEATED, **more) for more in ({}, {"post": 303}))
_ACTION = action_route(POLICY_OFFICER, **_SEEN)
_ITEM = {"ref": "meeting", "item": "agenda_item"}
_ADOPT = form_route(POLICY_OFFICER | OFFICIAL, **_SEEN, post_by={"official": 303})

ROUTES: dict[str, RoutePermission] = {
    "dialogue:forums": page_route(_READERS),
    "dialogue:forum-new": _NEW,
    "dialogue:forum": page_route(_READERS | OFFICIAL).of("forum"),
    "dialogue:forum-edit": _HELD.of("forum"),
    "dialogue:forum-chair": _HELD.of("forum"),
    "dialogue:seat-new": _HELD.of("forum"),
    "dialogue:seat-end": _HELD.of("seat"),
    "dialogue:focal-point-new": _HELD.of("seat"),
    "dialogue:focal-point-end": _HELD.of("focal_point"),
    "dialogue:focal-point-erase": form_route(
        POLICY_OFFICER, post=303, may_not_yet=SUPERVISOR | OFFICIAL
    ).of("focal_point"),
    "dialogue:meetings": page_route(_READERS | OFFICIAL),
    "dialogue:meeting-new": _NEW,
    "dialogue:meeting-feed-address": action_route(EVERYBODY),
    "dialogue:meeting-feed": page_route(EVERYBODY, **PUBLIC).of(key="caseworker.calendar_key"),
    "dialogue:meeting": page_route(_READERS).of("meeting"),
    "dialogue:meeting-edit": _FORM.of("meeting"),
    "dialogue:meeting-move": _FORM.of("meeting"),
    "dialogue:meeting-call": _TAP.of("meeting"),
    "dialogue:meeting-cancel": _FORM.of("meeting"),
    "dialogue:meeting-hold": _FORM.of("meeting"),
    "dialogue:meeting-invite-seats": _ACTION.of("meeting"),
    "dialogue:meeting-minutes": page_route(_READERS | OFFICIAL).of("held_meeting"),
    "dialogue:minutes-pdf": page_route(_READERS | OFFICIAL).of("held_meeting"),
    "dialogue:minutes-hand-in": _HELD.of("held_meeting"),
    "dialogue:minutes-return": form_route(POLICY_OFFICER | OFFICIAL, post=303, **_SEEN).of(
        "held_meeting"
    ),
    "dialogue:minutes-adopt": _ADOPT.of("held_meeting"),
    "dialogue:minutes-erase-names": _HELD_TAP.of("held_meeting"),
    "dialogue:agenda-item-new": form_route(_READERS).of("meeting"),
    "dialogue:agenda-item-edit": _FORM.of(**_ITEM),
    "dialogue:agenda-item-accept": _ACTION.of(**_ITEM),
    "dialogue:agenda-item-defer": _ACTION.of(**_ITEM),
    "dialogue:agenda-item-basis": _FORM.of(**_ITEM),
    "dialogue:agenda-item-basis-remove": _ACTION.of(**_ITEM, link="basis"),
    "dialogue:agenda-item-minutes": _FORM.of(**_ITEM),
    "dialogue:statement-new": _FORM.of(**_ITEM),
    "dialogue:decision-new": _FORM.of(**_ITEM),
    "dialogue:meeting-action-new": _FORM.of(**_ITEM),
    "dialogue:delegation-new": _FORM.of("meeting"),
    "dialogue:delegation-edit": _FORM.of("meeting", delegation="delegation"),
    "dialogue:meeting-paper-new": _FORM.of("meeting"),
    "dialogue:meeting-paper": page_route(_READERS).of("meeting", paper="meeting_paper"),
    "dialogue:meeting-paper-remove": _TAP.of("meeting", paper="meeting_paper"),
    "dialogue:decision-commit": form_route(POLICY_OFFICER).of("decision"),
    "dialogue:meeting-action-done": _HELD.of("meeting_action"),
}

# Not pages: a paper, a feed, and a file.
FILES = ("dialogue:minutes-pdf", "dialogue:meeting-feed", "dialogue:meeting-paper")
