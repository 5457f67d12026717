"""Addresses of participants, of lists to import, and of what a colleague learns."""

from django.urls import path

from ..views import event_participants, participant_imports, participants

urlpatterns: list = [
    path("participants/", participants.index, name="participants"),
    path("participants/duplicates/", participants.duplicates, name="participant-duplicates"),
    path("participants/retention/", participants.rules, name="participant-rules"),
    path("participants/imports/", participant_imports.index, name="participant-imports"),
    path("participants/imports/new/", participant_imports.create_past, name="past-import-new"),
    path(
        "participants/imports/<uuid:ref>/", participant_imports.show, name="participant-import"
    ),
    path(
        "participants/imports/<uuid:ref>/columns/", participant_imports.columns,
        name="participant-import-columns",
    ),
    path(
        "participants/imports/<uuid:ref>/apply/", participant_imports.apply,
        name="participant-import-apply",
    ),
    path(
        "participants/imports/<uuid:ref>/discard/", participant_imports.discard,
        name="participant-import-discard",
    ),
    path("participants/<uuid:ref>/", participants.show, name="participant"),
    path("participants/<uuid:ref>/edit/", participants.edit, name="participant-edit"),
    path("participants/<uuid:ref>/consents/", participants.consents, name="participant-consents"),
    path("participants/<uuid:ref>/address/", participants.address, name="participant-address"),
    path("participants/<uuid:ref>/erase/", participants.erase, name="participant-erase"),
    path(
        "participants/<uuid:ref>/compare/<uuid:other>/", participants.compare,
        name="participant-compare",
    ),
    path(
        "trainings/<uuid:ref>/participants/", event_participants.people,
        name="event-participants",
    ),
    path("trainings/<uuid:ref>/participants/new/", event_participants.enrol, name="event-enrol"),
    path(
        "trainings/<uuid:ref>/participants/earlier/", event_participants.enrol_known,
        name="event-enrol-known",
    ),
    path(
        "trainings/<uuid:ref>/participants/import/", participant_imports.create,
        name="participant-import-new",
    ),
    path("trainings/<uuid:ref>/colleagues/", event_participants.offer, name="event-offer"),
    path("trainings/<uuid:ref>/join/", event_participants.join_event, name="event-join"),
    path("my-learning/", event_participants.my_learning, name="my-learning"),
]  # fmt: skip
