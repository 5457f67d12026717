"""The page of a case and its whole history; and deeds on the case itself."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.action_views import action_page, posted_data
from amparo.ui.filters import Filter, FilterBar
from amparo.ui.pagination import paginate
from amparo.ui.responses import (
    action_done,
    fetches_rest_later,
    is_htmx_fragment,
)

from .. import timeline
from ..access_grants import users_with_verb
from ..extension_points import case_sections
from ..forms.cases import AssignForm, DependantForm, RestrictForm
from ..models import Case, Dependant
from ..presenters import CasePage, case_for_page
from .case_actions import (
    SHOW,
    CasePartAction,
    case_part_page,
    case_part_response,
    later_sections,
    open_case,
    render_part,
)

# Parts of the page that are no sections.
SUMMARY, REST = "summary", "rest"
A_PAGE = 50


@require_safe
def show(request, ref):
    """The page, whole or with its lower part to follow; a script may ask for one part of it as
    it is now, else gets that lower part.
    """
    case = get_permitted_or_404(request, case_for_page(request.user), to="see", ref=ref)
    part = request.GET.get("part", REST)
    if part not in (SUMMARY, REST, *case_sections):
        raise Http404
    context = {
        "file": CasePage(case, request.user), "case": case,
        "is_part": is_htmx_fragment(request), "is_deferred": fetches_rest_later(request),
        "anchors": later_sections(),
    }  # fmt: skip
    if is_htmx_fragment(request):
        return HttpResponse(render_part(request, context, part))
    return render(request, SHOW, context)


@require_safe
def history(request, ref):
    """Every deed in the file, told in words."""
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    entries = timeline.case_audit_entries(case, request.user)
    kinds = timeline.kinds_in(entries)
    by_kind = Filter("kind", pgettext_lazy("history", "Type of record"), lambda: kinds)
    bar = FilterBar([by_kind], request.GET)
    kind = bar.value("kind")
    pages = paginate(
        timeline.of_kind(entries, kind) if kind else entries, request, "-at", "-pk", size=A_PAGE
    )
    rows = [row for row in pages.rows if kind in ("", timeline.kind_of(row.content.event))]
    lines = list(timeline.collapse(timeline.timeline_entries(rows)))
    context = {"case": case, "lines": lines, "pages": pages, "bar": bar}
    return render(request, "cases/history.html", context)


def _assign(case: Case, *, by, owner):
    case.assign(owner, by=by)
    return owner


assign = CasePartAction.as_view(
    permission="assign", part="summary", title=_("Assign case"),
    submit_label=_("Assign case"), form_class=AssignForm,
    get_form_kwargs=lambda case: {"case": case, "colleagues": users_with_verb(case, "case.work")},
    perform=_assign,
    get_success_message=lambda case, owner: (
        _("%(name)s takes this case from now on, and has been told.") % {"name": owner.name}
    ),
)  # fmt: skip


class Restrict(CasePartAction):
    """Closing a file off takes who works on it; opening it up again takes who approves."""

    part = "summary"
    title = _("Manage case access")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Access to the case changed.")
    form_class = RestrictForm
    fields_template = "cases/restrict.html"

    def get_parent(self, ref):
        case = open_case(self.request, ref, to="see")
        return open_case(self.request, ref, to="approve" if case.is_restricted else "work")

    def get_form_kwargs(self, case):
        """`?to=` is the group that was proposed: chosen on the form, and kept by nobody yet."""
        asked = self.request.GET.get("to", "")
        proposed = asked if asked in Case.Confidentiality.values else case.confidentiality
        return {"initial": {"confidentiality": proposed}}

    def perform(self, case, *, by, confidentiality):
        case.restrict(confidentiality, by=by)

    def get_response(self, case, result):
        if Case.objects.accessible_to(self.request.user).filter(pk=case.pk).exists():
            return super().get_response(case, result)
        said = _("Restricted to authorized staff from now on. They were notified.")
        return action_done(self.request, next_url=reverse("cases:cases"), message=said)


restrict = Restrict.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def new_dependant(request, ref):
    case = open_case(request, ref)
    form = DependantForm(posted_data(request), case=case, user=request.user)
    if form.found:
        log.log_list(request.user, "person.searched", form.found.values())
    if not form.is_looking and form.is_valid():
        chosen = form.cleaned_data
        person = get_permitted_or_404(
            request, type(chosen["person"]), to="see", ref=chosen["person"].ref
        )
        case.add_dependant(person, chosen["relation"], by=request.user)
        said = _("They come with this case now.")
        return case_part_response(request, case, part="people", said=said)
    answer = action_page(
        request, form, forms=[] if form.is_looking else [form],
        title=_("Add household member"),
        submit_label=_("Add to the case") if form.found else _("Look"),
        fields_template="cases/dependant.html", **case_part_page(case, "people"),
    )  # fmt: skip
    answer.keep_changes = form.is_looking
    return answer


@require_POST
def remove_dependant(request, ref, dependant):
    case = open_case(request, ref)
    leaving = get_permitted_or_404(request, Dependant, to="work", ref=dependant, case=case)
    case.remove_dependant(leaving, by=request.user)
    said = _("They no longer come with this case.")
    return case_part_response(request, case, part="people", said=said)
