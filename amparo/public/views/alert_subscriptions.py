"""Views: alerts that somebody subscribes to by their own hand, what is kept of it, and its end.

The only place from which a subscription begins: a code is sent to the number or email, and typed
in here. Whoever asks is answered the same whether something is kept or not.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.rate_limits import (
    ReceiptCodeAttempt,
    asks_for_codes_too_often,
    codes_to,
)
from amparo.foundation.directory.search import places_with_services
from amparo.pillars.advocacy.broadcasts.addresses import Channel, address_key, masked
from amparo.pillars.advocacy.broadcasts.links import subscription_of
from amparo.pillars.advocacy.broadcasts.models import AddressConfirmation, Subscription
from amparo.pillars.advocacy.broadcasts.services import codes_in_five_minutes
from amparo.ui import formats

from ..responses import invalid_form_page, page, uncached_public_page
from ..subscription_form import AddressForm, ChoicesForm, SubscriptionForm
from ..templatetags.public import to

SUBSCRIBE_TEMPLATE, CODE_TEMPLATE, DONE_TEMPLATE, OWN_TEMPLATE, LINK_TEMPLATE, ASK_TEMPLATE = (
    f"public/alerts_{name}.html"
    for name in ("subscribe", "code", "done", "own", "link", "own_ask")
)  # fmt: skip


@uncached_public_page("GET", "POST")
def subscribe(request: HttpRequest) -> HttpResponse:
    """What one chooses; then a code is sent, and nothing is kept before it is typed in."""
    places = places_with_services()
    if request.method != "POST":
        return _subscribe_page(request, SubscriptionForm(places=places))
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    form = SubscriptionForm(request.POST, places=places)
    if not form.is_valid():
        return _subscribe_page(request, form, status=422)
    said = form.cleaned_data
    asked = _ask(request, form, language=said["language"])
    if asked is None:
        return _subscribe_page(request, form, status=429, is_flooded=True)
    chosen = {name: said[name] for name in ("topics", "places", "language")}
    return _code_page(request, asked, to("alerts-confirm"), chosen=chosen)


def _subscribe_page(
    request: HttpRequest, form: SubscriptionForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"form": form, "number": receipt_codes.new_form(), **more}
    return _counted(page(request, SUBSCRIBE_TEMPLATE, context, status=status))


def _ask(request: HttpRequest, form: AddressForm, *, language: str) -> AddressConfirmation | None:
    """Sends a code; nothing where too many were asked for, or no person asks."""
    said = form.cleaned_data
    if said["subject"] or asks_for_codes_too_often(request, codes_in_five_minutes()):
        return None
    if not codes_to(address_key(said["address"])).take():
        return None
    return AddressConfirmation.ask(said["address"], channel=said["channel"], language=language)


def _code_page(
    request: HttpRequest, asked: AddressConfirmation | None, action: str, *,
    chosen: dict | None = None, wrong: str = "", status: int = 200, ref: str = "",
) -> HttpResponse:  # fmt: skip
    context = {
        "asked_ref": asked.ref if asked else ref, "action": action, "chosen": chosen or {},
        "wrong": wrong, "number": receipt_codes.new_form(),
        "address": masked(asked.address) if asked else "",
    }  # fmt: skip
    return _counted(page(request, CODE_TEMPLATE, context, status=status))


@uncached_public_page("GET", "POST")
def confirm(request: HttpRequest) -> HttpResponse:
    """The code is right: the subscription begins, or what was chosen before is replaced."""
    if request.method != "POST":
        return HttpResponseRedirect(to("alerts-subscribe"))
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    form = ChoicesForm(request.POST, places=places_with_services())
    if not form.is_valid():
        return invalid_form_page(request)
    asked, refused = _answered(request, to("alerts-confirm"), chosen=form.cleaned_data)
    if asked is None:
        return refused
    if asked.use():
        Subscription.confirm(
            asked.address, channel=asked.channel, language=form.cleaned_data["language"],
            topics=form.cleaned_data["topics"], places=form.chosen_places,
        )  # fmt: skip
    kept = Subscription.objects.at(asked.address).first()
    return page(request, DONE_TEMPLATE, {"kept": kept, "address": masked(asked.address)})


def _answered(
    request: HttpRequest, action: str, chosen: dict | None = None
) -> tuple[AddressConfirmation | None, HttpResponse]:
    """Returns whose code was typed, or the page that says what is wrong."""
    attempt = ReceiptCodeAttempt(request)
    ref = request.POST.get("asked", "")[:40]
    if not attempt.is_allowed:
        wrong, status = _("That was tried too often. Wait for a minute."), 429
    else:
        asked = AddressConfirmation.answered(ref, request.POST.get("code", "")[:40])
        if asked is not None:
            attempt.succeeded()
            return asked, HttpResponse()
        wrong = _("This code is wrong or too old. Look at it again, or ask for a new one.")
        status = 422
    again = _code_page(request, None, action, chosen=chosen, wrong=wrong, status=status, ref=ref)
    return None, again


# One's own.


@uncached_public_page("GET", "POST")
def own(request: HttpRequest) -> HttpResponse:
    """Asks for the number or email, and sends a code there, whether anything is kept or not."""
    if request.method != "POST":
        return _ask_page(request, AddressForm())
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _ask_page(request, form, status=422)
    asked = _ask(request, form, language=formats.current_language())
    if asked is None:
        return _ask_page(request, form, status=429, is_flooded=True)
    return _code_page(request, asked, to("alerts-own-open"))


def _ask_page(
    request: HttpRequest, form: AddressForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"form": form, "number": receipt_codes.new_form(), **more}
    return _counted(page(request, ASK_TEMPLATE, context, status=status))


@uncached_public_page("GET", "POST")
def open_own(request: HttpRequest) -> HttpResponse:
    """What is kept of this address, and two buttons: keep it for a year, or end it."""
    if request.method != "POST":
        return HttpResponseRedirect(to("alerts-own"))
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    asked, refused = _answered(request, to("alerts-own-open"))
    if asked is None:
        return refused
    kept = Subscription.objects.at(asked.address).first()
    did = _do(kept, request.POST.get("do", ""), "page")
    if kept is not None and not did:
        log.log_event(None, "alertsubscription.disclosed", kept)
    context = {
        "kept": None if did == "end" else kept, "did": did, "asked": asked,
        "address": masked(asked.address) if did == "end" else asked.address,
        "number": receipt_codes.new_form(), "is_mail": asked.channel == Channel.EMAIL,
    }  # fmt: skip
    return page(request, OWN_TEMPLATE, context)


def _do(kept: Subscription | None, wanted: str, how: str) -> str:
    """Ends it or keeps it for a year; what was done, "" for nothing."""
    if kept is None or wanted not in ("end", "keep"):
        return ""
    if wanted == "end":
        kept.stop(how)
    else:
        kept.renew()
    return wanted


@uncached_public_page("GET", "POST")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a link in a mail opens. Opening it alone ends nothing: programs open links too; the
    button of a mail program (RFC 8058) does.
    """
    kept = subscription_of(token)
    did = ""
    if request.method == "POST":
        is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        if not is_one_click and receipt_codes.form_age(request.POST.get("form", "")) is None:
            return invalid_form_page(request)
        did = _do(kept, "end" if is_one_click else request.POST.get("do", ""), "mail")
    context = {
        "is_kept_on": kept is not None and did != "end", "did": did, "token": token,
        "number": receipt_codes.new_form(), "kept": kept,
    }  # fmt: skip
    return page(request, LINK_TEMPLATE, context)


def _counted(response: HttpResponse) -> HttpResponse:
    """What was tried is counted, also where the answer is a refusal."""
    response.keep_changes = True  # type: ignore[attr-defined]
    return response
