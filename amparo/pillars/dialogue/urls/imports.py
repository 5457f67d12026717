"""Addresses of the import and export of commitments."""

from django.urls import path

from ..views import composer, exports, imports

urlpatterns: list = [
    path("commitments/imports/", imports.index, name="imports"),
    path("commitments/imports/new/", imports.create, name="import-new"),
    path("commitments/imports/<uuid:ref>/", imports.show, name="import"),
    path("commitments/imports/<uuid:ref>/columns/", imports.columns, name="import-columns"),
    path("commitments/imports/<uuid:ref>/total/", imports.say_total, name="import-total"),
    path("commitments/imports/<uuid:ref>/apply/", imports.apply, name="import-apply"),
    path("commitments/imports/<uuid:ref>/discard/", imports.discard, name="import-discard"),
    path("commitments/export/<slug:code>/", exports.download, name="commitments-export"),
    path("commitments/state-report/", composer.compose, name="state-report"),
]
