"""Services: found, looked at, kept true."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.people.views.responses import form_response
from amparo.ui.keyset import slice_of
from amparo.ui.respond import done

from ..finding import of_group, within
from ..forms import (
    ConfirmForm,
    DetailsForm,
    RoomForm,
    ServiceForm,
    SiftForm,
    TimetableForm,
    WordsForm,
)
from ..models import Offered, Opening, Provider, Service, keep_details
from ..models.services import WORDED

ASKS = ["GET", "HEAD", "POST"]
INDEX, SHOW, HOURS, DETAILS = (
    f"directory/{name}.html" for name in ("index", "service", "hours", "details")
)
WHOLE = ("provider__organization",)


def url_of(service: Service) -> str:
    return reverse("directory:service", args=[service.ref])


@require_safe
def index(request):
    sift = SiftForm(request.GET, user=request.user)
    asked = sift.cleaned_data if sift.is_valid() else {}
    rows = _sifted(Service.objects.open_to(request.user), asked).select_related(*WHOLE)
    rows = rows.prefetch_related("types", "offered__location__place")
    services = slice_of(rows, request, "provider__organization__name", "ref")
    may_edit = "directory.edit" in request.user.verbs
    return render(request, INDEX, {"services": services, "sift": sift, "may_edit": may_edit})


def _sifted(rows, asked: dict):
    if kind := asked.get("kind"):
        rows = rows.filter(types__code__in=of_group(kind)).distinct()
    if place := asked.get("place"):
        rows = rows.filter(offered__location__place__in=within(place)).distinct()
    only = asked.get("only")
    if only == "stale":
        return rows.stale()
    return rows.exclude(status=Service.Status.ACTIVE) if only == "ended" else rows.running()


@require_safe
def show(request, ref):
    rows = Service.objects.select_related(*WHOLE).prefetch_related("types", "verifications")
    service = get_permitted_or_404(request, rows, to="see", ref=ref)
    may_edit = "edit" in permissions_on(service, request.user)
    offered = service.offered.select_related("location__place").prefetch_related("openings")
    may_find = "directory.find_hidden" in request.user.verbs
    hidden = [each.location for each in offered if each.location.is_hidden]
    if may_find:
        for location in hidden:
            log.log_read(request.user, location)
    context = {
        "service": service, "offered": offered, "may_edit": may_edit, "may_find": may_find,
        "last": service.verifications.all()[:1],
        "confirm": ConfirmForm(), "room": RoomForm(initial={"room": service.room_now()}),
        "unsaid": _unsaid(service), "prices": service.prices.all(),
        "areas": service.areas.select_related("place"), "desks": service.desks.all(),
    }  # fmt: skip
    return render(request, SHOW, context)


def _unsaid(service: Service) -> list[str]:
    """In which languages of the house something that is said is not said yet."""
    told = [words for name in WORDED if (words := getattr(service, name))]
    return [code for code in _languages() if any(not words.get(code) for words in told)]


def _languages() -> tuple[str, ...]:
    return tuple(code for code, _name in settings.LANGUAGES)


@require_http_methods(ASKS)
def new(request, ref):
    provider = get_permitted_or_404(request, Provider, to="edit", ref=ref)
    form = ServiceForm(request.POST or None, provider=provider)
    if request.method == "POST" and form.is_valid():
        service = Service.offer(provider, by=request.user, **form.cleaned_data)
        return done(request, then=url_of(service), said=_("The service stands in the directory."))
    back = reverse("directory:provider", args=[provider.ref])
    return form_response(
        request, form, title=_("New service"), yes=_("Put it into the directory"), back=back
    )


@require_http_methods(ASKS)
def edit(request, ref):
    service = get_permitted_or_404(
        request, Service.objects.select_related("provider"), to="edit", ref=ref
    )
    form = ServiceForm(request.POST or None, provider=service.provider, record=service)
    if request.method == "POST" and form.is_valid():
        service.change(by=request.user, **form.cleaned_data)
        return done(request, then=url_of(service), said=_("The service is changed."))
    return form_response(
        request, form, title=service.title.words, yes=_("Save"), back=url_of(service)
    )


@require_http_methods(ASKS)
def words(request, ref, language):
    """The same service in another language of the house."""
    if language not in _languages():
        raise Http404
    service = get_permitted_or_404(
        request, Service.objects.select_related("provider"), to="edit", ref=ref
    )
    form = WordsForm(request.POST or None, record=service, language=language)
    if request.method == "POST" and form.is_valid():
        service.change(by=request.user, **form.cleaned_data)
        return done(request, then=url_of(service), said=_("The service is changed."))
    title = f"{service.title} · {dict(settings.LANGUAGES)[language]}"
    return form_response(request, form, title=title, yes=_("Save"), back=url_of(service))


@require_http_methods(ASKS)
def hours(request, ref):
    rows = Offered.objects.select_related("service__provider", "location")
    offered = get_permitted_or_404(request, rows, to="edit", ref=ref)
    kept = [each.hours for each in offered.openings.all()]
    form = TimetableForm(request.POST or None, kept=kept)
    if request.method == "POST" and form.is_valid():
        Opening.keep(offered, form.cleaned_data["lines"], by=request.user)
        return done(request, then=url_of(offered.service), said=_("The hours are changed."))
    context = {"offered": offered, "form": form, "back": url_of(offered.service)}
    return render(request, HOURS, context, status=422 if form.is_bound else 200)


@require_http_methods(ASKS)
def details(request, ref):
    rows = Service.objects.select_related("provider")
    service = get_permitted_or_404(request, rows, to="edit", ref=ref)
    form = DetailsForm(request.POST or None, service=service, user=request.user)
    if request.method == "POST" and form.is_valid():
        keep_details(service, by=request.user, **form.kept)
        return done(request, then=url_of(service), said=_("The service is changed."))
    context = {"service": service, "form": form, "back": url_of(service)}
    return render(request, DETAILS, context, status=422 if form.is_bound else 200)


@require_POST
def confirm(request, ref):
    service = get_permitted_or_404(request, Service, to="edit", ref=ref)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return form_response(request, form, title=_("Confirm it"), yes=_("It is still true"),
                   back=url_of(service))  # fmt: skip
    office = request.user.office
    name = office.organization.name if office else ""
    service.confirm(form.cleaned_data["how"], by=request.user, name=name)
    return done(request, then=url_of(service), said=_("Confirmed: others can rely on it."))


@require_POST
def room(request, ref):
    service = get_permitted_or_404(request, Service, to="edit", ref=ref)
    form = RoomForm(request.POST)
    if not form.is_valid():
        return form_response(
            request, form, title=_("Room today"), yes=_("Save"), back=url_of(service)
        )
    service.say_room(form.cleaned_data["room"], by=request.user)
    return done(request, then=url_of(service), said=_("Kept for today."))
