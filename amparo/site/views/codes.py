"""Reference lists: the words of the lists, kept by an administrator."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.models import Code
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.responses import action_done

from ..forms.codes import CodeForm, NewCodeForm
from .offices import ASKS, ask

INDEX, SHOW = "site/codes/index.html", "site/codes/show.html"


@require_safe
def index(request):
    require_permission(request, "code.edit")
    names = (
        Code.objects.open_to(request.user, "edit").order_by("list").values_list("list", flat=True)
    )
    return render(request, INDEX, {"lists": sorted(set(names))})


@require_safe
def show(request, name):
    require_permission(request, "code.edit")
    codes = list(
        Code.objects.open_to(request.user, "edit").filter(list=name).order_by("order", "pk")
    )
    if not codes:
        raise Http404
    return render(request, SHOW, {"name": name, "codes": codes})


@require_http_methods(ASKS)
def new(request, name):
    require_permission(request, "code.edit")
    form = NewCodeForm(request.POST or None)
    then = reverse("code-list", args=[name])
    if request.method == "POST" and form.is_valid():
        Code.add(by=request.user, list=name, **form.cleaned_data)
        return action_done(request, then=then, said=_("The entry is added."))
    return ask(request, form, _("New entry in the list “%(list)s”") % {"list": name}, then)


@require_http_methods(ASKS)
def edit(request, name, pk):
    code = _code(request, name, pk)
    labels = {language: getattr(code, language) for language in ("es", "en", "fr", "ar")}
    form = CodeForm(request.POST or None, initial=labels)
    then = reverse("code-list", args=[name])
    if request.method == "POST" and form.is_valid():
        code.relabel(by=request.user, **form.cleaned_data)
        return action_done(request, then=then, said=_("The words are changed."))
    return ask(request, form, code.code, then)


@require_POST
def retire(request, name, pk):
    """No longer offered; what was recorded with it stays readable."""
    _code(request, name, pk).retire(by=request.user)
    then = reverse("code-list", args=[name])
    return action_done(request, then=then, said=_("The entry is no longer offered."))


@require_POST
def bring_back(request, name, pk):
    """Offered again."""
    _code(request, name, pk).bring_back(by=request.user)
    then = reverse("code-list", args=[name])
    return action_done(request, then=then, said=_("The entry is offered again."))


def _code(request, name: str, pk: int) -> Code:
    require_permission(request, "code.edit")
    return get_object_or_404(Code.objects.open_to(request.user, "edit"), list=name, pk=pk)
