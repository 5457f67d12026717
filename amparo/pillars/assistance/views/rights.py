"""What people ask about their own data: heard, prepared, told, answered, by a day."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import disposition, file_response
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.people.models import Person
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.rights import AnswerForm, HearForm, TellForm
from ..models import Parcel, RightsRequest
from ..pdf import NoPaper, paper_of
from ..told.answers import answer_of
from ..told.chapters import chapters_of
from ..told.parcel import LETTER, make
from .stepping import ASKS, sent, tried

INDEX, NEW, SHOW, ANSWER, PREPARE = (
    f"assistance/rights/{name}.html" for name in ("index", "new", "show", "answer", "prepare")
)
REQUESTS = RightsRequest.objects.select_related("person", "owner", "by", "answered__by")


@require_safe
def index(request):
    """Every request that waits, the nearest day first."""
    require_permission(request, "person.work")
    mine = (
        RightsRequest.objects.open().accessible_to(request.user).select_related("person", "owner")
    )
    rows = paginate(mine, request, "due_on", "pk", size=25)
    log.log_list(request.user, "rights.listed", [row.person for row in rows])
    return render(request, INDEX, {"rows": rows, "today": localdate()})


@require_http_methods(ASKS)
def hear(request, ref):
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    spoken = [code for code in person.languages if code in dict(settings.LANGUAGES)]
    usual = {"heard_on": localdate(), "language": (spoken or [translation.get_language()])[0]}
    form = HearForm(request.POST or None, initial=usual)
    if sent(request, form):
        asked = tried(form, RightsRequest.hear, person, by=request.user, **form.cleaned_data)
        if asked:
            return action_done(
                request, next_url=asked.get_absolute_url(), message=_("It is noted, with its day.")
            )
    context = {"person": person, "form": form, "days": settings.AMPARO_RIGHTS_ANSWERED_DAYS}
    return render(request, NEW, context, status=422 if form.is_bound else 200)


@require_safe
def show(request, ref):
    asked = get_permitted_or_404(request, REQUESTS, to="see", ref=ref)
    parcels = Parcel.objects.accessible_to(request.user).filter(request=asked).order_by("-pk")
    context = {
        "asked": asked, "person": asked.person, "today": localdate(),
        "verbs": permissions_on(asked, request.user), "parcels": list(parcels[:5]),
        "kept_days": settings.AMPARO_ANSWER_KEPT_DAYS,
    }  # fmt: skip
    return render(request, SHOW, context)


@require_http_methods(ASKS)
def answer(request, ref):
    """Done, in part, or refused and why."""
    asked = get_permitted_or_404(request, REQUESTS, to="answer", ref=ref)
    form = AnswerForm(request.POST or None)
    if sent(request, form) and tried(form, asked.answer, by=request.user, **form.cleaned_data):
        return action_done(
            request, next_url=asked.get_absolute_url(), message=_("The answer is noted.")
        )
    context = {"asked": asked, "person": asked.person, "form": form}
    return render(request, ANSWER, context, status=422 if form.is_bound else 200)


@require_http_methods(ASKS)
@require_recent_authentication
def prepare(request, ref):
    """Look at what may name somebody else, then let the parcel be made."""
    asked = get_permitted_or_404(request, REQUESTS, to="prepare", ref=ref)
    if asked.what != RightsRequest.What.ACCESS or not asked.is_open:
        raise Http404
    chapters = chapters_of(asked, request.user)
    form = TellForm(request.POST if request.method == "POST" else None, chapters=chapters)
    if sent(request, form):
        parcel = Parcel.prepare(asked, by=request.user, withheld=form.withheld)
        make.asked(by=request.user).enqueue(str(parcel.ref))
        said = _("It is being prepared. You are told when it can be taken.")
        return action_done(request, next_url=asked.get_absolute_url(), message=said)
    context = {"asked": asked, "person": asked.person, "form": form, "chapters": chapters}
    return render(request, PREPARE, context, status=422 if form.is_bound else 200)


@require_POST
@require_recent_authentication
def take(request, ref):
    """Once, into the hands of whoever gives it to the person."""
    parcel = get_permitted_or_404(
        request, Parcel.objects.select_related("request"), to="take", ref=ref
    )
    opened = parcel.take(by=request.user)
    # Neither name nor number: files lie about in folders.
    name = f"{_('what-we-hold')}-{parcel.at:%Y-%m-%d}.zip"
    return file_response(opened, name=name, kind="application/zip", size=parcel.size)


@require_safe
def letter(request, ref):
    """The answer on paper, in the language of the person."""
    asked = get_permitted_or_404(request, REQUESTS, to="see", ref=ref)
    if asked.is_open:
        raise Http404
    with translation.override(asked.language):
        told = answer_of(asked)
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
