"""Addresses of referrals."""

from django.urls import path

from .views import links, lists, low_capacity, preparation, received, referrals

app_name = "referrals"
urlpatterns = [
    path("low-capacity/", low_capacity.index, name="low-capacity"),
    path("referrals/", lists.index, name="referrals"),
    path("referrals/ends/", lists.ends, name="referrals-ends"),
    path("cases/<uuid:ref>/referrals/", referrals.index, name="case-referrals"),
    path("cases/<uuid:ref>/referrals/new/", preparation.choose, name="referral-new"),
    path(
        "cases/<uuid:ref>/referrals/to/<uuid:service>/", preparation.to_service, name="referral-to"
    ),
    path(
        "cases/<uuid:ref>/referrals/to/organization/<uuid:organization>/",
        preparation.to_organization,
        name="referral-to-organization",
    ),
    path("cases/<uuid:ref>/referrals/<uuid:referral>/", referrals.show, name="referral"),
    path(
        "cases/<uuid:ref>/referrals/<uuid:referral>/letter/",
        referrals.letter,
        name="referral-letter",
    ),
    path(
        "cases/<uuid:ref>/referrals/<uuid:referral>/reply/",
        referrals.reply,
        name="referral-reply",
    ),
    path(
        "cases/<uuid:ref>/referrals/<uuid:referral>/withdraw/",
        referrals.withdraw,
        name="referral-withdraw",
    ),
    path(
        "cases/<uuid:ref>/referrals/<uuid:referral>/close/",
        referrals.close,
        name="referral-close",
    ),
    path(
        "cases/<uuid:ref>/referrals/<uuid:referral>/heard/",
        referrals.heard,
        name="referral-heard",
    ),
    path(
        "cases/<uuid:ref>/referrals/<uuid:referral>/given/",
        referrals.given,
        name="referral-given",
    ),
    path("received/", received.index, name="received"),
    path("received/<uuid:ref>/", received.show, name="received-referral"),
    path("received/<uuid:ref>/read/", received.acknowledge, name="received-read"),
    path("received/<uuid:ref>/answer/", received.answer, name="received-answer"),
    path("received/<uuid:ref>/report/", received.report, name="received-report"),
    path(
        "cases/<uuid:ref>/referrals/<uuid:referral>/link/",
        links.make,
        name="referral-link",
    ),
]
