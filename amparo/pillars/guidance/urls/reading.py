"""Addresses of reading the library and its products."""

from django.urls import path

from ..views import reading

urlpatterns = [
    path("guidance/", reading.library, name="library"),
    path("guidance/<uuid:ref>/", reading.product, name="product"),
    path("guidance/<uuid:ref>/<int:number>/", reading.edition, name="edition"),
    path("guidance/<uuid:ref>/figures/<slug:digest>/", reading.figure, name="figure"),
]
