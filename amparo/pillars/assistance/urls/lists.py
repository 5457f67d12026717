"""Addresses of the lists: today, waiting for me, my team, cases, calendar."""

from django.urls import path

from ..views import (
    bulk_actions,
    calendar,
    caseloads,
    handovers,
    low_capacity,
    team,
    today,
    waiting,
)

urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/<uuid:ref>/done/", today.tick, name="today-tick"),
    path("today/<uuid:ref>/not-done/", today.untick, name="today-untick"),
    path("quick/<slug:deed>/", today.choose, name="quick"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/team/", waiting.waiting_team, name="waiting-team"),
    path(
        "cases/<uuid:ref>/approvals/<uuid:approval>/decide/",
        waiting.decide,
        name="approval-decide",
    ),
    path("team/", team.team, name="team"),
    path("low-capacity/", low_capacity.index, name="low-capacity"),
    path("cases/", caseloads.index, name="cases"),
    path("cases/views/save/", caseloads.save_view, name="cases-save-view"),
    path("cases/views/<uuid:ref>/delete/", caseloads.delete_view, name="cases-delete-view"),
    path("cases/assign/", bulk_actions.assign, name="cases-assign"),
    path("cases/task/", bulk_actions.task, name="cases-task"),
    path("cases/text/", bulk_actions.text, name="cases-text"),
    path("cases/line-list/", bulk_actions.line_list, name="line-list"),
    path("cases/line-list/file/", bulk_actions.line_list_file, name="line-list-file"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/address/", calendar.new_address, name="calendar-address"),
    path("calendar/<str:key>.ics", calendar.feed, name="calendar-feed"),
    path("handover/", handovers.handover, name="handover"),
    path("handover/<uuid:ref>/", handovers.handed_over, name="handed-over"),
]
