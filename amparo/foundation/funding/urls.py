"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import exchange_rates, funds

app_name = "funding"
urlpatterns = [
    path("funds/", funds.index, name="funds"),
    path("funds/new/", funds.new, name="fund-new"),
    path("funds/rates/", exchange_rates.index, name="exchange-rates"),
    path("funds/<uuid:ref>/", funds.show, name="fund"),
    path("funds/<uuid:ref>/edit/", funds.edit, name="fund-edit"),
    path("funds/<uuid:ref>/lines/new/", funds.new_line, name="budget-line-new"),
    path("funds/<uuid:ref>/lines/<uuid:line>/", funds.line, name="budget-line"),
]
