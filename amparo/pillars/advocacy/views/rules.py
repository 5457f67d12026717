"""An office's limits for complaints, kept by an administrator."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.encryption.fields import plain_fields
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done

from ..forms.rules import RulesForm
from ..models import ComplaintRules


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, ref):
    office = get_permitted_or_404(request, Office, to="edit", ref=ref)
    rules = ComplaintRules.of(office)
    initial = {name: getattr(rules, name) for name in plain_fields(type(rules))}
    form = RulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        rules.change(by=request.user, **form.cleaned_data)
        then = reverse("office", args=[office.ref])
        return action_done(request, next_url=then, message=_("The rules are changed."))
    context = {"office": office, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "advocacy/rules.html", context, status=status)
