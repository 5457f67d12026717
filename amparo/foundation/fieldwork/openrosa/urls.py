"""URLs of the OpenRosa endpoints."""

from django.urls import path

from . import views

app_name = "openrosa"
# The first word of each address: what stands there instead is the secret of a telephone.
ENDPOINTS = frozenset(("formList", "forms", "entities", "submission"))
urlpatterns = [
    path("formList", views.form_list, name="list"),
    path("forms/<uuid:ref>.xml", views.form, name="form"),
    path("forms/<uuid:ref>/manifest", views.manifest, name="manifest"),
    path("forms/<uuid:ref>/media/<str:name>", views.media, name="media"),
    path("entities/<slug:dataset>.csv", views.entities, name="entities"),
    path("entities/<slug:dataset>/integrity", views.integrity, name="integrity"),
    path("submission", views.submission, name="submission"),
]
