"""What people ask about their own data: heard, prepared, told, answered, by a day."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.action_views import ActionView, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import disposition, file_response
from amparo.foundation.core.pdf import NoPaper, paper_of
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.people.views.responses import PersonAction, person_page, person_url
from amparo.pillars.assistance.cases.views.case_actions import ASKS
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, fetches_rest_later, render_page

from ..answer_letter import response_letter_data
from ..data_export import LETTER, build_export
from ..disclosure import disclosed_sections
from ..forms.requests import DataSubjectRequestForm, DataSubjectResponseForm, DisclosureForm
from ..models import DataExport, DataSubjectRequest

INDEX, SHOW, PREPARE = (f"privacy/requests/{name}.html" for name in ("index", "show", "prepare"))
REQUESTS = DataSubjectRequest.objects.select_related("person", "owner", "by", "answered_by")


@require_safe
def index(request):
    """Every request that waits, the nearest day first."""
    require_permission(request, "person.work")
    mine = (
        DataSubjectRequest.objects.open()
        .accessible_to(request.user)
        .select_related("person", "owner")
    )
    rows = paginate(mine, request, "due_on", "pk", size=25)
    log.log_list(request.user, "rights.listed", [row.person for row in rows])
    return render(request, INDEX, {"rows": rows, "today": localdate()})


class HearRequest(PersonAction):
    """Notes what somebody asks about their own data, with the day of the answer."""

    title = _("Type of request")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Request recorded, with its deadline.")
    guidance_step = "privacy.request"
    form_class = DataSubjectRequestForm
    fields_template = "privacy/requests/new_fields.html"

    def get_form_kwargs(self, person):
        spoken = [code for code in person.languages if code in dict(settings.LANGUAGES)]
        language = (spoken or [translation.get_language()])[0]
        return {"initial": {"heard_on": localdate(), "language": language}}

    def get_page(self, person):
        return person_page(person)

    def get_back_url(self, person):
        return person_url(person)

    def get_context(self, person):
        days = settings.AMPARO_RIGHTS_ANSWERED_DAYS
        lede = ngettext(
            "It is answered within %(days)s day. Nobody has to say why they ask.",
            "It is answered within %(days)s days. Nobody has to say why they ask.",
            days,
        )
        return {"lede": lede % {"days": days}}

    def perform(self, person, *, by, **fields):
        return DataSubjectRequest.hear(person, by=by, **fields)

    def get_success_url(self, person, asked):
        return asked.get_absolute_url()


hear = HearRequest.as_view()


@require_safe
def show(request, ref):
    asked = get_permitted_or_404(request, REQUESTS, to="see", ref=ref)
    data_exports = (
        DataExport.objects.accessible_to(request.user).filter(request=asked).order_by("-pk")
    )
    context = {
        "asked": asked, "person": asked.person, "today": localdate(),
        "verbs": permissions_on(asked, request.user), "data_exports": list(data_exports[:5]),
        "kept_days": settings.AMPARO_ANSWER_KEPT_DAYS,
    }  # fmt: skip
    return render(request, SHOW, context)


def _answer_page(asked: DataSubjectRequest) -> dict:
    """What was asked; done, in part, or refused and why."""
    where = reverse("person", args=[asked.person.ref])
    crumbs = [
        (where, asked.person.shown_name),
        (asked.get_absolute_url(), pgettext_lazy("crumb", "Personal data")),
    ]
    return {"asked": asked, "crumbs": crumbs, "lede": asked.get_what_display()}


answer = ActionView.as_view(
    queryset=REQUESTS,
    permission="answer",
    title=pgettext_lazy("data request", "Answer"),
    submit_label=_("Record answer"),
    success_message=_("The answer is noted."),
    guidance_step="privacy.request",
    form_class=DataSubjectResponseForm,
    perform=DataSubjectRequest.answer,
    get_page=_answer_page,
    fields_template="privacy/requests/answer_fields.html",
)


@discreet_mode.shows_full_names  # whom an export may name is what is judged here
@require_http_methods(ASKS)
@require_recent_authentication
def prepare(request, ref):
    """Look at what may name somebody else, then let the export be made."""
    asked = get_permitted_or_404(request, REQUESTS, to="prepare", ref=ref)
    if asked.what != DataSubjectRequest.What.ACCESS or not asked.is_open:
        raise Http404
    context = {"asked": asked, "person": asked.person}
    if fetches_rest_later(request):  # each kind of record is looked through
        return render(request, PREPARE, context | {"is_deferred": True})
    sections = disclosed_sections(asked, request.user)
    form = DisclosureForm(request.POST if request.method == "POST" else None, sections=sections)
    if is_valid_post(request, form):
        export = DataExport.prepare(asked, by=request.user, withheld=form.withheld)
        build_export.asked(by=request.user).enqueue(str(export.ref))
        said = _("It is being prepared. You are told when it can be taken.")
        return action_done(request, next_url=asked.get_absolute_url(), message=said)
    context |= {"form": form, "sections": sections}
    part = "" if form.is_bound else "sections"
    return render_page(request, PREPARE, context, part=part, status=422 if form.is_bound else 200)


@require_POST
@require_recent_authentication
def take(request, ref):
    """Once, into the hands of whoever gives it to the person."""
    export = get_permitted_or_404(
        request, DataExport.objects.select_related("request"), to="take", ref=ref
    )
    opened = export.take(by=request.user)
    # Neither name nor number: files lie about in folders.
    name = f"{_('what-we-hold')}-{export.at:%Y-%m-%d}.zip"
    return file_response(opened, name=name, kind="application/zip", size=export.size)


@discreet_mode.shows_full_names
@require_safe
def letter(request, ref):
    """The answer on paper, in the language of the person."""
    asked = get_permitted_or_404(request, REQUESTS, to="see", ref=ref)
    if asked.is_open:
        raise Http404
    with translation.override(asked.language):
        told = response_letter_data(asked)
        try:
            made = paper_of(LETTER, told)
        except NoPaper:
            made = None
    log.log_event(request.user, "rights.letter_printed", asked, language=asked.language)
    if made is None:
        lines = "\n\n".join([told["title"], told["name"], *told["opening"], told["printed"]])
        return HttpResponse(lines, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"{_('answer')}-{asked.at:%Y-%m-%d}.pdf")
    return response
