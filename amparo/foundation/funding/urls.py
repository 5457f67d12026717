"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import exchange_rates, funds, projects

app_name = "funding"
urlpatterns = [
    path("projects/", projects.index, name="projects"),
    path("projects/new/", projects.new, name="project-new"),
    path("projects/<uuid:ref>/", projects.show, name="project"),
    path("projects/<uuid:ref>/edit/", projects.edit, name="project-edit"),
    path("projects/<uuid:ref>/close/", projects.close, name="project-close"),
    path("projects/<uuid:ref>/reopen/", projects.reopen, name="project-reopen"),
    path("funds/", funds.index, name="funds"),
    path("funds/new/", funds.new, name="fund-new"),
    path("funds/rates/", exchange_rates.index, name="exchange-rates"),
    path("funds/<uuid:ref>/", funds.show, name="fund"),
    path("funds/<uuid:ref>/edit/", funds.edit, name="fund-edit"),
    path("funds/<uuid:ref>/lines/new/", funds.new_line, name="budget-line-new"),
    path("funds/<uuid:ref>/lines/<uuid:line>/", funds.line, name="budget-line"),
]
