"""Views: services, their details, hours, verification and locations; confirmation by a link."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
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
from ..service_map import map_button_sheet, service_map_script
from .organizations import FORM_METHODS, ProviderAction, provider_url

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
        {
            "services": services, "filter_form": filter_form, "may_edit": may_edit,
            "map": service_map_script(), "map_button": map_button_sheet(),
        },
    )  # fmt: skip


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


class ServiceAction(ActionView):
    """An action on a service, by who edits the directory."""

    queryset = Service.objects.select_related("provider")
    permission = "edit"
    submit_label = _("Save")
    success_message = _("The service is changed.")
    form_class: type[BaseForm] = ServiceForm

    def get_page(self, service):
        return {"crumbs": [(service_url(service), service.title.text)]}

    def get_back_url(self, service):
        return service_url(service)


service_create = ProviderAction.as_view(
    title=_("Add service"), submit_label=_("Add to directory"),
    success_message=_("Service added to the directory."), form_class=ServiceForm,
    perform=Service.offer, get_form_kwargs=lambda provider: {"provider": provider},
    get_success_url=lambda provider, service: service_url(service),
)  # fmt: skip

service_edit = ServiceAction.as_view(
    get_title=lambda service: service.title.text, perform=Service.change,
    get_form_kwargs=lambda service: {"provider": service.provider, "record": service},
)  # fmt: skip


class TranslateService(ServiceAction):
    """The same service in another language of the site."""

    form_class = ServiceTranslationForm

    def get_record(self, ref, language):
        if language not in _languages():
            raise Http404
        self.language = language
        return super().get_record(ref=ref)

    def get_title(self, service):
        return f"{service.title} · {dict(settings.LANGUAGES)[self.language]}"

    def get_form_kwargs(self, service):
        return {"record": service, "language": self.language}

    def perform(self, service, *, by, **fields):
        service.change(by=by, **fields)


service_translation = TranslateService.as_view()


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
            request, form, title=_("Confirm details"), submit_label=_("Details are correct"),
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
            title=_("Places available today"),
            submit_label=_("Save"),
            back_url=service_url(service),
        )
    service.report_capacity(form.cleaned_data["capacity"], by=request.user)
    return action_done(
        request, next_url=service_url(service), message=_("Capacity saved for today.")
    )


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
    return action_done(request, next_url=then, message=_("Remark handled."))


# Locations.


class NewLocation(ProviderAction):
    """Notes a place where an organization helps."""

    title = _("Add location")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Place recorded.")
    form_class = LocationForm

    def get_form_kwargs(self, provider):
        user = self.request.user
        zone = user.office.time_zone if user.office else "UTC"
        return {"user": user, "initial": {"time_zone": zone}}

    def perform(self, provider, *, by, **fields):
        return Location.note(provider, by=by, **fields)


class ChangeLocation(ActionView):
    """Changes what is known of a place; where it is secret, only who may find it sees where."""

    queryset = Location.objects.select_related("provider__organization", "place")
    permission = "edit"
    title = _("Edit details")
    submit_label = _("Save")
    success_message = _("The place is changed.")
    form_class = LocationForm

    def get_form_kwargs(self, location):
        user = self.request.user
        may_find = "find" in permissions_on(location, user)
        return {"user": user, "record": location, "may_find": may_find}

    def get_page(self, location):
        provider = location.provider
        return {"crumbs": [(provider_url(provider), provider.organization.name)]}

    def get_back_url(self, location):
        return provider_url(location.provider)

    def perform(self, location, *, by, **fields):
        location.change(by=by, **fields)


location_create = NewLocation.as_view()
location_edit = ChangeLocation.as_view()
