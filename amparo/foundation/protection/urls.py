"""URLs of protection: capacity of duty bearers."""

from django.urls import path

from .views import capacity

app_name = "protection"
urlpatterns = [
    path("capacity/", capacity.index, name="capacities"),
    path("capacity/new/", capacity.record, name="capacity-new"),
    path("capacity/<uuid:ref>/", capacity.show, name="capacity"),
    path("capacity/<uuid:ref>/confirm/", capacity.confirm, name="capacity-confirm"),
    path("capacity/<uuid:ref>/return/", capacity.send_back, name="capacity-return"),
]
