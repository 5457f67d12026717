"""Views: API tokens and webhook subscriptions of partner systems; kept by an administrator."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.models import ApiToken, WebhookDelivery, WebhookSubscription
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.action_views import action_page
from amparo.ui.responses import action_done

from ..forms import SubscriptionForm, TokenForm
from .offices import FORM_METHODS

PARTNER_SYSTEMS_TEMPLATE, SUBSCRIPTION_TEMPLATE = (
    "site/administration/partner_systems/index.html",
    "site/administration/partner_systems/show.html",
)
MAX_LISTED, DELIVERIES_SHOWN = 200, 50


@require_safe
def partner_systems(request):
    require_permission(request, "system.keep")
    return render(request, PARTNER_SYSTEMS_TEMPLATE, _index_context(request))


@require_http_methods(FORM_METHODS)
@require_recent_authentication
def new_token(request):
    require_permission(request, "system.keep")
    form = TokenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        token, token_text = ApiToken.make(by=request.user, **form.cleaned_data)
        return _shown_once(
            request,
            PARTNER_SYSTEMS_TEMPLATE,
            _index_context(request) | {"token": token, "token_text": token_text},
            reverse("partner-systems"),
        )
    return action_page(
        request,
        form,
        title=_("New token"),
        submit_label=_("Save"),
        back_url=reverse("partner-systems"),
    )


@require_POST
def revoke_token(request, ref):
    token = get_permitted_or_404(request, ApiToken, to="revoke", ref=ref)
    token.revoke(by=request.user)
    return action_done(
        request,
        next_url=reverse("partner-systems"),
        message=_("Token revoked."),
    )


@require_http_methods(FORM_METHODS)
@require_recent_authentication
def new_subscription(request):
    require_permission(request, "system.keep")
    form = SubscriptionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made, secret = WebhookSubscription.make(by=request.user, **form.cleaned_data)
        return _shown_once(
            request,
            SUBSCRIPTION_TEMPLATE,
            _subscription_context(made) | {"secret": secret},
            _subscription_url(made),
        )
    return action_page(
        request,
        form,
        title=_("New subscription"),
        submit_label=_("Save"),
        back_url=reverse("partner-systems"),
    )


@require_safe
def subscription(request, ref):
    return render(
        request,
        SUBSCRIPTION_TEMPLATE,
        _subscription_context(
            get_permitted_or_404(request, WebhookSubscription, to="keep", ref=ref)
        ),
    )


@require_POST
@require_recent_authentication
def new_secret(request, ref):
    found = get_permitted_or_404(request, WebhookSubscription, to="keep", ref=ref)
    secret = found.renew_secret(by=request.user)
    return _shown_once(
        request,
        SUBSCRIPTION_TEMPLATE,
        _subscription_context(found) | {"secret": secret},
        _subscription_url(found),
    )


@require_POST
def test_subscription(request, ref):
    found = get_permitted_or_404(request, WebhookSubscription, to="keep", ref=ref)
    found.try_out(by=request.user)
    return action_done(
        request,
        next_url=_subscription_url(found),
        message=_("Test event queued. Reload the page in a moment."),
    )


@require_POST
def pause_subscription(request, ref):
    found = get_permitted_or_404(request, WebhookSubscription, to="keep", ref=ref)
    found.pause(by=request.user)
    return action_done(
        request,
        next_url=_subscription_url(found),
        message=_("Paused. Events are kept until it is resumed."),
    )


@require_POST
def resume_subscription(request, ref):
    found = get_permitted_or_404(request, WebhookSubscription, to="keep", ref=ref)
    found.resume(by=request.user)
    return action_done(
        request, next_url=_subscription_url(found), message=_("Resumed. Waiting events were sent.")
    )


@require_POST
def end_subscription(request, ref):
    found = get_permitted_or_404(request, WebhookSubscription, to="keep", ref=ref)
    found.end(by=request.user)
    return action_done(
        request, next_url=reverse("partner-systems"), message=_("Subscription cancelled.")
    )


@require_POST
def replay_delivery(request, ref):
    delivery = get_permitted_or_404(request, WebhookDelivery, to="keep", ref=ref)
    delivery.replay(by=request.user)
    return action_done(
        request,
        next_url=_subscription_url(delivery.subscription),
        message=_("Delivery repeated."),
    )


def _index_context(request) -> dict:
    tokens = ApiToken.objects.accessible_to(request.user).select_related(
        "user", "office__organization"
    )
    subscriptions = WebhookSubscription.objects.accessible_to(request.user).select_related(
        "organization"
    )
    return {"tokens": tokens[:MAX_LISTED], "subscriptions": subscriptions[:MAX_LISTED]}


def _subscription_context(found: WebhookSubscription) -> dict:
    return {"subscription": found, "deliveries": found.deliveries.all()[:DELIVERIES_SHOWN]}


def _shown_once(request, template: str, context: dict, then: str):
    """Words that are shown now and never again; sent twice, the form leads to where it led."""
    response = render(request, template, context)
    response.idempotent_redirect = then
    return response


def _subscription_url(found: WebhookSubscription) -> str:
    return reverse("subscription", args=[found.ref])
