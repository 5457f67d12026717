"""Addresses of law: instruments, countries, frameworks, imports."""

from django.urls import path

from .views import frameworks, imports, instruments, law_files

app_name = "law"
urlpatterns = [
    path("", instruments.index, name="instruments"),
    path("new/", instruments.new, name="instrument-new"),
    path("countries/<str:country>/", instruments.country, name="country"),
    path("frameworks/", frameworks.index, name="frameworks"),
    path("frameworks/<str:code>/", frameworks.show, name="framework"),
    path("imports/", imports.index, name="imports"),
    path("imports/ratifications/", imports.statuses, name="import-statuses"),
    path("imports/provisions/", imports.provisions, name="import-provisions"),
    path("imports/law/", law_files.law, name="import-law"),
    path("imports/<uuid:ref>/", imports.show, name="import"),
    path("imports/<uuid:ref>/withdraw/", imports.withdraw, name="import-withdraw"),
    path("provisions/<uuid:ref>/", instruments.provision, name="provision"),
    path("provisions/<uuid:ref>/rights/", instruments.provision_rights, name="provision-rights"),
    path("<uuid:ref>/", instruments.show, name="instrument"),
]
