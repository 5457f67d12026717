"""What an institution owes, by its mandate."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.people.views.responses import form_response
from amparo.ui.respond import done

from ..forms import DutyBearerForm
from ..models import DutyBearer, Provider
from .providers import ASKS, BOTH, url_of


@require_http_methods(ASKS)
def edit(request, ref):
    provider = get_permitted_or_404(
        request, Provider.objects.select_related(*BOTH), to="edit", ref=ref
    )
    bearer = getattr(provider.organization, "duty_bearer", None)
    form = DutyBearerForm(request.POST or None, record=bearer)
    if request.method == "POST" and form.is_valid():
        if bearer:
            bearer.change(by=request.user, **form.cleaned_data)
        else:
            DutyBearer.recognize(provider.organization, by=request.user, **form.cleaned_data)
        return done(request, then=url_of(provider), said=_("What it owes is written down."))
    return form_response(
        request, form, title=_("What it owes"), yes=_("Save"), back=url_of(provider)
    )
