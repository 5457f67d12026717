"""URLs of the directory."""

from django.urls import path

from .views import feeds, mandates, organizations, services

app_name = "directory"
urlpatterns = [
    path("", services.service_list, name="services"),
    path("services/<uuid:ref>/", services.service_detail, name="service"),
    path("services/<uuid:ref>/edit/", services.service_edit, name="service-edit"),
    path(
        "services/<uuid:ref>/translations/<str:language>/",
        services.service_translation,
        name="service-translation",
    ),
    path("services/<uuid:ref>/confirm/", services.service_verify, name="service-confirm"),
    path("services/<uuid:ref>/capacity/", services.service_capacity, name="service-capacity"),
    path("services/<uuid:ref>/details/", services.service_details, name="service-details"),
    path("hours/<uuid:ref>/", services.service_hours, name="service-hours"),
    path("organizations/", organizations.provider_list, name="providers"),
    path("organizations/new/", organizations.provider_create, name="provider-new"),
    path("organizations/<uuid:ref>/", organizations.provider_detail, name="provider"),
    path("organizations/<uuid:ref>/edit/", organizations.provider_edit, name="provider-edit"),
    path("organizations/<uuid:ref>/services/new/", services.service_create, name="service-new"),
    path("organizations/<uuid:ref>/locations/new/", services.location_create, name="location-new"),
    path(
        "organizations/<uuid:ref>/obligations/", organizations.duty_bearer_edit, name="duty-bearer"
    ),
    path(
        "organizations/<uuid:ref>/confirmation-request/",
        services.confirmation_request,
        name="confirmation-request",
    ),
    path("mechanisms/", organizations.mechanism_list, name="mechanisms"),
    path("mechanisms/new/", organizations.mechanism_create, name="mechanism-new"),
    path("mechanisms/<uuid:ref>/", organizations.mechanism_detail, name="mechanism"),
    path("mechanisms/<uuid:ref>/edit/", organizations.mechanism_edit, name="mechanism-edit"),
    path(
        "mechanisms/<uuid:ref>/members/new/",
        organizations.mechanism_member_create,
        name="mechanism-join",
    ),
    path(
        "members/<uuid:ref>/leave/", organizations.mechanism_member_remove, name="mechanism-leave"
    ),
    path("mandates/", mandates.mandate_list, name="mandates"),
    path("mandates/<uuid:ref>/end/", mandates.mandate_end, name="mandate-end"),
    path("institutions/<uuid:ref>/mandate/", mandates.mandate_add, name="mandate-add"),
    path("feeds/", feeds.feed_list, name="feeds"),
    path("feeds/new/", feeds.feed_create, name="feed-new"),
    path("feeds/<uuid:ref>/", feeds.feed_file, name="feed-file"),
    path("feeds/<uuid:ref>/import/", feeds.feed_import, name="feed-import"),
    path("feeds/<uuid:ref>/discard/", feeds.feed_discard, name="feed-discard"),
    path("export/<slug:form>/", feeds.directory_export, name="directory-export"),
    path("still-true/<str:token>/", services.confirmation, name="confirmation"),
    path("remarks/<uuid:ref>/settle/", services.remark_settle, name="remark-settle"),
    path("locations/<uuid:ref>/", services.location_edit, name="location-edit"),
]
