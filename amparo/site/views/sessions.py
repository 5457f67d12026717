"""Where one is signed in, and in which browsers one was: end any of them."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amparo.foundation.core.models import Browser, Session, User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done


def showing(request) -> dict:
    """For the page of one's account: the living sessions, this one first, and the browsers."""
    mine = Session.objects.living().open_to(request.user).select_related("browser")
    living = list(mine.order_by("-seen_at"))
    for each in living:
        each.is_here = str(each.ref) == request.session["ref"]
    living.sort(key=lambda each: not each.is_here)
    browsers = Browser.objects.open_to(request.user).order_by("-seen_at")
    return {"living": living, "browsers": browsers}


@require_POST
def end(request, ref):
    ending = Session.objects.living().open_to(request.user).filter(ref=ref)
    get_object_or_404(ending)
    ending.end(of=request.user, by=request.user)
    return _back(request, _("That session has ended."))


def end_elsewhere(request) -> None:
    """Everywhere but on this screen."""
    others = Session.objects.living().open_to(request.user).exclude(ref=request.session["ref"])
    others.end(of=request.user, by=request.user)


@require_POST
def end_others(request):
    end_elsewhere(request)
    return _back(request, _("You are signed out everywhere else."))


@require_POST
def forget(request, pk):
    browser = get_object_or_404(Browser.objects.open_to(request.user, "forget"), pk=pk)
    browser.forget(by=request.user)
    return _back(request, _("That browser is forgotten, and signed out."))


@require_POST
def end_all(request, ref):
    """An administrator, of a colleague: at once, everywhere."""
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    member.sessions.living().end(of=member, by=request.user)
    where = reverse("staff-member", args=[member.ref])
    return action_done(request, then=where, said=_("They are signed out everywhere."))


def _back(request, said: str):
    return action_done(request, then=reverse("account") + "#sessions", said=said)
