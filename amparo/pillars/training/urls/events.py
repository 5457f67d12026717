"""Addresses of training events: the calendar, one event, what is done with it, its files."""

from django.urls import path

from ..views import event_actions, event_files, events

EVENT = "trainings/<uuid:ref>/"
SESSION = f"{EVENT}sessions/<uuid:session>/"

urlpatterns = [
    path("trainings/", events.index, name="events"),
    path("trainings/new/", event_actions.new, name="event-new"),
    path("trainings/calendar/address/", event_files.new_address, name="event-feed-address"),
    path("trainings/calendar/<str:key>.ics", event_files.feed, name="event-feed"),
    path(EVENT, events.show, name="event"),
    path(f"{EVENT}edit/", event_actions.edit, name="event-edit"),
    path(f"{EVENT}open/", event_actions.open_registration, name="event-open"),
    path(f"{EVENT}close/", event_actions.close_registration, name="event-close"),
    path(f"{EVENT}hold/", event_actions.hold, name="event-hold"),
    path(f"{EVENT}cancel/", event_actions.cancel, name="event-cancel"),
    path(f"{EVENT}sessions/new/", event_actions.session_new, name="session-new"),
    path(f"{SESSION}edit/", event_actions.session_edit, name="session-edit"),
    path(f"{SESSION}remove/", event_actions.session_remove, name="session-remove"),
    path(f"{EVENT}trainers/new/", event_actions.trainer_new, name="event-trainer-new"),
    path(
        f"{EVENT}trainers/<uuid:trainer>/remove/",
        event_actions.trainer_remove,
        name="event-trainer-remove",
    ),
    path(f"{EVENT}event.ics", event_files.calendar, name="event-calendar"),
    path(f"{EVENT}signatures.pdf", event_files.signatures, name="event-signatures"),
    path(f"{EVENT}badges.pdf", event_files.badges, name="event-badges"),
    path(
        f"{EVENT}participants.<slug:code>",
        event_files.participants,
        name="event-participants-file",
    ),
]
