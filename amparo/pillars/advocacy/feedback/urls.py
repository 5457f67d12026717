"""Addresses of complaints, and of what we changed because of them."""

from django.urls import path

from .views import actions, complaints, statistics, you_said

app_name = "feedback"
urlpatterns = [
    path("complaints/", complaints.complaint_list, name="complaints"),
    path("complaints/new/", complaints.complaint_new, name="complaint-new"),
    path("complaints/new/code/", complaints.complaint_code, name="complaint-code"),
    path("complaints/statistics/", statistics.statistics, name="statistics"),
    path("complaints/<uuid:ref>/", complaints.complaint_detail, name="complaint"),
    path("complaints/<uuid:ref>/close/", actions.close, name="complaint-close"),
    path("complaints/<uuid:ref>/delete/", actions.delete, name="complaint-delete"),
    path("complaints/<uuid:ref>/<slug:action>/", actions.perform_action, name="complaint-action"),
    path("offices/<uuid:ref>/complaints/", complaints.settings_edit, name="complaint-settings"),
    path("you-said/", you_said.you_said_list, name="you-said-list"),
    path("you-said/new/", you_said.you_said_new, name="you-said-new"),
    path("you-said/<uuid:ref>/", you_said.you_said_edit, name="you-said-edit"),
    path("you-said/<uuid:ref>/approve/", you_said.approve, name="you-said-approve"),
    path("you-said/<uuid:ref>/remove/", you_said.remove, name="you-said-remove"),
]
