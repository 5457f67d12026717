"""Making a link for an organization without an account: shown once, the code said by telephone."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.pillars.assistance.cases.models import Case

from ..models import Referral, ReferralLink

LINK = "referrals/received/link.html"


@require_POST
def make(request, ref, referral):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    rows = Referral.objects.to_their_team().filter(case=case)
    referral = get_permitted_or_404(request, rows, to="work", ref=referral)
    _link, token, code = ReferralLink.make(referral, by=request.user)
    back = reverse("referrals:referral", args=[case.ref, referral.ref])
    link = request.build_absolute_uri(reverse("referral-link", args=[token]))
    context = {"referral": referral, "link": link, "code": code, "back": back}
    response = render(request, LINK, context)
    response.idempotent_redirect = back
    return response
