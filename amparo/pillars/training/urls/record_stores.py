"""Addresses of learning record stores."""

from django.urls import path

from ..views import record_stores

_ONE = "record-stores/<uuid:ref>/"

urlpatterns = [
    path("record-stores/", record_stores.index, name="record-stores"),
    path("record-stores/new/", record_stores.new, name="record-store-new"),
    path(_ONE, record_stores.show, name="record-store"),
    path(f"{_ONE}credentials/", record_stores.credentials, name="record-store-credentials"),
    path(f"{_ONE}try/", record_stores.try_out, name="record-store-try"),
    path(f"{_ONE}pause/", record_stores.pause, name="record-store-pause"),
    path(f"{_ONE}resume/", record_stores.resume, name="record-store-resume"),
    path(f"{_ONE}end/", record_stores.end, name="record-store-end"),
    path("learning-statements/<uuid:ref>/replay/", record_stores.replay, name="statement-replay"),
]
