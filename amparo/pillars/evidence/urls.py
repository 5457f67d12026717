"""Addresses of evidence."""

from django.urls import path

from .views import (
    activities,
    computations,
    cross_tables,
    exports,
    figure_records,
    home,
    imports,
    indicators,
    legacy_totals,
    published,
    releases,
    reports,
    results,
)

app_name = "evidence"
urlpatterns = [
    path("evidence/", home.show, name="home"),
    path("evidence/compute/", computations.new, name="compute"),
    path("evidence/activities/", activities.show, name="activities"),
    path("evidence/published/", published.show, name="published"),
    path("evidence/published/csv/", published.download, name="published-file"),
    path("evidence/legacy-totals/", legacy_totals.index, name="legacy-totals"),
    path("evidence/legacy-totals/new/", legacy_totals.new, name="legacy-total-new"),
    path("evidence/legacy-totals/import/", imports.legacy_totals, name="legacy-total-import"),
    path(
        "evidence/legacy-totals/<uuid:ref>/remove/",
        legacy_totals.remove,
        name="legacy-total-remove",
    ),
    path("evidence/projects/<uuid:ref>/targets/", imports.targets, name="target-import"),
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
    path("evidence/reports/<uuid:ref>/export/", exports.index, name="report-export"),
    path(
        "evidence/reports/<uuid:ref>/export/<slug:code>/",
        exports.download,
        name="report-download",
    ),
    path("evidence/dhis2/offices/", exports.map_offices, name="dhis2-offices"),
    path("evidence/indicators/", indicators.index, name="indicators"),
    path("evidence/indicators/<slug:code>/", indicators.show, name="indicator"),
    path("evidence/indicators/<slug:code>/table/", cross_tables.show, name="cross-table"),
    path("evidence/indicators/<slug:code>/records/", figure_records.show, name="figure-records"),
    path("evidence/indicators/<slug:code>/define/", indicators.define, name="indicator-define"),
    path("evidence/indicators/<slug:code>/dhis2/", exports.map_indicator, name="indicator-dhis2"),
]
