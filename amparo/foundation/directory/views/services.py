"""Views: services, their details, hours, verification and locations; confirmation by a link."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.action_views import action_page
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms import (
    CapacityForm,
    ConfirmationForm,
    DetailsForm,
    LocationForm,
    ServiceFilterForm,
    ServiceForm,
    ServiceTranslationForm,
    TimetableForm,
    VerificationForm,
)
from ..models import (
    ConfirmationRequest,
    Location,
    OpeningHours,
    Provider,
    Service,
    ServiceAtLocation,
    ServiceRemark,
    save_details,
)
from ..models.services import TRANSLATED_FIELDS
from ..search import places_within, types_in_group
from .organizations import FORM_METHODS, provider_url

SERVICE_LIST, SERVICE_DETAIL, SERVICE_HOURS, SERVICE_DETAILS = (
    f"directory/{name}.html"
    for name in ("services", "service", "service_hours", "service_details")
)
WITH_PROVIDER = ("provider__organization",)


def service_url(service: Service) -> str:
    return reverse("directory:service", args=[service.ref])


@require_safe
def service_list(request):
    filter_form = ServiceFilterForm(request.GET, user=request.user)
    asked = filter_form.cleaned_data if filter_form.is_valid() else {}
    rows = _filtered(Service.objects.accessible_to(request.user), asked).select_related(
        *WITH_PROVIDER
    )
    rows = rows.prefetch_related("types", "service_at_locations__location__place")
    services = paginate(rows, request, "provider__organization__name", "ref")
    may_edit = "directory.edit" in request.user.permissions
    return render(
        request,
        SERVICE_LIST,
        {"services": services, "filter_form": filter_form, "may_edit": may_edit},
    )


def _filtered(rows, asked: dict):
    if kind := asked.get("kind"):
        rows = rows.filter(types__code__in=types_in_group(kind)).distinct()
    if place := asked.get("place"):
        rows = rows.filter(
            service_at_locations__location__place__in=places_within(place)
        ).distinct()
    only = asked.get("only")
    if only == "stale":
        return rows.stale()
    return rows.exclude(status=Service.Status.ACTIVE) if only == "ended" else rows.running()


@require_safe
def service_detail(request, ref):
    rows = Service.objects.select_related(*WITH_PROVIDER).prefetch_related(
        "types", "verifications"
    )
    service = get_permitted_or_404(request, rows, to="see", ref=ref)
    may_edit = "edit" in permissions_on(service, request.user)
    at_locations = service.service_at_locations.select_related("location__place").prefetch_related(
        "opening_hours"
    )
    may_find = "directory.find_confidential" in request.user.permissions
    hidden = [each.location for each in at_locations if each.location.is_confidential]
    if may_find:
        for location in hidden:
            log.log_read(request.user, location)
    context = {
        "service": service, "service_at_locations": at_locations,
        "may_edit": may_edit, "may_find": may_find,
        "last": service.verifications.all()[:1],
        "confirm": VerificationForm(),
        "capacity_form": CapacityForm(initial={"capacity": service.current_capacity()}),
        "missing_languages": _missing_languages(service), "costs": service.costs.all(),
        "areas": service.areas.select_related("place"),
        "contact_points": service.contact_points.all(),
    }  # fmt: skip
    return render(request, SERVICE_DETAIL, context)


def _missing_languages(service: Service) -> list[str]:
    """Returns the languages of the site in which some text of the service is missing."""
    texts = [text for name in TRANSLATED_FIELDS if (text := getattr(service, name))]
    return [code for code in _languages() if any(not each.get(code) for each in texts)]


def _languages() -> tuple[str, ...]:
    return tuple(code for code, _name in settings.LANGUAGES)


@require_http_methods(FORM_METHODS)
def service_create(request, ref):
    provider = get_permitted_or_404(request, Provider, to="edit", ref=ref)
    form = ServiceForm(request.POST or None, provider=provider)
    if request.method == "POST" and form.is_valid():
        service = Service.offer(provider, by=request.user, **form.cleaned_data)
        return action_done(
            request,
            next_url=service_url(service),
            message=_("The service stands in the directory."),
        )
    back = reverse("directory:provider", args=[provider.ref])
    return action_page(
        request,
        form,
        title=_("New service"),
        submit_label=_("Put it into the directory"),
        back_url=back,
    )


@require_http_methods(FORM_METHODS)
def service_edit(request, ref):
    service = get_permitted_or_404(
        request, Service.objects.select_related("provider"), to="edit", ref=ref
    )
    form = ServiceForm(request.POST or None, provider=service.provider, record=service)
    if request.method == "POST" and form.is_valid():
        service.change(by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=service_url(service), message=_("The service is changed.")
        )
    return action_page(
        request,
        form,
        title=service.title.text,
        submit_label=_("Save"),
        back_url=service_url(service),
    )


@require_http_methods(FORM_METHODS)
def service_translation(request, ref, language):
    """The same service in another language of the site."""
    if language not in _languages():
        raise Http404
    service = get_permitted_or_404(
        request, Service.objects.select_related("provider"), to="edit", ref=ref
    )
    form = ServiceTranslationForm(request.POST or None, record=service, language=language)
    if request.method == "POST" and form.is_valid():
        service.change(by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=service_url(service), message=_("The service is changed.")
        )
    title = f"{service.title} · {dict(settings.LANGUAGES)[language]}"
    return action_page(
        request, form, title=title, submit_label=_("Save"), back_url=service_url(service)
    )


@require_http_methods(FORM_METHODS)
def service_hours(request, ref):
    rows = ServiceAtLocation.objects.select_related("service__provider", "location")
    service_at_location = get_permitted_or_404(request, rows, to="edit", ref=ref)
    kept = [each.hours for each in service_at_location.opening_hours.all()]
    form = TimetableForm(request.POST or None, kept=kept)
    if request.method == "POST" and form.is_valid():
        OpeningHours.replace(service_at_location, form.cleaned_data["lines"], by=request.user)
        return action_done(
            request,
            next_url=service_url(service_at_location.service),
            message=_("The hours are changed."),
        )
    context = {
        "service_at_location": service_at_location,
        "form": form,
        "back": service_url(service_at_location.service),
    }
    return render(request, SERVICE_HOURS, context, status=422 if form.is_bound else 200)


@require_http_methods(FORM_METHODS)
def service_details(request, ref):
    rows = Service.objects.select_related("provider")
    service = get_permitted_or_404(request, rows, to="edit", ref=ref)
    form = DetailsForm(request.POST or None, service=service, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_details(service, by=request.user, **form.records)
        return action_done(
            request, next_url=service_url(service), message=_("The service is changed.")
        )
    context = {"service": service, "form": form, "back": service_url(service)}
    return render(request, SERVICE_DETAILS, context, status=422 if form.is_bound else 200)


@require_POST
def service_verify(request, ref):
    service = get_permitted_or_404(request, Service, to="edit", ref=ref)
    form = VerificationForm(request.POST)
    if not form.is_valid():
        return action_page(
            request, form, title=_("Confirm it"), submit_label=_("It is still true"),
            back_url=service_url(service),
        )  # fmt: skip
    office = request.user.office
    name = office.organization.name if office else ""
    service.confirm(form.cleaned_data["how"], by=request.user, name=name)
    return action_done(
        request, next_url=service_url(service), message=_("Confirmed: others can rely on it.")
    )


@require_POST
def service_capacity(request, ref):
    service = get_permitted_or_404(request, Service, to="edit", ref=ref)
    form = CapacityForm(request.POST)
    if not form.is_valid():
        return action_page(
            request,
            form,
            title=_("Room today"),
            submit_label=_("Save"),
            back_url=service_url(service),
        )
    service.report_capacity(form.cleaned_data["capacity"], by=request.user)
    return action_done(request, next_url=service_url(service), message=_("Kept for today."))


# Confirmation by a link, without an account.

CONFIRMATION_LINK, CONFIRMATION = "directory/confirmation_link.html", "directory/confirmation.html"


@require_POST
def confirmation_request(request, ref):
    """The link is shown to whoever asks: they send it as they speak with each other anyway."""
    rows = Provider.objects.select_related("organization")
    provider = get_permitted_or_404(request, rows, to="edit", ref=ref)
    sent = ConfirmationRequest.send(provider, by=request.user)
    link = request.build_absolute_uri(sent.link)
    context = {"provider": provider, "link": link, "back": provider_url(provider)}
    response = render(request, CONFIRMATION_LINK, context)
    response.idempotent_redirect = provider_url(provider)
    return response


@login_not_required
@never_cache
@require_http_methods(FORM_METHODS)
def confirmation(request, token):
    """To open it changes nothing: a mail scanner may. They look, and then they say."""
    asked = ConfirmationRequest.from_token(token)
    if asked is None:
        raise Http404
    services = asked.provider.services.running().prefetch_related("types").order_by("pk")
    form = ConfirmationForm(request.POST or None, services=services)
    if request.method == "POST" and form.is_valid():
        asked.answer(form.answers)
        return action_done(
            request, next_url=request.path, message=_("Thank you: people can rely on it.")
        )
    context = {"confirmation_request": asked, "form": form}
    return render(request, CONFIRMATION, context, status=422 if form.is_bound else 200)


@require_POST
def remark_settle(request, ref):
    remark = get_permitted_or_404(
        request, ServiceRemark.objects.select_related("service"), to="settle", ref=ref
    )
    remark.settle(by=request.user)
    then = provider_url(remark.service.provider)
    return action_done(request, next_url=then, message=_("Settled."))


# Locations.


@require_http_methods(FORM_METHODS)
def location_create(request, ref):
    provider = get_permitted_or_404(request, Provider, to="edit", ref=ref)
    office = request.user.office
    initial = {"time_zone": office.time_zone if office else "UTC"}
    form = LocationForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        Location.note(provider, by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=provider_url(provider), message=_("The place is noted.")
        )
    return action_page(
        request,
        form,
        title=_("New place"),
        submit_label=_("Note it"),
        back_url=provider_url(provider),
    )


@require_http_methods(FORM_METHODS)
def location_edit(request, ref):
    rows = Location.objects.select_related("provider", "place")
    location = get_permitted_or_404(request, rows, to="edit", ref=ref)
    may_find = "find" in permissions_on(location, request.user)
    form = LocationForm(
        request.POST or None, user=request.user, record=location, may_find=may_find
    )
    if request.method == "POST" and form.is_valid():
        location.change(by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=provider_url(location.provider), message=_("The place is changed.")
        )
    return action_page(
        request, form, title=_("Change what we know"), submit_label=_("Save"),
        back_url=provider_url(location.provider),
    )  # fmt: skip
