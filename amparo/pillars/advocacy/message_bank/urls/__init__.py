"""Addresses of communications and its message bank."""

from django.urls import path

from ..views import messages, overview

app_name = "message_bank"
urlpatterns = [
    path("communications/", overview.overview, name="overview"),
    path("message-bank/", messages.index, name="messages"),
    path("message-bank/<uuid:ref>/", messages.show, name="message"),
]
