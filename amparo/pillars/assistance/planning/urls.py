"""Addresses of planning."""

from django.urls import path

from .views import conferences, follow_ups, plans

app_name = "planning"
urlpatterns = [
    path("cases/<uuid:ref>/plan/", plans.show, name="case-plan"),
    path("cases/<uuid:ref>/plan/begin/", plans.begin, name="plan-begin"),
    path("cases/<uuid:ref>/plan/agree/", plans.agree, name="plan-agree"),
    path("cases/<uuid:ref>/plan/revise/", plans.revise, name="plan-revise"),
    path("cases/<uuid:ref>/goals/new/", plans.new_goal, name="goal-new"),
    path("cases/<uuid:ref>/goals/<uuid:goal>/", plans.goal, name="goal"),
    path("cases/<uuid:ref>/actions/new/", plans.new_action, name="action-new"),
    path("cases/<uuid:ref>/actions/<uuid:action>/", plans.action, name="action"),
    path("cases/<uuid:ref>/actions/<uuid:action>/start/", plans.start, name="action-start"),
    path("cases/<uuid:ref>/actions/<uuid:action>/done/", plans.complete, name="action-complete"),
    path("cases/<uuid:ref>/actions/<uuid:action>/drop/", plans.drop, name="action-drop"),
    path("cases/<uuid:ref>/follow-ups/new/", follow_ups.new, name="followup-new"),
    path("cases/<uuid:ref>/conferences/new/", conferences.new, name="conference-new"),
]
