"""Addresses of communications and its message bank."""

from django.urls import path

from ..views import checks, materials, messages, overview

_ONE = "message-bank/<uuid:ref>/"

app_name = "message_bank"
urlpatterns = [
    path("communications/", overview.overview, name="overview"),
    path("message-bank/", messages.index, name="messages"),
    path("message-bank/new/", messages.new, name="message-new"),
    path("message-bank/contact-line/<uuid:ref>/", materials.contact_line, name="contact-line"),
    path(_ONE, messages.show, name="message"),
    path(f"{_ONE}edit/", messages.edit, name="message-edit"),
    path(f"{_ONE}wordings/<slug:level>/", messages.edit_wordings, name="wordings"),
    path(f"{_ONE}read/<slug:language>/", messages.mark_read, name="wording-read"),
    path(f"{_ONE}submit/", messages.submit, name="submit"),
    path(f"{_ONE}approve/", messages.approve, name="approve"),
    path(f"{_ONE}return/", messages.give_back, name="return"),
    path(f"{_ONE}withdraw/", messages.withdraw, name="withdraw"),
    path(f"{_ONE}new-version/", messages.new_version, name="new-version"),
    path(f"{_ONE}risk-check/", checks.risk_check, name="risk-check"),
    path(f"{_ONE}pretests/new/", checks.pretest_new, name="pretest-new"),
    path(
        f"{_ONE}pretests/<uuid:pretest>/discard/", checks.pretest_discard, name="pretest-discard"
    ),
    path(f"{_ONE}waiver/", checks.waive, name="waiver"),
    path(f"{_ONE}recordings/new/", checks.recording_new, name="recording-new"),
    path(f"{_ONE}recordings/<uuid:recording>/", checks.recording, name="recording"),
    path(
        f"{_ONE}recordings/<uuid:recording>/remove/",
        checks.recording_remove,
        name="recording-remove",
    ),
    path(f"{_ONE}channels/<slug:channel>/", materials.channel, name="channel"),
    path(f"{_ONE}links/new/", materials.link_new, name="link-new"),
    path(f"{_ONE}materials/<slug:kind>/<slug:language>/", materials.material, name="material"),
]
