"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import deciding, journeys, lists, papers, passing, travelling

app_name = "returns"
urlpatterns = [
    path("cases/<uuid:ref>/returns/new/", journeys.begin, name="begin"),
    path("returns/", lists.index, name="index"),
    path("returns/departures/", lists.departures, name="departures"),
    path("returns/departures/take/", lists.take_departures, name="departures-take"),
    path("returns/<uuid:ref>/", journeys.show, name="journey"),
    path("returns/<uuid:ref>/travellers/new/", journeys.join, name="join"),
    path("returns/<uuid:ref>/part/", journeys.part, name="part"),
    path("returns/<uuid:ref>/office/", journeys.office, name="office"),
    path("returns/<uuid:ref>/end/", journeys.end, name="end"),
    path("returns/<uuid:ref>/counselling/new/", deciding.counsel, name="counsel"),
    path("returns/<uuid:ref>/travellers/<uuid:traveller>/decision/", deciding.decide,
         name="decide"),
    path("returns/<uuid:ref>/travellers/<uuid:traveller>/take-back/", deciding.take_back,
         name="take-back"),
    path("returns/<uuid:ref>/travellers/<uuid:traveller>/document/", travelling.document,
         name="document"),
    path("returns/<uuid:ref>/travellers/<uuid:traveller>/declaration/", papers.declaration,
         name="declaration"),
    path("returns/<uuid:ref>/pack/", papers.pack, name="pack"),
    path("returns/<uuid:ref>/gates/<uuid:gate>/", passing.gate, name="gate"),
    path("returns/<uuid:ref>/gates/<uuid:gate>/ask/", passing.ask, name="gate-ask"),
    path("returns/<uuid:ref>/gates/<uuid:gate>/answer/", passing.answer, name="gate-answer"),
    path("returns/<uuid:ref>/legs/new/", travelling.leg, name="leg-new"),
    path("returns/<uuid:ref>/legs/<uuid:leg>/", travelling.change, name="leg-change"),
    path("returns/<uuid:ref>/legs/<uuid:leg>/call-off/", travelling.call_off,
         name="leg-call-off"),
    path("returns/<uuid:ref>/help/new/", travelling.provide, name="provide"),
    path("returns/<uuid:ref>/help/<uuid:provision>/end/", travelling.no_longer,
         name="provision-end"),
    path("returns/<uuid:ref>/book/", travelling.book, name="book"),
    path("returns/<uuid:ref>/unbook/", travelling.unbook, name="unbook"),
    path("returns/<uuid:ref>/depart/", travelling.depart, name="depart"),
    path("returns/<uuid:ref>/arrive/", travelling.arrive, name="arrive"),
    path("returns/<uuid:ref>/welcome/", travelling.welcome, name="welcome"),
]  # fmt: skip
