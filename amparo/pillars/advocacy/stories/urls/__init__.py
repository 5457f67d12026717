"""Addresses of stories."""

from django.urls import path

from ..views import consents, files, stories, take_down

_ONE = "stories/<uuid:ref>/"
_PHOTO = f"{_ONE}photos/<uuid:photo>/"

app_name = "stories"
urlpatterns = [
    path("stories/", stories.index, name="stories"),
    path("stories/new/", consents.new, name="story-new"),
    path("stories/code/", consents.code, name="code"),
    path("stories/take-down/", take_down.index, name="take-down-list"),
    path(_ONE, stories.show, name="story"),
    path(f"{_ONE}edit/", stories.edit, name="story-edit"),
    path(f"{_ONE}text/<slug:language>/", stories.text, name="story-text"),
    path(f"{_ONE}risk/", stories.risk, name="story-risk"),
    path(f"{_ONE}consent/", consents.renew, name="story-consent"),
    path(f"{_ONE}consent/confirm/", consents.confirm, name="story-confirm"),
    path(f"{_ONE}clear/", stories.clear, name="story-clear"),
    path(f"{_ONE}publish/", stories.publish, name="story-publish"),
    path(f"{_ONE}stop/", stories.take_down, name="story-stop"),
    path(f"{_ONE}uses/", stories.give, name="story-give"),
    path(f"{_ONE}uses/<uuid:use>/notified/", take_down.record_notification, name="use-notified"),
    path(f"{_ONE}messages/", stories.message, name="story-message"),
    path(f"{_ONE}photos/", files.photo_new, name="photo-new"),
    path(_PHOTO, files.photo, name="photo"),
    path(f"{_PHOTO}copy/", files.photo_copy, name="photo-copy"),
    path(f"{_PHOTO}grid/", files.photo_grid, name="photo-grid"),
    path(f"{_PHOTO}mark/", files.mark, name="photo-mark"),
    path(f"{_PHOTO}describe/", files.describe, name="photo-describe"),
    path(f"{_PHOTO}compare/", files.compare, name="photo-compare"),
    path(f"{_PHOTO}remove/", files.photo_remove, name="photo-remove"),
    path(f"{_ONE}recordings/", files.recording_new, name="recording-new"),
    path(f"{_ONE}recordings/<uuid:recording>/", files.recording, name="recording"),
]
