"""Views: the test of a training, on one's own page or by a link without a name. No scripts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.rate_limits import is_flooding
from amparo.foundation.core.receipt_sessions import ReceiptSession
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.answer_sheets import (
    TESTS_PER_HOUR,
    AnswerSheet,
    read_code_sheet,
    read_sheet,
)
from amparo.pillars.training.models import ClashRefusal, Enrolment, TestMoment, TestSitting

from ..responses import invalid_form_page, page, uncached_public_page
from ..templatetags.public import to
from .my_training import require_enrolment

TEMPLATE, CODE_TEMPLATE, DONE_TEMPLATE = (
    f"public/training_test{name}.html" for name in ("", "_code", "_done")
)


# Under one's own name.


@require_enrolment("GET", "POST")
def own_test(
    request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment, ref: UUID
) -> HttpResponse:
    """A test of the event of this badge. Sent again it is the same one."""
    moment = TestMoment.for_link(ref)
    has_seat = enrolment.state == Enrolment.State.ENROLLED
    if moment is None or moment.event_id != enrolment.event_id or not has_seat:
        return page(request, "public/not_found.html", status=404)
    if moment.is_anonymous:
        return HttpResponseRedirect(to("training-test", ref))
    more: dict = {"visit": visit, "action": to("my-training-test", ref)}
    if request.method != "POST":
        return _questions(request, moment, read_sheet(moment, None), receipt_codes.new_form(),
                          **more)  # fmt: skip
    number = request.POST.get("sheet", "")
    if receipt_codes.form_age(number) is None:
        return invalid_form_page(request)
    sheet = read_sheet(moment, request.POST)
    if not _is_complete(request, sheet):
        return _questions(request, moment, sheet, number, status=422, **more)
    moment.event = enrolment.event
    key = receipt_codes.key_of(number)
    try:
        TestSitting.take(moment, sheet.answers, form_key=key, enrolment=enrolment)
    except Refusal as refusal:
        return _questions(request, moment, sheet, number, status=refusal.status,
                          refusal=str(refusal), **more)  # fmt: skip
    return HttpResponseRedirect(to("my-training"), status=303)


# Without a name.


@uncached_public_page("GET", "POST")
def training_test(request: HttpRequest, ref: UUID) -> HttpResponse:
    """First the four questions of the pairing code, so that a clash is said at once; then the
    test itself. What was answered stays on the page, whatever goes wrong.
    """
    moment = TestMoment.for_link(ref)
    if moment is None or not moment.is_anonymous:
        return page(request, "public/not_found.html", status=404)
    if not moment.is_open:
        return page(request, DONE_TEMPLATE, {"moment": moment, "is_closed": True})
    if request.method != "POST":
        context = {"code": read_code_sheet(moment, None)}
        return _code_page(request, moment, receipt_codes.new_form(), **context)
    number = request.POST.get("form", "")
    if receipt_codes.form_age(number) is None:
        return invalid_form_page(request)
    return _take(request, moment, number)


def _take(request: HttpRequest, moment: TestMoment, number: str) -> HttpResponse:
    key = receipt_codes.key_of(number)
    if moment.has_form(key):
        return page(request, DONE_TEMPLATE, {"moment": moment})
    code = read_code_sheet(moment, request.POST)
    sheet = read_sheet(moment, request.POST)
    if code.code is None or (code.clashes and "test" not in request.POST):
        return _code_page(request, moment, number, status=422, code=code)
    more = {"code": code, "action": to("training-test", moment.ref)}
    if "test" not in request.POST:
        return _questions(request, moment, read_sheet(moment, None), number, **more)
    if code.clashes or not _is_complete(request, sheet):
        return _questions(request, moment, sheet, number, status=422, **more)
    if is_flooding(request, "training test", TESTS_PER_HOUR):
        response = _questions(request, moment, sheet, number, status=429, is_flooded=True, **more)
        response.keep_changes = True  # type: ignore[attr-defined]  # who floods is counted
        return response
    try:
        TestSitting.take(moment, sheet.answers, form_key=key, code=code.code)
    except ClashRefusal:  # somebody took it since the page before
        code.clashes = True
        return _questions(request, moment, sheet, number, status=422, **more)
    except Refusal as refusal:
        return _questions(request, moment, sheet, number, status=refusal.status,
                          refusal=str(refusal), **more)  # fmt: skip
    return page(request, DONE_TEMPLATE, {"moment": moment})


def _code_page(
    request: HttpRequest, moment: TestMoment, number: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"moment": moment, "number": number, **more}
    return page(request, CODE_TEMPLATE, context, status=status)


def _questions(
    request: HttpRequest, moment: TestMoment, sheet: AnswerSheet, number: str, *,
    status: int = 200, **more: object,
) -> HttpResponse:  # fmt: skip
    context = {
        "moment": moment, "sheet": sheet, "number": number, "was_sent": status != 200, **more,
    }  # fmt: skip
    return page(request, TEMPLATE, context, status=status)


def _is_complete(request: HttpRequest, sheet: AnswerSheet) -> bool:
    """Nothing outside what was offered; what is missing was said once, and sent all the same."""
    return not sheet.is_wrong and (not sheet.missing or "anyway" in request.POST)
