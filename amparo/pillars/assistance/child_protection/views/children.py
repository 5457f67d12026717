"""Unaccompanied and separated children: the list, one child, and what the child asks for."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.views.case_actions import CaseAction
from amparo.ui.pagination import paginate

from ..forms.children import (
    AcceptForm,
    ChangeForm,
    ChildFilterForm,
    ChildForm,
    ContactRestrictionForm,
    TakeBackForm,
    UnaccompaniedStatusEndForm,
    children_in,
)
from ..models import FamilyContactRestriction, UnaccompaniedChild, workers_of
from ..presenters import ChildPage
from ..worklists import children_of, minors_of, words_of
from .child_actions import ChildAction, open_child, with_case
from .minors import ACCEPT_LEDE, ACCEPTED, after_accepting, lines_of, with_their_files

PAGE, FEW = 25, 10


@require_safe
def index(request):
    """Unaccompanied and separated children whose files one reads, with what is missing of each."""
    require_permission(request, "case.see")
    form = ChildFilterForm(request.GET)
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
    return render(request, "child_protection/index.html", context)


class RegisterChild(CaseAction):
    """Registers a child of a case as alone."""

    title = _("Register UASC")
    submit_label = _("Register the child")
    success_message = _("Child registered. Next: record the care arrangement.")
    form_class = ChildForm

    def get_form_kwargs(self, case):
        self.children = children_in(case, self.request.user)
        return {"children": self.children}

    def get_context(self, case):
        nobody = _(
            "Nobody of this case is known to be under 18 and not registered yet. Note their age, "
            "or that it is disputed, in their own file."
        )
        return {} if self.children else {"lede": nobody}

    def perform(self, case, *, by, **fields):
        return UnaccompaniedChild.register(case, by=by, **fields)

    def get_success_url(self, case, child):
        return child.get_absolute_url()


new = RegisterChild.as_view()


@require_safe
def show(request, ref):
    child = open_child(request, ref)
    page = ChildPage(child, request.user)
    context = {"child": child, "case": child.case, "page": page, "day": page.today}
    return render(request, "child_protection/show.html", context)


change = ChildAction.as_view(
    title=_("Information on the child"), submit_label=_("Save"), success_message=_("Saved."),
    form_class=ChangeForm, perform=UnaccompaniedChild.change,
    get_form_kwargs=lambda child: {
        "initial": {name: getattr(child, name) for name in UnaccompaniedChild.COPIED_FIELDS}
    },
)  # fmt: skip

no_longer = ChildAction.as_view(
    title=_("End UASC status"), submit_label=_("Save"), form_class=UnaccompaniedStatusEndForm,
    success_message=_("Saved. What is written here stays as history."),
    perform=UnaccompaniedChild.no_longer,
)  # fmt: skip


class AcceptChild(ChildAction):
    """Takes on a child who is registered as alone already."""

    title = _("Accept the child")
    submit_label = _("Accept the child")
    success_message = ACCEPTED
    lede = ACCEPT_LEDE
    form_class = AcceptForm

    def get_form_kwargs(self, child):
        return {"workers": workers_of(child.case), "user": self.request.user}

    def perform(self, child, *, by, **fields):
        child.accept(by=by, **fields)
        return child

    def get_success_url(self, child, result):
        return after_accepting(self.request, child)


accept = AcceptChild.as_view()

contact_restriction_new = ChildAction.as_view(
    title=_("Family must not be contacted"), submit_label=_("Respect the child’s wish"),
    success_message=_("Wish recorded: the family must not be contacted."),
    form_class=ContactRestrictionForm,
    perform=FamilyContactRestriction.ask,
    lede=_("It holds at once and for everybody. Only what the child says ends it."),
)  # fmt: skip


def _take_back(child: UnaccompaniedChild, *, by, text: str):
    asked = child.contact_restrictions.in_force().select_related("child__case").first()
    if asked is None:
        raise Refusal(_("The child has not asked that the family not be told."))
    return asked.take_back(by=by, text=text)


contact_restriction_end = ChildAction.as_view(
    title=_("Allow family contact"), submit_label=_("Allow family contact"),
    success_message=_("The child says that the family may be told."), form_class=TakeBackForm,
    perform=_take_back,
    lede=_("Only the child decides this. Speak with them alone, and let nobody press them."),
)  # fmt: skip
