"""Views: providers, duty bearers, referral mechanisms."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.organization_panels import panels_of
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms import (
    DutyBearerForm,
    MechanismForm,
    MechanismMemberForm,
    NewProviderForm,
    ProviderForm,
)
from ..models import DutyBearer, MechanismMember, Provider, ReferralMechanism, ServiceRemark

FORM_METHODS = ["GET", "HEAD", "POST"]
PROVIDER_LIST, PROVIDER_DETAIL = "directory/providers.html", "directory/provider.html"
WITH_ORGANIZATION = ("organization__duty_bearer",)


def provider_url(provider: Provider) -> str:
    return reverse("directory:provider", args=[provider.ref])


@require_safe
def provider_list(request):
    rows = Provider.objects.accessible_to(request.user).select_related(*WITH_ORGANIZATION)
    providers = paginate(rows, request, "organization__name", "ref")
    may_edit = "directory.edit" in request.user.permissions
    return render(request, PROVIDER_LIST, {"providers": providers, "may_edit": may_edit})


@require_safe
def provider_detail(request, ref):
    provider = get_permitted_or_404(
        request, Provider.objects.select_related(*WITH_ORGANIZATION), to="see", ref=ref
    )
    context = {
        "provider": provider,
        "owes": getattr(provider.organization, "duty_bearer", None),
        "services": provider.services.prefetch_related("types").order_by("pk"),
        "locations": provider.locations.select_related("place").order_by("pk"),
        "memberships": provider.organization.memberships.select_related("mechanism"),
        "last_request": provider.confirmation_requests.first(),
        "remarks": ServiceRemark.objects.filter(service__provider=provider, settled_at=None),
        "may_edit": "edit" in permissions_on(provider, request.user),
        "may_find": "directory.find_confidential" in request.user.permissions,
        "panels": list(panels_of(provider.organization, request.user)),
    }
    return render(request, PROVIDER_DETAIL, context)


class ProviderAction(ActionView):
    """An action on an organization of the directory, by who edits the directory."""

    queryset = Provider.objects.select_related(*WITH_ORGANIZATION)
    permission = "edit"

    def get_page(self, provider):
        return {"crumbs": [(provider_url(provider), provider.organization.name)]}

    def get_back_url(self, provider):
        return provider_url(provider)


class ListProvider(ActionView):
    """Puts an organization into the directory."""

    title = pgettext_lazy("role", "Service provider")
    submit_label = _("List it")
    success_message = _("The organization is listed.")
    form_class = NewProviderForm

    def get_record(self):
        require_permission(self.request, "directory.edit")

    def get_form_kwargs(self, provider):
        return {"user": self.request.user}

    def get_back_url(self, provider):
        return reverse("directory:providers")

    def perform(self, provider, *, by, organization, **fields):
        return Provider.list(organization, by=by, **fields)

    def get_success_url(self, provider, listed):
        return provider_url(listed)


provider_create = ListProvider.as_view()
provider_edit = ProviderAction.as_view(
    get_title=lambda provider: provider.organization.name, submit_label=_("Save"),
    success_message=_("Details saved."), form_class=ProviderForm,
    perform=Provider.change, get_form_kwargs=lambda provider: {"record": provider},
)  # fmt: skip


# Duty bearers.


def _duty_bearer(provider: Provider) -> DutyBearer | None:
    return getattr(provider.organization, "duty_bearer", None)


def _owe(provider: Provider, *, by, **fields) -> None:
    if bearer := _duty_bearer(provider):
        bearer.change(by=by, **fields)
    else:
        DutyBearer.recognize(provider.organization, by=by, **fields)


class EditDutyBearer(ProviderAction):
    """What an institution is there for, which obligations it owes, and in which area."""

    title = _("Obligations")
    submit_label = _("Save")
    success_message = _("Obligations saved.")
    form_class = DutyBearerForm

    def get_form_kwargs(self, provider):
        return {"record": _duty_bearer(provider), "user": self.request.user}

    def perform(self, provider, *, by, **fields):
        _owe(provider, by=by, **fields)


duty_bearer_edit = EditDutyBearer.as_view()


# Referral mechanisms.

MECHANISM_LIST, MECHANISM_DETAIL = "directory/mechanisms.html", "directory/mechanism.html"


def mechanism_url(mechanism: ReferralMechanism) -> str:
    return reverse("directory:mechanism", args=[mechanism.ref])


@require_safe
def mechanism_list(request):
    """Those that must be looked at again soonest come first."""
    rows = ReferralMechanism.objects.accessible_to(request.user).select_related("place")
    context = {
        "mechanisms": paginate(rows, request, "review_on", "ref"),
        "may_edit": "directory.edit" in request.user.permissions,
    }
    return render(request, MECHANISM_LIST, context)


@require_safe
def mechanism_detail(request, ref):
    mechanism = get_permitted_or_404(
        request, ReferralMechanism.objects.select_related("place"), to="see", ref=ref
    )
    context = {
        "mechanism": mechanism,
        "members": mechanism.members.select_related("organization__provider"),
        "may_edit": "edit" in permissions_on(mechanism, request.user),
    }
    return render(request, MECHANISM_DETAIL, context)


class MechanismAction(ActionView):
    """An action on a referral mechanism, by who edits the directory."""

    queryset = ReferralMechanism.objects.select_related("place")
    permission = "edit"
    title = pgettext_lazy("title", "Referral mechanism")
    submit_label = _("Save")
    form_class = MechanismForm

    def get_form_kwargs(self, mechanism):
        return {"user": self.request.user}

    def get_page(self, mechanism):
        return {"crumbs": [(mechanism_url(mechanism), str(mechanism.title))]}

    def get_back_url(self, mechanism):
        return mechanism_url(mechanism)


class NewMechanism(MechanismAction):
    """Writes down a mechanism."""

    success_message = _("Referral mechanism saved.")

    def get_record(self):
        require_permission(self.request, "directory.edit")

    def get_page(self, mechanism):
        return {}

    def get_back_url(self, mechanism):
        return reverse("directory:mechanisms")

    def perform(self, mechanism, *, by, **fields):
        return ReferralMechanism.note(by=by, **fields)

    def get_success_url(self, mechanism, noted):
        return mechanism_url(noted)


class ChangeMechanism(MechanismAction):
    """Changes what is written of a mechanism."""

    success_message = _("Details saved.")

    def get_title(self, mechanism):
        return str(mechanism.title)

    def get_form_kwargs(self, mechanism):
        return super().get_form_kwargs(mechanism) | {"record": mechanism}

    def perform(self, mechanism, *, by, **fields):
        mechanism.change(by=by, **fields)


mechanism_create = NewMechanism.as_view()
mechanism_edit = ChangeMechanism.as_view()
mechanism_member_create = MechanismAction.as_view(
    title=_("An organization that takes part"), success_message=_("It takes part."),
    form_class=MechanismMemberForm, perform=ReferralMechanism.join,
)  # fmt: skip


@require_POST
def mechanism_member_remove(request, ref):
    member = get_permitted_or_404(
        request, MechanismMember.objects.select_related("mechanism"), to="edit", ref=ref
    )
    member.leave(by=request.user)
    return action_done(
        request,
        next_url=mechanism_url(member.mechanism),
        message=_("It no longer takes this part."),
    )
