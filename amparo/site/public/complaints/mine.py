"""One's own complaint: what was answered, and what one may still do about it, with the code."""

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.permissions.rls.context import rls_bypass
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.kinds import HELP_FIRST
from amparo.pillars.advocacy.models import Complaint
from amparo.ui import formats

from ...attempts import ReceiptTry
from ..answering import for_one, not_ours, page
from ..contents import FEW, numbers
from ..templatetags.public import at
from ..visits import Desk, Visit, is_of

CODE, MINE, STOP, RECEIPT = (
    f"public/complaints/{name}.html" for name in ("code", "mine", "stop", "receipt")
)
DESK = Desk("complaint", "/a/q/")
LONGEST = 10_000
type Page = Callable[[HttpRequest, Visit, Complaint], HttpResponse]


def with_code(*methods: str) -> Callable[[Page], Callable[..., HttpResponse]]:
    """Pages of a visit: without one, the way leads to the code."""

    def wrap(view: Page) -> Callable[..., HttpResponse]:
        @for_one(*methods)
        @wraps(view)
        def shown(request: HttpRequest) -> HttpResponse:
            visit = DESK.visit(request)
            if request.method == "POST" and not is_of(visit, request.POST.get("form", "")):
                return not_ours(request)
            with rls_bypass():
                complaint = _opened_by(visit)
                if visit is None or complaint is None:
                    return HttpResponseRedirect(at("public-complaint-code"))
                try:
                    return view(request, visit, complaint)
                except Refusal as refusal:
                    return _refused(request, visit, complaint, refusal)

        return shown

    return wrap


@for_one("GET", "POST")
def mine(request: HttpRequest) -> HttpResponse:
    """The code opens it; what is wrong is counted, and costs the same as what is right."""
    if request.method == "POST":
        return _try(request)
    visit = DESK.visit(request)
    with rls_bypass():
        complaint = _opened_by(visit)
        if visit is None or complaint is None:
            return _ask_code(request)
        return _show(request, visit, complaint)


def _opened_by(visit: Visit | None) -> Complaint | None:
    if visit is None:
        return None
    return Complaint.objects.select_related("office").filter(ref=visit.ref).first()


def _try(request: HttpRequest) -> HttpResponse:
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return not_ours(request)
    one_try = ReceiptTry(request)
    if not one_try.is_allowed:
        return _ask_code(request, _("That was tried too often. Wait for a minute."), 429)
    opened = open_with(request.POST.get("code", ""))
    if opened is None:
        return _ask_code(
            request, _("This code opens nothing. Look at each letter and write it again."), 422
        )
    one_try.succeeded()
    return opened


def open_with(typed: str) -> HttpResponse | None:
    """The way to the complaint of this code; nothing where it is of none."""
    complaint = Complaint.opened_by(typed)
    if complaint is None:
        return None
    response = HttpResponseRedirect(at("public-complaint-code"), status=303)
    DESK.open(response, complaint.ref, receipt_codes.grouped(receipt_codes.read(typed)))
    return response


def _ask_code(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"number": receipt_codes.new_form(), "wrong": wrong}
    response = page(request, CODE, context, status=status)
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response


def _show(
    request: HttpRequest, visit: Visit, complaint: Complaint, *, refusal: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    answers = list(complaint.answers.order_by("pk"))
    judged = complaint.told.filter(how="code").order_by("pk").last()
    context = {
        "said": sorted([*complaint.sayings.all(), *answers], key=lambda each: each.at),
        "may_judge": bool(answers) and (judged is None or judged.at < answers[-1].at),
        "judged": judged,
        "may_withdraw": not complaint.is_closed and not hasattr(complaint, "withdrawn"),
        "next_step": next_step(complaint),
        "refusal": refusal,
    }
    return _own(request, MINE, visit, complaint, context, status=status)


@with_code("GET")
def receipt(request: HttpRequest, visit: Visit, complaint: Complaint) -> HttpResponse:
    """The code once more, in another language: as long as the visit lasts."""
    helps = {"helps_first": complaint.kind in HELP_FIRST} | numbers(FEW)
    context = helps | {"code": visit.code, "next_step": next_step(complaint)}
    return _own(request, RECEIPT, visit, complaint, context)


@with_code("POST")
def add(request: HttpRequest, visit: Visit, complaint: Complaint) -> HttpResponse:
    complaint.write(by=None, words=request.POST.get("words", "")[:LONGEST])
    return _back()


@with_code("POST")
def reach(request: HttpRequest, visit: Visit, complaint: Complaint) -> HttpResponse:
    complaint.change_reach(request.POST.get("reach_me", "").strip()[:LONGEST])
    return _back()


@with_code("POST")
def judge(request: HttpRequest, visit: Visit, complaint: Complaint) -> HttpResponse:
    """They have read the answer, and say whether it is one."""
    said = request.POST.get("words", "")[:LONGEST]
    complaint.judge(is_satisfied=request.POST.get("satisfied") == "yes", words=said)
    return _back()


@with_code("GET", "POST")
def withdraw(request: HttpRequest, visit: Visit, complaint: Complaint) -> HttpResponse:
    """What is taken back, said before it is: the question has a page of its own."""
    if request.method != "POST":
        return _own(request, STOP, visit, complaint, {})
    complaint.withdraw()
    return _back()


@with_code("POST")
def end(request: HttpRequest, visit: Visit, complaint: Complaint) -> HttpResponse:
    """One tap, and the next who holds the telephone needs the code."""
    response = HttpResponseRedirect(at("public-complain"), status=303)
    DESK.end(request, response)
    return response


@for_one("GET")
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving ends the visit on its way out: without scripts too."""
    response = HttpResponseRedirect(settings.AMPARO_LEAVE_TO)
    DESK.end(request, response)
    return response


def _refused(
    request: HttpRequest, visit: Visit, complaint: Complaint, refusal: Refusal
) -> HttpResponse:
    fresh = _opened_by(visit) or complaint
    return _show(request, visit, fresh, refusal=str(refusal), status=refusal.status)


def _own(
    request: HttpRequest, template: str, visit: Visit, complaint: Complaint, context: dict, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    own = {
        "complaint": complaint, "visit": visit, "once": uuid4(),
        "leave_to": reverse("public-complaint-leave"),
    }  # fmt: skip
    return page(request, template, own | context, status=status)


def _back() -> HttpResponse:
    return HttpResponseRedirect(at("public-complaint-code"), status=303)


def next_step(complaint: Complaint) -> str:
    """What happens now, in a sentence that promises no more than the office does."""
    if complaint.is_closed:
        return _("It is closed. If something happens again, tell us anew.")
    if hasattr(complaint, "withdrawn"):
        return _("You took it back. We look only at what may endanger others.")
    if complaint.status == Complaint.Status.REFERRED:
        return _("It was given to those who investigate. You see here what may be told.")
    if complaint.status == Complaint.Status.RESPONDED:
        return _("There is an answer. Tell us below whether it is one.")
    if complaint.status == Complaint.Status.RECEIVED:
        return _("Somebody reads it and says so here. At the latest: %(day)s.") % {
            "day": _day(complaint, complaint.acknowledge_by)
        }
    return _("It was read. You see an answer here at the latest on %(day)s.") % {
        "day": _day(complaint, complaint.answer_by)
    }


def _day(complaint: Complaint, moment) -> str:
    return formats.full_day(moment.astimezone(complaint.office.zone).date())
