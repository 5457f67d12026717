"""URLs of record linkage."""

from django.urls import path

from . import views

app_name = "record_linkage"
urlpatterns = [
    path("", views.agreement_list, name="agreements"),
    path("<uuid:ref>/", views.agreement_detail, name="agreement"),
    path("<uuid:ref>/approve/", views.agreement_approve, name="agreement-approve"),
    path("<uuid:ref>/end/", views.agreement_end, name="agreement-end"),
    path("runs/<uuid:ref>/", views.run_detail, name="run"),
    path("runs/<uuid:ref>/discard/", views.run_discard, name="run-discard"),
]
