"""Addresses of forums, meetings and their calendar."""

from django.urls import path

from ..views import agenda, convenings, forums, meeting_calendar, minutes

MEETING = "meetings/<uuid:ref>/"
ITEM = f"{MEETING}items/<uuid:item>/"
FORUM = "forums/<uuid:ref>/"

urlpatterns = [
    path("forums/", forums.index, name="forums"),
    path("forums/new/", forums.new, name="forum-new"),
    path(FORUM, forums.show, name="forum"),
    path(f"{FORUM}edit/", forums.edit, name="forum-edit"),
    path(f"{FORUM}chair/", forums.chair, name="forum-chair"),
    path(f"{FORUM}seats/new/", forums.seat_new, name="seat-new"),
    path("forums/seats/<uuid:ref>/end/", forums.seat_end, name="seat-end"),
    path(
        "forums/seats/<uuid:ref>/focal-points/new/",
        forums.focal_point_new,
        name="focal-point-new",
    ),
    path("forums/focal-points/<uuid:ref>/end/", forums.focal_point_end, name="focal-point-end"),
    path(
        "forums/focal-points/<uuid:ref>/erase/",
        forums.focal_point_erase,
        name="focal-point-erase",
    ),
    path("meetings/", convenings.index, name="meetings"),
    path("meetings/new/", convenings.new, name="meeting-new"),
    path("meetings/calendar/address/", meeting_calendar.new_address, name="meeting-feed-address"),
    path("meetings/calendar/<str:key>.ics", meeting_calendar.feed, name="meeting-feed"),
    path(MEETING, convenings.show, name="meeting"),
    path(f"{MEETING}edit/", convenings.edit, name="meeting-edit"),
    path(f"{MEETING}move/", convenings.move, name="meeting-move"),
    path(f"{MEETING}call/", convenings.call, name="meeting-call"),
    path(f"{MEETING}cancel/", convenings.cancel, name="meeting-cancel"),
    path(f"{MEETING}hold/", convenings.hold, name="meeting-hold"),
    path(f"{MEETING}invite-seats/", convenings.invite_seats, name="meeting-invite-seats"),
    path(f"{MEETING}minutes/", minutes.show, name="meeting-minutes"),
    path(f"{MEETING}minutes/pdf/", convenings.pdf, name="minutes-pdf"),
    path(f"{MEETING}minutes/hand-in/", convenings.hand_in, name="minutes-hand-in"),
    path(f"{MEETING}minutes/return/", convenings.send_back, name="minutes-return"),
    path(f"{MEETING}minutes/adopt/", convenings.adopt, name="minutes-adopt"),
    path(f"{MEETING}minutes/erase-names/", convenings.erase_names, name="minutes-erase-names"),
    path(f"{MEETING}items/new/", agenda.new, name="agenda-item-new"),
    path(f"{ITEM}edit/", agenda.edit, name="agenda-item-edit"),
    path(f"{ITEM}accept/", agenda.accept, name="agenda-item-accept"),
    path(f"{ITEM}defer/", agenda.defer, name="agenda-item-defer"),
    path(f"{ITEM}basis/new/", agenda.basis_new, name="agenda-item-basis"),
    path(f"{ITEM}basis/<uuid:link>/remove/", agenda.basis_remove, name="agenda-item-basis-remove"),
    path(f"{ITEM}minutes/", minutes.write, name="agenda-item-minutes"),
    path(f"{ITEM}statements/new/", minutes.statement_new, name="statement-new"),
    path(f"{ITEM}decisions/new/", minutes.decision_new, name="decision-new"),
    path(f"{ITEM}actions/new/", minutes.action_new, name="meeting-action-new"),
    path(f"{MEETING}delegations/new/", agenda.delegation_new, name="delegation-new"),
    path(
        f"{MEETING}delegations/<uuid:delegation>/", agenda.delegation_edit, name="delegation-edit"
    ),
    path(f"{MEETING}papers/new/", agenda.paper_new, name="meeting-paper-new"),
    path(f"{MEETING}papers/<uuid:paper>/", agenda.paper, name="meeting-paper"),
    path(
        f"{MEETING}papers/<uuid:paper>/remove/", agenda.paper_remove, name="meeting-paper-remove"
    ),
    path("meetings/decisions/<uuid:ref>/commit/", minutes.commit, name="decision-commit"),
    path("meetings/actions/<uuid:ref>/done/", minutes.finish, name="meeting-action-done"),
]
