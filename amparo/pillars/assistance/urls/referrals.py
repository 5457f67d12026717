"""Addresses of referrals: to choose whom to ask, what they read, and what becomes of it."""

from django.urls import path

from ..views import referral_lists, referrals, referring

urlpatterns = [
    path("referrals/", referral_lists.index, name="referrals"),
    path("referrals/ends/", referral_lists.ends, name="referrals-ends"),
    path("cases/<uuid:ref>/referrals/", referrals.index, name="case-referrals"),
    path("cases/<uuid:ref>/referrals/new/", referring.choose, name="referral-new"),
    path(
        "cases/<uuid:ref>/referrals/to/<uuid:service>/", referring.to_service, name="referral-to"
    ),
    path(
        "cases/<uuid:ref>/referrals/to/organization/<uuid:organization>/",
        referring.to_organization,
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
]
