"""Routes of forums and meetings."""

from tests.support.route_kinds import (
    EVERYBODY,
    OFFICIAL,
    POLICY_OFFICER,
    PUBLIC,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# The official speaks for the institution that chairs the forum: sees its meetings once they are
# called, and adopts their minutes.
_SEATED = {"may_not_yet": OFFICIAL}
_FORM, _TAP = (form_route(POLICY_OFFICER, **more) for more in ({}, {"post": 303}))
_FORUM = form_route(POLICY_OFFICER, **_SEATED)
_HELD = form_route(POLICY_OFFICER, **_SEATED)
_ACTION = action_route(POLICY_OFFICER)
_ITEM = {"ref": "meeting", "item": "agenda_item"}

ROUTES: dict[str, RoutePermission] = {
    "dialogue:forums": page_route(POLICY_OFFICER),
    "dialogue:forum-new": _FORM,
    "dialogue:forum": page_route(POLICY_OFFICER | OFFICIAL).of("forum"),
    "dialogue:forum-edit": _FORUM.of("forum"),
    "dialogue:forum-chair": _FORUM.of("forum"),
    "dialogue:seat-new": _FORUM.of("forum"),
    "dialogue:seat-end": _FORUM.of("seat"),
    "dialogue:focal-point-new": _FORUM.of("seat"),
    "dialogue:focal-point-end": _FORUM.of("focal_point"),
    "dialogue:focal-point-erase": form_route(POLICY_OFFICER, post=303, **_SEATED).of(
        "focal_point"
    ),
    "dialogue:meetings": page_route(POLICY_OFFICER | OFFICIAL),
    "dialogue:meeting-new": _FORM,
    "dialogue:meeting-feed-address": action_route(EVERYBODY),
    "dialogue:meeting-feed": page_route(EVERYBODY, **PUBLIC).of(key="caseworker.calendar_key"),
    "dialogue:meeting": page_route(POLICY_OFFICER).of("meeting"),
    "dialogue:meeting-edit": _FORM.of("meeting"),
    "dialogue:meeting-move": _FORM.of("meeting"),
    "dialogue:meeting-call": _TAP.of("meeting"),
    "dialogue:meeting-cancel": _FORM.of("meeting"),
    "dialogue:meeting-hold": _FORM.of("meeting"),
    "dialogue:meeting-invite-seats": _ACTION.of("meeting"),
    "dialogue:meeting-minutes": page_route(POLICY_OFFICER | OFFICIAL).of("held_meeting"),
    "dialogue:minutes-pdf": page_route(POLICY_OFFICER | OFFICIAL).of("held_meeting"),
    "dialogue:minutes-hand-in": _HELD.of("held_meeting"),
    "dialogue:minutes-return": form_route(POLICY_OFFICER | OFFICIAL, post=303).of("held_meeting"),
    "dialogue:minutes-adopt": form_route(
        POLICY_OFFICER | OFFICIAL, post_by={"official": 303}
    ).of("held_meeting"),
    "dialogue:minutes-erase-names": form_route(POLICY_OFFICER, post=303, **_SEATED).of(
        "held_meeting"
    ),
    "dialogue:agenda-item-new": _FORM.of("meeting"),
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
    "dialogue:meeting-paper": page_route(POLICY_OFFICER).of("meeting", paper="meeting_paper"),
    "dialogue:meeting-paper-remove": _TAP.of("meeting", paper="meeting_paper"),
    "dialogue:decision-commit": form_route(POLICY_OFFICER).of("decision"),
    "dialogue:meeting-action-done": form_route(POLICY_OFFICER, **_SEATED).of("meeting_action"),
}

# Not pages: a paper, a feed, and a file.
FILES = ("dialogue:minutes-pdf", "dialogue:meeting-feed", "dialogue:meeting-paper")
