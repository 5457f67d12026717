"""Addresses of evidence."""

from django.urls import path

from .views import computations, home, indicators, published, releases, reports, results

app_name = "evidence"
urlpatterns = [
    path("evidence/", home.show, name="home"),
    path("evidence/compute/", computations.new, name="compute"),
    path("evidence/published/", published.show, name="published"),
    path("evidence/published/csv/", published.download, name="published-file"),
    path("evidence/releases/", releases.index, name="releases"),
    path("evidence/releases/new/", releases.new, name="release-new"),
    path("evidence/releases/<uuid:ref>/", releases.show, name="release"),
    path("evidence/releases/<uuid:ref>/sign/", releases.sign, name="release-sign"),
    path("evidence/releases/<uuid:ref>/check/", releases.check, name="release-check"),
    path("evidence/releases/<uuid:ref>/withdraw/", releases.withdraw, name="release-withdraw"),
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
