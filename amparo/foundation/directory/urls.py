"""Where colleagues find and keep the services of others."""

from django.urls import path

from .views import askings, duty_bearers, feeds, locations, mechanisms, providers, services

app_name = "directory"
urlpatterns = [
    path("", services.index, name="services"),
    path("services/<uuid:ref>/", services.show, name="service"),
    path("services/<uuid:ref>/edit/", services.edit, name="service-edit"),
    path("services/<uuid:ref>/words/<str:language>/", services.words, name="service-words"),
    path("services/<uuid:ref>/confirm/", services.confirm, name="service-confirm"),
    path("services/<uuid:ref>/room/", services.room, name="service-room"),
    path("services/<uuid:ref>/details/", services.details, name="service-details"),
    path("hours/<uuid:ref>/", services.hours, name="service-hours"),
    path("organizations/", providers.index, name="providers"),
    path("organizations/new/", providers.new, name="provider-new"),
    path("organizations/<uuid:ref>/", providers.show, name="provider"),
    path("organizations/<uuid:ref>/edit/", providers.edit, name="provider-edit"),
    path("organizations/<uuid:ref>/services/new/", services.new, name="service-new"),
    path("organizations/<uuid:ref>/locations/new/", locations.new, name="location-new"),
    path("organizations/<uuid:ref>/owes/", duty_bearers.edit, name="duty-bearer"),
    path("organizations/<uuid:ref>/ask/", askings.ask_them, name="provider-ask"),
    path("mechanisms/", mechanisms.index, name="mechanisms"),
    path("mechanisms/new/", mechanisms.new, name="mechanism-new"),
    path("mechanisms/<uuid:ref>/", mechanisms.show, name="mechanism"),
    path("mechanisms/<uuid:ref>/edit/", mechanisms.edit, name="mechanism-edit"),
    path("mechanisms/<uuid:ref>/members/new/", mechanisms.join, name="mechanism-join"),
    path("members/<uuid:ref>/leave/", mechanisms.leave, name="mechanism-leave"),
    path("others/", feeds.index, name="feeds"),
    path("others/new/", feeds.new, name="feed-new"),
    path("others/<uuid:ref>/", feeds.show, name="feed-file"),
    path("others/<uuid:ref>/bring/", feeds.bring, name="feed-bring"),
    path("others/<uuid:ref>/put-away/", feeds.put_away, name="feed-away"),
    path("ours/<slug:form>/", feeds.take_out, name="take-out"),
    path("still-true/<str:token>/", askings.still_true, name="still-true"),
    path("remarks/<uuid:ref>/settle/", askings.settle, name="remark-settle"),
    path("locations/<uuid:ref>/", locations.edit, name="location-edit"),
]
