"""Fitness to travel: a clinician is asked, decides by their account; and the check of the day."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.pillars.assistance.cases.views.case_actions import ASKS
from amparo.ui import formats
from amparo.ui.action_views import action_page
from amparo.ui.forms import Form
from amparo.ui.responses import action_done

from ..forms.fitness import AskClinicianForm, BoardingForm, FitnessForm
from ..models import BoardingCheck, FitnessDecision, FitnessRequest, Traveller
from ..models.fitness_requests import clinicians_for
from ..presenters import Examined
from .journey_actions import TravellerAction

LINK_TEMPLATE, DECIDED_TEMPLATE, CODE_TEMPLATE = (
    "returns/fitness/link.html",
    "returns/fitness/closed.html",
    "returns/fitness/code.html",
)
# What is read of the person and the place besides the question itself.
RELATED = (
    "clinician", "by", "traveller__person", "traveller__journey__case__owner",
    "traveller__journey__case__team__office__organization",
)  # fmt: skip


class AskClinician(TravellerAction):
    """Asks a clinician about one traveller: by their account, or by a link that is shown once."""

    submit_label = pgettext_lazy("button", "Ask")
    success_message = gettext_lazy("Request sent. The clinician was notified.")
    guidance_step = "return.fitness_to_travel"
    form_class = AskClinicianForm
    lede = gettext_lazy("A clinician examines them and decides. Nobody else can.")

    def get_title(self, traveller: Traveller) -> str:
        return _("Can %(name)s travel?") % {"name": traveller.person.shown_name}

    def get_form_kwargs(self, traveller: Traveller) -> dict[str, Any]:
        case = traveller.journey.case
        return {"clinicians": clinicians_for(case, but=[self.request.user.pk])}

    def perform(self, traveller: Traveller, *, by: Any, **fields: Any) -> Any:
        return FitnessRequest.ask(traveller, by=by, **fields)

    def get_response(self, traveller: Traveller, result: tuple[FitnessRequest, str]) -> Any:
        asked, token = result
        if not token:
            return super().get_response(traveller, result)
        back = self.get_back_url(traveller)
        address = reverse("returns:fitness-link", args=[token])
        context = {
            "traveller": traveller, "asked": asked, "back": back,
            "tellers": formats.join_list([each.name for each in asked.code_tellers]),
            "link": self.request.build_absolute_uri(address),
        }  # fmt: skip
        response = render(self.request, LINK_TEMPLATE, context)
        response.idempotent_redirect = back  # type: ignore[attr-defined]
        return response


ask = AskClinician.as_view()


class TellCode(TravellerAction):
    """Shows the code of a clinician's link once, to somebody else than who sent the link."""

    submit_label = gettext_lazy("Show the code")
    success_message = gettext_lazy("Code told to clinician")
    form_class = Form
    above_template = "returns/fitness/before_code.html"

    def get_title(self, traveller: Traveller) -> str:
        return _("Tell a clinician the code")

    def get_page(self, traveller: Traveller) -> dict[str, Any]:
        return super().get_page(traveller) | {"asked": _asked_by_link(traveller)}

    def must_be_possible(self, traveller: Traveller, *, by: Any) -> None:
        asked = _asked_by_link(traveller)
        asked.must_be_given_by_another(by)
        if words := asked.refusal:
            raise Refusal(words)

    def perform(self, traveller: Traveller, *, by: Any) -> str:
        return _asked_by_link(traveller).tell_code(by=by)

    def get_response(self, traveller: Traveller, code: str) -> HttpResponse:
        back = self.get_back_url(traveller)
        context = {"code": code, "asked": _asked_by_link(traveller), "back": back}
        response = render(self.request, CODE_TEMPLATE, context)
        response.idempotent_redirect = back  # type: ignore[attr-defined]
        return response


def _asked_by_link(traveller: Traveller) -> FitnessRequest:
    asked = FitnessRequest.objects.filter(traveller=traveller).order_by("pk").last()
    if asked is None:
        raise Http404
    return asked


tell_code = TellCode.as_view()


@accept_uploads(up_to=MAX_UPLOAD_BYTES, most=1)
@require_http_methods(ASKS)
def decide(request: HttpRequest, ref: Any) -> HttpResponse:
    """A clinician with an account sees of the person no more than by a link, and decides once."""
    asked = get_permitted_or_404(
        request, FitnessRequest, to="decide", ref=ref, related=RELATED, with_parts=True
    )
    if request.method == "POST":
        lock_for_update(asked.traveller.journey.case)  # the check and the paper lie in its file
    if words := asked.refusal:
        return render(request, DECIDED_TEMPLATE, {"why": words})
    form = fitness_form(request, asked, is_sent=request.method == "POST")
    make = decide_step(request, "return.fitness_to_travel", FitnessDecision.make)
    if is_valid_post(request, form) and attempt(
        form, make, asked, by=request.user, **form.cleaned_data
    ):
        return action_done(
            request, next_url=reverse("home"), message=_("Your decision is recorded. Thank you.")
        )
    return action_page(
        request, form, title=_("Can this person travel?"), submit_label=_("Record my decision"),
        above_template="returns/fitness/person.html", back_url=reverse("home"),
        examined=Examined(asked), **step_context("return.fitness_to_travel"),
    )  # fmt: skip


def fitness_form(request: HttpRequest, asked: FitnessRequest, *, is_sent: bool) -> FitnessForm:
    if not is_sent:
        return FitnessForm(asked=asked)
    form = FitnessForm(request.POST, request.FILES, asked=asked)
    refuse_large_upload(form, request)
    return form


class CheckBoarding(TravellerAction):
    """Looks once more at one traveller, on the day that they leave."""

    submit_label = pgettext_lazy("button", "Record")
    form_class = BoardingForm
    lede = gettext_lazy("A single no stops the journey: it is not booked any more.")

    def get_title(self, traveller: Traveller) -> str:
        return _("Before %(name)s leaves") % {"name": traveller.person.shown_name}

    def get_form_kwargs(self, traveller: Traveller) -> dict[str, Any]:
        return {"journey": traveller.journey}

    def perform(self, traveller: Traveller, *, by: Any, **fields: Any) -> BoardingCheck:
        return BoardingCheck.hold(traveller, by=by, **fields)

    def get_success_message(self, traveller: Traveller, check: BoardingCheck) -> str:
        if check.is_passed:
            return _("It is recorded: they may leave.")
        return _("Recorded. The booking was cancelled.")


check = CheckBoarding.as_view()
