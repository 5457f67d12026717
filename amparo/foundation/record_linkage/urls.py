"""URLs of record linkage."""

from django.urls import path

from . import views

app_name = "linking"
urlpatterns = [
    path("", views.agreement_list, name="agreements"),
    path("<uuid:ref>/", views.agreement_detail, name="agreement"),
    path("<uuid:ref>/start/", views.agreement_approve, name="agreement-start"),
    path("<uuid:ref>/end/", views.agreement_end, name="agreement-end"),
    path("runs/<uuid:ref>/", views.run_detail, name="run"),
    path("runs/<uuid:ref>/put-away/", views.run_discard, name="run-away"),
]
