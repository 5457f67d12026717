"""Views: devices for ODK Collect, one's own and those of one's staff."""

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.work_steps import step_context
from amparo.foundation.fieldwork.models import Device
from amparo.foundation.fieldwork.openrosa.collect_settings import (
    encode_for_qr_code,
    server_url,
    settings_for,
)
from amparo.site.administration.views.offices import FORM_METHODS
from amparo.ui.action_views import action_page
from amparo.ui.forms import Form
from amparo.ui.qr import qr_code
from amparo.ui.responses import action_done

DEVICES_TEMPLATE, NEW_DEVICE_TEMPLATE = (
    "site/accounts/devices/index.html",
    "site/accounts/devices/new.html",
)
MAX_DEVICES = 200


class DeviceForm(Form):
    name = forms.CharField(
        label=gettext_lazy("What you call it"),
        help_text=gettext_lazy("So that you know it again: “the old Samsung”."),
        max_length=60,
    )


@require_safe
def devices(request):
    rows = Device.objects.accessible_to(request.user).select_related("user", "office")
    own = rows.filter(user=request.user)[:MAX_DEVICES]
    theirs = rows.exclude(user=request.user)[:MAX_DEVICES]
    context = {
        "own": own,
        "theirs": theirs,
        "may_register": _permission_to_register(request) in request.user.permissions,
        **step_context("field.offline"),
    }
    return render(request, DEVICES_TEMPLATE, context)


@require_http_methods(FORM_METHODS)
@require_recent_authentication
def new_device(request):
    require_permission(request, _permission_to_register(request))
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device, secret = Device.register(
            by=request.user, kind=Device.Kind.COLLECT, **form.cleaned_data
        )
        return _shown_once(request, device, secret)
    return action_page(
        request,
        form,
        title=_("Add device"),
        submit_label=_("Save"),
        back_url=reverse("devices"),
    )


@require_POST
def revoke_device(request, ref):
    device = get_permitted_or_404(request, Device, to="revoke", ref=ref)
    device.revoke(by=request.user)
    said = _("It is given nothing any more. What it had not sent yet is still received.")
    return action_done(request, next_url=reverse("devices"), message=said)


def _permission_to_register(request) -> str:
    """For whom a telephone is: who fills forms, and who tries them out."""
    return "form.keep" if "form.keep" in request.user.permissions else "case.work"


def _shown_once(request, device: Device, secret: str):
    """Shown now and never again; sent twice, the form leads to the list."""
    address = server_url(request, secret)
    context = {
        "device": device, "address": address, "secret": secret,
        "drawing": qr_code(encode_for_qr_code(settings_for(device, address))),
    }  # fmt: skip
    response = render(request, NEW_DEVICE_TEMPLATE, context)
    response.idempotent_redirect = reverse("devices")
    return response
