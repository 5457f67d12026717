"""Addresses of files opened in an emergency."""

from django.urls import path

from ..views import emergencies

urlpatterns = [
    path("emergencies/", emergencies.index, name="emergencies"),
    path("emergencies/new/", emergencies.new, name="emergency-new"),
    path("emergencies/<uuid:ref>/", emergencies.show, name="emergency"),
    path("emergencies/<uuid:ref>/review/", emergencies.review, name="emergency-review"),
    path("emergencies/<uuid:ref>/end/", emergencies.end, name="emergency-end"),
]
