"""Checking a certificate: by its number here, by its signed word in the browser.

Nothing is asked of who checks. What they type is sent in the body and stands in no address; the
word of a QR code stands after `#` and is sent to nobody.
"""

import json
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import now
from amparo.foundation.core.rate_limits import ReceiptCodeAttempt, is_flooding
from amparo.foundation.core.receipt_sessions import ReceiptSession
from amparo.pillars.training.models import CertificateReport, Enrolment, SigningKey, StatusList
from amparo.pillars.training.open_badges import (
    issuer_document,
    issuer_profile,
    sign_list,
)
from amparo.pillars.training.views.certificates import badge_response, pdf_response
from amparo.ui.assets import optional_asset_url

from ..certificates import (
    UNKNOWN,
    CheckResult,
    certificate_of_badge,
    check_number,
    kept_list,
    title_of,
)
from ..forms import CertificateReportForm
from ..responses import invalid_form_page, page, public_page, uncached_public_page
from .my_training import require_enrolment

CHECK_SCRIPT = "src/training/certificate_check.ts"
WORKER_SCRIPT = "src/training/certificate_worker.ts"
HOUR = 3600


@uncached_public_page("GET", "POST")
def check(request: HttpRequest) -> HttpResponse:
    """The same page for everybody until a number is sent: browsers keep it."""
    if request.method != "POST":
        return _check_page(request)
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    attempt = ReceiptCodeAttempt(request)
    if not attempt.is_allowed:
        return _check_page(request, status=429, is_too_often=True)
    number, name = request.POST.get("number", "")[:60], request.POST.get("name", "")[:400]
    result = check_number(number, name)
    # A name that does not fit counts as a try: nobody guesses whose a number is.
    if result.state != UNKNOWN and result.fits is not False:
        attempt.succeeded()
    response = _check_page(
        request, result, number=number, status=422 if result.state == UNKNOWN else 200
    )
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response


def _check_page(
    request: HttpRequest, result: CheckResult | None = None, *, number: str = "",
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    title, language = title_of(result.certificate) if result and result.certificate else ("", "")
    context = {
        "result": result, "number": number, "course": title, "course_language": language,
        "script": optional_asset_url(CHECK_SCRIPT), "form_number": receipt_codes.new_form(),
        **more,
    }  # fmt: skip
    return page(request, "public/certificate_check.html", context, status=status)


@uncached_public_page("GET", "POST")
def report(request: HttpRequest) -> HttpResponse:
    """Tells the organizers of a certificate that seems false."""
    if request.method != "POST":
        return _report_page(request, CertificateReportForm(), receipt_codes.new_form())
    number = request.POST.get("form", "")
    if receipt_codes.form_age(number) is None:
        return invalid_form_page(request)
    form = CertificateReportForm(request.POST)
    if not form.is_valid():
        return _report_page(request, form, number, status=422)
    if is_flooding(request, "certificate-report"):
        return _report_page(request, form, number, status=429, is_flooded=True)
    CertificateReport.receive(once=receipt_codes.key_of(number), **form.cleaned_data)
    return _report_page(request, form, number, is_sent=True)


def _report_page(
    request: HttpRequest, form: CertificateReportForm, number: str, *, status: int = 200,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "form_number": number, **more}
    return page(request, "public/certificate_report.html", context, status=status)


# What browsers and verifiers fetch.


@public_page
def kept(request: HttpRequest) -> HttpResponse:
    """Keys, places that no longer hold, titles: what a browser keeps."""
    return _for_anybody(json.dumps(kept_list(), ensure_ascii=False), "application/json")


@public_page
def worker(request: HttpRequest) -> HttpResponse:
    """What opens the check page without a network. It reaches that page and no other."""
    built = finders.find(optional_asset_url(WORKER_SCRIPT).removeprefix("/static/"))
    if not built:
        raise Http404
    return HttpResponse(Path(built).read_bytes(), content_type="text/javascript; charset=utf-8")


@public_page
def did(request: HttpRequest) -> HttpResponse:
    """The DID document: all keys that ever signed."""
    return _for_anybody(json.dumps(issuer_document()), "application/did+json")


@public_page
def issuer(request: HttpRequest) -> HttpResponse:
    """Who issues, as a Profile of Open Badges."""
    profile = issuer_profile(SigningKey.current(), "Amparo")
    return _for_anybody(json.dumps(profile), "application/json")


@public_page
def status(request: HttpRequest, number: int, extension: str) -> HttpResponse:
    """A status list, signed: as JWT or as JSON with a proof."""
    found = StatusList.objects.filter(number=number).first()
    if found is None or extension not in ("jwt", "json"):
        raise Http404
    signed = (found.as_jwt, found.as_json) if found.signed_at else sign_list(found, now())
    as_jwt, as_json = signed
    if extension == "jwt":
        return _for_anybody(as_jwt, "application/vc+jwt")
    return _for_anybody(as_json, "application/vc")


def _for_anybody(content: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Cache-Control"] = f"public, max-age={HOUR}"
    response.headers["Access-Control-Allow-Origin"] = "*"  # verifiers run in browsers too
    response.is_for_anybody = True  # type: ignore[attr-defined]
    return response


# What the code of a badge opens.


@require_enrolment("GET")
def own_pdf(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    certificate = certificate_of_badge(visit.code)
    if certificate is None or certificate.state != certificate.State.ISSUED:
        raise Http404
    return pdf_response(None, [certificate], certificate.number)


@require_enrolment("GET")
def own_badge(
    request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment, extension: str
) -> HttpResponse:
    certificate = certificate_of_badge(visit.code)
    if certificate is None or certificate.state != certificate.State.ISSUED:
        raise Http404
    return badge_response(certificate, extension)
