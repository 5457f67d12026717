"""Addresses of campaigns and of the communications calendar."""

from django.urls import path

from ..views import calendar, campaigns, placements, reports, surveys

_ONE = "campaigns/<uuid:ref>/"
_PLACEMENT = f"{_ONE}placements/<uuid:placement>/"

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", campaigns.index, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign-new"),
    path(_ONE, campaigns.show, name="campaign"),
    path(f"{_ONE}edit/", campaigns.edit, name="campaign-edit"),
    path(f"{_ONE}capacity/", campaigns.capacity, name="campaign-capacity"),
    path(f"{_ONE}start/", campaigns.start, name="campaign-start"),
    path(f"{_ONE}pause/", campaigns.pause, name="campaign-pause"),
    path(f"{_ONE}resume/", campaigns.resume, name="campaign-resume"),
    path(f"{_ONE}stop/", campaigns.stop, name="campaign-stop"),
    path(f"{_ONE}end/", campaigns.end, name="campaign-end"),
    path(f"{_ONE}close/", campaigns.close, name="campaign-close"),
    path(f"{_ONE}placements/new/", placements.new, name="placement-new"),
    path(f"{_PLACEMENT}edit/", placements.edit, name="placement-edit"),
    path(f"{_PLACEMENT}done/", placements.finish, name="placement-done"),
    path(f"{_PLACEMENT}cancel/", placements.cancel, name="placement-cancel"),
    path(f"{_ONE}reach/new/", placements.record_exposure, name="exposure-new"),
    path(
        f"{_ONE}reach/<uuid:exposure>/remove/", placements.remove_exposure, name="exposure-remove"
    ),
    path(f"{_ONE}items/new/", surveys.add_item, name="survey-item-new"),
    path(f"{_ONE}items/<uuid:item>/remove/", surveys.remove_item, name="survey-item-remove"),
    path(f"{_ONE}rounds/new/", surveys.plan_round, name="survey-round-new"),
    path(
        f"{_ONE}rounds/<uuid:survey_round>/answers/",
        surveys.record_answers,
        name="survey-round-answers",
    ),
    path(f"{_ONE}report/", reports.show, name="report"),
    path(f"{_ONE}report/pdf/", reports.pdf, name="report-pdf"),
    path(f"{_ONE}report/table.csv", reports.table, {"format": "csv"}, name="report-csv"),
    path(f"{_ONE}report/table.xlsx", reports.table, {"format": "xlsx"}, name="report-xlsx"),
    path("communications/calendar/", calendar.index, name="calendar"),
    path("communications/calendar/address/", calendar.new_address, name="calendar-address"),
    path("communications/calendar/<str:key>.ics", calendar.feed, name="calendar-feed"),
]
