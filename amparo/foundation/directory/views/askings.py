"""Whether it is all still true: a link that is handed over, and a page without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.respond import done

from ..forms import StillTrueForm
from ..models import Asking, Provider, Remark
from .providers import ASKS, url_of

LINK, PAGE = "directory/link.html", "directory/still_true.html"


@require_POST
def ask_them(request, ref):
    """The link is shown to whoever asks: they send it as they speak with each other anyway."""
    rows = Provider.objects.select_related("organization")
    provider = get_permitted_or_404(request, rows, to="edit", ref=ref)
    asking = Asking.send(provider, by=request.user)
    link = request.build_absolute_uri(asking.link)
    context = {"provider": provider, "link": link, "back": url_of(provider)}
    response = render(request, LINK, context)
    response.once_result = url_of(provider)
    return response


@login_not_required
@never_cache
@require_http_methods(ASKS)
def still_true(request, token):
    """To open it changes nothing: a mail scanner may. They look, and then they say."""
    asking = Asking.found(token)
    if asking is None:
        raise Http404
    services = asking.provider.services.running().prefetch_related("types").order_by("pk")
    form = StillTrueForm(request.POST or None, services=services)
    if request.method == "POST" and form.is_valid():
        asking.answer(form.said)
        return done(request, then=request.path, said=_("Thank you: people can rely on it."))
    context = {"asking": asking, "form": form}
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


@require_POST
def settle(request, ref):
    remark = get_permitted_or_404(
        request, Remark.objects.select_related("service"), to="settle", ref=ref
    )
    remark.settle(by=request.user)
    then = url_of(remark.service.provider)
    return done(request, then=then, said=_("Settled."))
