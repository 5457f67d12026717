"""Where telephones speak with the house, and where people look at what they sent."""

from django.urls import path

from .views import field, shell, waiting

app_name = "field"
urlpatterns = [
    path("campo/", shell.page, name="shell"),
    path("campo/frame/", shell.frame, name="frame"),
    path("campo/sw.js", shell.worker, name="worker"),
    path("campo/manifest.webmanifest", shell.manifest, name="manifest"),
    path("campo/words/<slug:language>/", field.words, name="words"),
    path("campo/state/", field.state, name="state"),
    path("campo/devices/", field.register, name="register"),
    path("campo/caseload/", field.caseload, name="caseload"),
    path("campo/forms/<uuid:ref>/", field.form, name="blank-form"),
    path("campo/deliver/", field.deliver, name="deliver"),
    path("campo/receipts/", field.receipts, name="receipts"),
    path("field/waiting/", waiting.index, name="waiting"),
    path("field/waiting/conflicts/<uuid:ref>/", waiting.conflict, name="conflict"),
    path("field/waiting/conflicts/<uuid:ref>/settle/", waiting.settle, name="conflict-settle"),
    path("field/waiting/<uuid:ref>/", waiting.entry, name="sent"),
    path("field/waiting/<uuid:ref>/accept/", waiting.accept, name="sent-accept"),
    path("field/waiting/<uuid:ref>/put-away/", waiting.put_away, name="sent-put-away"),
    path("field/bring/", waiting.bring, name="bring"),
]
