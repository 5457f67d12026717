"""A colleague who cannot get in any more: a lost telephone, and two who vouch for them."""

from allauth.mfa.models import Authenticator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.recoveries import KEPT_APART
from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.models import Recovery, User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done

RECOVERY = "site/staff/recovery.html"


@require_POST
@require_recent_authentication
def revoke(request, ref, pk):
    """A lost telephone or key: one step, and nobody signs in with it again."""
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    way = get_object_or_404(Authenticator.objects.filter(user_id=member.pk), pk=pk)
    was_last = two_factor.revoke(way, by=request.user)
    if was_last:
        said = _("Revoked. A second colleague now confirms that they may begin anew.")
        return action_done(request, then=reverse("recovery", args=[member.ref]), said=said)
    said = _("Revoked, and signed out everywhere.")
    return action_done(request, then=reverse("staff-member", args=[member.ref]), said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@require_recent_authentication
def recovery(request, ref):
    """The first who POSTs asks, the second confirms and is given the link."""
    member = get_permitted_or_404(request, User, to="vouch", ref=ref)
    if member == request.user:
        raise Refusal(_("Two colleagues do this for you."))
    asked = member.recoveries.open().first()
    if request.method != "POST":
        return render(request, RECOVERY, _showing(request, member, asked))
    if asked is None:
        Recovery.ask(member, by=request.user)
        said = _("Asked. Another colleague must confirm it before there is a link.")
        return action_done(request, then=reverse("recovery", args=[member.ref]), said=said)
    link = request.build_absolute_uri(asked.confirm(by=request.user))
    response = render(request, RECOVERY, {**_showing(request, member, asked), "link": link})
    response.once_result = reverse("recovery", args=[member.ref])
    return response


def _showing(request, member: User, asked: Recovery | None) -> dict:
    return {
        "member": member,
        "asked": asked,
        "may_confirm": asked is not None and asked.may_be_confirmed_by(request.user),
        "needs_administrator": bool(member.verbs & KEPT_APART),
        "may_keep_staff": "staff.edit" in request.user.verbs,
    }
