"""Children alone: the list, one child, and what the child asks for."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate

from ...models import Case
from ...views.stepping import sent, tried
from ..forms.children import (
    ChangeForm,
    ChildForm,
    ChildrenSift,
    NoLongerForm,
    NotToldForm,
    TakeBackForm,
    children_in,
)
from ..models import ChildAlone, FamilyNotTold
from ..page import ChildPage
from ..waiting import children_of, minors_of, words_of
from .asking import ASKS, ask, does, kept, open_child, with_case
from .minors import lines_of, with_their_files

PAGE, FEW = 25, 10


@require_safe
def index(request):
    """Children alone whose files one reads, with what is missing of each."""
    require_permission(request, "case.see")
    form = ChildrenSift(request.GET)
    children = with_case(children_of(request.user, show=form.asked("show")))
    if form.asked("whose") == "mine":
        children = children.filter(case__owner=request.user)
    pages = paginate(children, request, "-pk", size=PAGE)
    log.log_list(request.user, "children.listed", {child.case for child in pages})
    minors = list(with_their_files(minors_of(request.user)).order_by("-pk")[: FEW + 1])
    if minors:
        log.log_list(request.user, "minors.listed", {each.person for each in minors[:FEW]})
    context = {
        "form": form, "pages": pages, "day": localdate(),
        "lines": [(child, words_of(child)) for child in pages],
        "minors": lines_of(minors[:FEW]), "has_more_minors": len(minors) > FEW,
        "is_sifted": any(request.GET.get(name) for name in form.fields),
    }  # fmt: skip
    return render(request, "families/index.html", context)


@require_http_methods(ASKS)
def new(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    children = children_in(case, request.user)
    form = ChildForm(request.POST if request.method == "POST" else None, children=children)
    if child := does(request, form, ChildAlone.register, case):
        return kept(request, child, _("Registered. Now: who cares for them?"))
    lede = "" if children else _(
        "Nobody of this case is known to be under 18 and not registered yet. Note their age, or "
        "that it is disputed, in their own file."
    )  # fmt: skip
    return ask(
        request, None, form, title=_("Register a child alone"), yes=_("Register the child"),
        lede=lede, case=case, back=case.get_absolute_url(),
    )  # fmt: skip


@require_safe
def show(request, ref):
    child = open_child(request, ref)
    page = ChildPage(child, request.user)
    context = {"child": child, "case": child.case, "page": page, "day": page.today}
    return render(request, "families/show.html", context)


@require_http_methods(ASKS)
def change(request, ref):
    child = open_child(request, ref, to="work")
    known = {name: getattr(child, name) for name in ChildAlone.TOLD}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=known)
    if sent(request, form):
        tried(form, child.change, by=request.user, **form.cleaned_data)
        if form.is_valid():
            return kept(request, child, _("Saved."))
    return ask(request, child, form, title=_("What is known of the child"), yes=_("Save"))


@require_http_methods(ASKS)
def no_longer(request, ref):
    child = open_child(request, ref, to="work")
    form = NoLongerForm(request.POST if request.method == "POST" else None)
    if does(request, form, child.no_longer):
        return kept(request, child, _("Saved. What is written here stays as history."))
    return ask(request, child, form, title=_("Is the child alone no longer?"), yes=_("Save"))


@require_http_methods(ASKS)
def not_told(request, ref):
    child = open_child(request, ref, to="work")
    form = NotToldForm(request.POST if request.method == "POST" else None)
    if does(request, form, FamilyNotTold.ask, child):
        return kept(request, child, _("From now on the family is not told."))
    return ask(
        request, child, form, title=_("The family must not be told"), yes=_("Obey the child"),
        lede=_("It holds at once and for everybody. Only what the child says ends it."),
    )  # fmt: skip


@require_http_methods(ASKS)
def take_back(request, ref):
    child = open_child(request, ref, to="work")
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if does(request, form, _take_back, child):
        return kept(request, child, _("The child says that the family may be told."))
    return ask(
        request, child, form, title=_("May the family be told after all?"),
        yes=_("The child says so"),
        lede=_("Only the child decides this. Speak with them alone, and let nobody press them."),
    )  # fmt: skip


def _take_back(child: ChildAlone, *, by, words: str):
    asked = child.family_not_told.in_force().select_related("child__case").first()
    if asked is None:
        raise Refusal(_("The child has not asked that the family not be told."))
    return asked.take_back(by=by, words=words)
