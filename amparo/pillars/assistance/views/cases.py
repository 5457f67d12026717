"""The page of a case and its whole history; and deeds on the case itself."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from .. import timeline
from ..case_page import CasePage, for_its_page
from ..forms.cases import AssignForm, DependantForm, RestrictForm
from ..models import Case, Dependant
from ..reaching import who_may
from .answers import SHOW, ask, given, kept

PARTS = (
    "summary", "next", "risk", "journeys", "plan", "referrals", "services", "needs", "followups",
    "notes", "papers", "consent", "people", "story",
)  # fmt: skip
A_PAGE = 50


@require_safe
def show(request, ref):
    """The whole page; a script may ask for one part of it as it is now."""
    case = get_permitted_or_404(request, for_its_page(request.user), to="see", ref=ref)
    part = request.GET.get("part", "")
    if part and part not in PARTS:
        raise Http404
    return render_page(
        request, SHOW, {"file": CasePage(case, request.user), "case": case}, part=part
    )


@require_safe
def history(request, ref):
    """Every deed in the file, told in words."""
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    pages = paginate(timeline.entries_of(case, request.user), request, "-at", "-pk", size=A_PAGE)
    context = {"case": case, "lines": timeline.tell(pages.rows), "pages": pages}
    return render(request, "assistance/cases/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="assign", ref=ref)
    form = AssignForm(given(request), case=case, colleagues=who_may(case, "case.work"))
    if form.is_valid():
        owner = form.cleaned_data["owner"]
        case.assign(owner, by=request.user)
        said = _("%(name)s takes this case from now on, and has been told.")
        return kept(request, case, part="summary", said=said % {"name": owner.name})
    return ask(
        request,
        case,
        form,
        part="summary",
        title=_("Who takes this case?"),
        yes=_("Give the case"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request, ref):
    """Closing a file off takes who works on it; opening it up again takes who approves."""
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    to = "approve" if case.is_restricted else "work"
    case = get_permitted_or_404(request, Case.objects.with_subject(), to=to, ref=ref)
    form = RestrictForm(given(request), initial={"confidentiality": case.confidentiality})
    if form.is_valid():
        case.restrict(form.cleaned_data["confidentiality"], by=request.user)
        if not Case.objects.accessible_to(request.user).filter(pk=case.pk).exists():
            said = _("Only those with leave for such files read it from now on. They were told.")
            return action_done(request, next_url=reverse("assistance:cases"), message=said)
        return kept(request, case, part="summary", said=_("Changed who may open this case."))
    return ask(
        request, case, form, part="summary", title=_("Who may open this case?"),
        yes=_("Keep it so"), fields="assistance/cases/restrict.html",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new_dependant(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    form = DependantForm(given(request), case=case, user=request.user)
    if form.found:
        log.log_list(request.user, "person.searched", form.found.values())
    if not form.is_looking and form.is_valid():
        chosen = form.cleaned_data
        person = get_permitted_or_404(
            request, type(chosen["person"]), to="see", ref=chosen["person"].ref
        )
        case.add_dependant(person, chosen["relation"], by=request.user)
        return kept(request, case, part="people", said=_("They come with this case now."))
    answer = ask(
        request, case, form, part="people", title=_("Who comes with this case?"),
        yes=_("Add to the case") if form.found else _("Look"),
        fields="assistance/cases/dependant.html",
    )  # fmt: skip
    if form.is_looking:
        answer.status_code, answer.keep_changes = 200, True
    return answer


@require_POST
def remove_dependant(request, ref, dependant):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    leaving = get_permitted_or_404(request, Dependant, to="work", ref=dependant, case=case)
    case.part_from(leaving, by=request.user)
    return kept(request, case, part="people", said=_("They no longer come with this case."))
