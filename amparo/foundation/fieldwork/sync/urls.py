"""URLs of the offline app, of its protocol, and of the pages for conflicts and entries."""

from django.urls import path

from ..views import conflicts
from . import app_shell, views

app_name = "sync"
urlpatterns = [
    path("campo/", app_shell.shell_page, name="app"),
    path("campo/frame/", app_shell.form_frame, name="frame"),
    path("campo/sw.js", app_shell.service_worker, name="worker"),
    path("campo/manifest.webmanifest", app_shell.web_manifest, name="manifest"),
    path("campo/words/<slug:language>/", views.texts, name="texts"),
    path("campo/state/", views.state, name="state"),
    path("campo/devices/", views.register, name="register"),
    path("campo/caseload/", views.caseload, name="caseload"),
    path("campo/forms/<uuid:ref>/", views.blank_form, name="blank-form"),
    path("campo/deliver/", views.deliver, name="deliver"),
    path("campo/receipts/", views.receipts, name="receipts"),
    path("field/waiting/", conflicts.index, name="outbox"),
    path("field/waiting/conflicts/<uuid:ref>/", conflicts.conflict, name="conflict"),
    path("field/waiting/conflicts/<uuid:ref>/settle/", conflicts.settle, name="conflict-settle"),
    path("field/waiting/<uuid:ref>/", conflicts.entry, name="outbox-entry"),
    path("field/waiting/<uuid:ref>/accept/", conflicts.accept, name="outbox-entry-accept"),
    path("field/waiting/<uuid:ref>/put-away/", conflicts.discard, name="outbox-entry-discard"),
    path("field/bring/", conflicts.import_outbox, name="outbox-import"),
]
