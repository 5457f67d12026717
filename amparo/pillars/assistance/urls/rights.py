"""Addresses of what people ask about their own data."""

from django.urls import path

from ..views import rights

urlpatterns = [
    path("rights/", rights.index, name="rights"),
    path("people/<uuid:ref>/rights/new/", rights.hear, name="rights-new"),
    path("rights/<uuid:ref>/", rights.show, name="rights-request"),
    path("rights/<uuid:ref>/answer/", rights.answer, name="rights-answer"),
    path("rights/<uuid:ref>/prepare/", rights.prepare, name="rights-prepare"),
    path("rights/<uuid:ref>/answer.pdf", rights.letter, name="rights-letter"),
    path("rights/parcels/<uuid:ref>/take/", rights.take, name="rights-take"),
]
