"""Addresses of evidence."""

from django.urls import path

from .views import computations, home, indicators, published, reports, results

app_name = "evidence"
urlpatterns = [
    path("evidence/", home.show, name="home"),
    path("evidence/compute/", computations.new, name="compute"),
    path("evidence/published/", published.show, name="published"),
    path("evidence/published/csv/", published.download, name="published-file"),
    path("evidence/reports/", reports.index, name="reports"),
    path("evidence/reports/new/", reports.new, name="report-new"),
    path("evidence/reports/<uuid:ref>/", reports.show, name="report"),
    path("evidence/reports/<uuid:ref>/sign/", reports.sign, name="report-sign"),
    path("evidence/reports/<uuid:ref>/return/", reports.send_back, name="report-return"),
    path("evidence/projects/<uuid:ref>/results/", results.add_result, name="result-new"),
    path(
        "evidence/results/<uuid:ref>/indicators/",
        results.choose_indicator,
        name="result-indicator-new",
    ),
    path("evidence/result-indicators/<uuid:ref>/targets/", results.set_target, name="target-new"),
    path("evidence/indicators/", indicators.index, name="indicators"),
    path("evidence/indicators/<slug:code>/", indicators.show, name="indicator"),
    path("evidence/indicators/<slug:code>/define/", indicators.define, name="indicator-define"),
]
