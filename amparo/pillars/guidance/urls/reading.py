"""Addresses of reading the library and its products."""

from django.urls import path

from ..views import reading

_EDITION = "guidance/<uuid:ref>/<int:number>"
urlpatterns = [
    path("guidance/", reading.library, name="library"),
    path("guidance/<uuid:ref>/", reading.product, name="product"),
    path(f"{_EDITION}/", reading.edition, name="edition"),
    path(f"{_EDITION}/checklist/", reading.checklist, name="checklist"),
    path(f"{_EDITION}/changes/", reading.comparison, name="comparison"),
    path(f"{_EDITION}/files/<slug:language>/<slug:code>/", reading.file, name="file"),
    path("guidance/<uuid:ref>/figures/<slug:digest>/", reading.figure, name="figure"),
]
