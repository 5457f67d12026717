"""Addresses of referrals, for the organizations that receive them."""

from django.urls import path

from ..views import received, referral_links

urlpatterns = [
    path("received/", received.index, name="received"),
    path("received/<uuid:ref>/", received.show, name="received-referral"),
    path("received/<uuid:ref>/read/", received.acknowledge, name="received-read"),
    path("received/<uuid:ref>/answer/", received.answer, name="received-answer"),
    path("received/<uuid:ref>/report/", received.report, name="received-report"),
    path(
        "cases/<uuid:ref>/referrals/<uuid:referral>/link/",
        referral_links.make,
        name="referral-link",
    ),
]
