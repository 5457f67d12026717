"""Views: a help request without a name, and the code to come back with.

Nobody has to solve a riddle to be heard. What looks like a machine is heard too, a little apart,
where a colleague looks at it; and whoever is in danger is never put apart nor sent away.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.models import IdempotencyKey
from amparo.foundation.core.rate_limits import AddressCounter
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.search import places_with_services
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.help_requests.models import HelpRequest, HelpRequestArea
from amparo.pillars.assistance.help_requests.models.status import SpamSuspicion
from amparo.ui import formats

from .. import presenters
from ..forms import HelpRequestForm
from ..responses import invalid_form_page, page, uncached_public_page
from .my_request import SESSION_COOKIE, next_step

FORM_TEMPLATE, RECEIPT_TEMPLATE = "public/help_request_form.html", "public/receipt.html"
# Faster than anybody writes; longer than a page is left open.
TOO_FAST_SECONDS, TOO_OLD_SECONDS = 3, 2 * 24 * 60 * 60


@uncached_public_page("GET", "POST")
def ask_for_help(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        needed = request.GET.get("n", "")
        form = HelpRequestForm(places=place_choices(), initial={"needs": [needed]})
        return _form_page(request, form, receipt_codes.new_form())
    number = request.POST.get("form", "")
    if receipt_codes.form_age(number) is None:
        return invalid_form_page(request)
    form = HelpRequestForm(request.POST, places=place_choices())
    if not form.is_valid():
        return _form_page(request, form, number, status=422)
    throng = AddressCounter(request)
    if throng.is_a_flood and not form.cleaned_data["in_danger"]:
        return _form_page(request, form, number, status=429, is_flooded=True)
    try:
        return _create(request, form, number, throng)
    except Refusal as refusal:
        return _form_page(request, form, number, status=refusal.status, refusal=str(refusal))


def _create(
    request: HttpRequest, form: HelpRequestForm, number: str, throng: AddressCounter
) -> HttpResponse:
    """The code is shown at once: it is nowhere else, and needs no second page on a slow line."""
    asked = create_once(number, form.request_fields, spam_suspicion(form, number, throng))
    if asked is None:
        return invalid_form_page(request)
    code = receipt_codes.code_of(number)
    response = page(
        request,
        RECEIPT_TEMPLATE,
        receipt_context(asked, code) | {"languages": _receipt_languages()} | _quick_exit(),
    )
    SESSION_COOKIE.open(response, asked.ref, code)
    return response


def create_once(number: str, said: dict, doubt: str) -> HelpRequest | None:
    """However often it is sent, it is one request with one code; what was changed is added."""
    once, is_first = IdempotencyKey.get_or_claim(
        key=receipt_codes.key_of(number), by=None, verb="help.ask", body=b"the first counts"
    )
    if not is_first:
        found = HelpRequest.for_code(receipt_codes.code_of(number))
        return found and _with_added_text(found, said["text"].strip())
    asked = HelpRequest.ask(
        code=receipt_codes.code_of(number),
        doubt=doubt,
        language=formats.current_language(),
        **said,
    )
    once.save_result(str(asked.ref))
    return asked


def _with_added_text(asked: HelpRequest, more: str) -> HelpRequest:
    known = {asked.text.strip(), *(each.text for each in asked.helprequestmessages.all())}
    if more and more not in known and asked.is_open:
        asked.add(more)
    return asked


def spam_suspicion(form: HelpRequestForm, number: str, throng: AddressCounter) -> str:
    """What makes a machine likely: it is put apart, never refused."""
    age = receipt_codes.form_age(number) or 0
    if form.cleaned_data["subject"]:
        return SpamSuspicion.TRAP
    if age < TOO_FAST_SECONDS:
        return SpamSuspicion.FAST
    if throng.is_large:
        return SpamSuspicion.MANY
    return SpamSuspicion.STALE if age > TOO_OLD_SECONDS else ""


def receipt_context(asked: HelpRequest, code: str) -> dict:
    danger = presenters.emergency_numbers(presenters.FEW_NUMBERS) if asked.in_danger else {}
    return {"code": code, "asked": asked, "next_step": next_step(asked), **danger}


def place_choices() -> list[Place]:
    """Where somebody helps, and where an office receives."""
    covered = Place.objects.filter(
        pk__in=HelpRequestArea.objects.exclude(place=None).values("place")
    )
    found = {place.pk: place for place in [*places_with_services(), *covered]}
    return sorted(found.values(), key=lambda place: (place.country, place.name.casefold()))


def _form_page(
    request: HttpRequest, form: HelpRequestForm, number: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "form": form,
        "number": number,
        **presenters.emergency_numbers(presenters.FEW_NUMBERS),
        **more,
    }
    response = page(request, FORM_TEMPLATE, context, status=status)
    response.keep_changes = status == 429  # type: ignore[attr-defined]  # who floods is counted
    return response


def _receipt_languages() -> list[tuple[str, str, str]]:
    """The receipt in another language: the page that one was sent from would be empty."""
    there = reverse("public:receipt")
    return [(code, name, f"{there}?lang={code}") for code, name in settings.LANGUAGES]


def _quick_exit() -> dict:
    return {"quick_exit_url": reverse("public:my-request-leave")}
