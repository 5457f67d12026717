"""Services given: the list, one service, its receipt on paper, and a record cancelled."""

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.presenters import CasePage
from amparo.pillars.assistance.cases.views.case_actions import CasePartAction
from amparo.pillars.assistance.planning.forms.plans import ReasonForm
from amparo.pillars.assistance.planning.models import Action
from amparo.ui.pagination import paginate

from .forms import ServiceForm
from .models import ServiceProvided

SERVICES = ServiceProvided.objects.select_related(
    "voided_by", "action", "by", "case", "budget_line__fund", "place"
)


@require_safe
def index(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    services = case.services.select_related("action")
    pages = paginate(services, request, "-given_on", "-pk")
    file = CasePage(case, request.user)
    context = {"case": case, "file": file, "pages": pages}
    return render(request, "services/index.html", context)


class RecordService(CasePartAction):
    """Records a service that was given."""

    part = "services"
    guidance_step = "case.service"
    title = _("Record service")
    submit_label = _("Record service")
    form_class = ServiceForm
    fields_template = "services/fields.html"

    def get_form_kwargs(self, case):
        actions = list(_actions(case))
        return {
            "case": case, "by": self.request.user, "actions": actions,
            "initial": _begun(self.request, actions),
        }  # fmt: skip

    def perform(self, case, *, by, **fields):
        return ServiceProvided.give(case, by=by, **fields)

    def get_success_message(self, case, service):
        return _("The service is recorded. Receipt %(receipt)s.") % {"receipt": service.receipt}


new = RecordService.as_view()


def _actions(case: Case):
    """Actions of the plan in force, those still to do first."""
    found = Action.objects.filter(case=case, goal__plan__replaced_by=None)
    return found.exclude(status=Action.Status.DROPPED).order_by("status", "due_on", "pk")[:60]


def _begun(request, actions: list[Action]) -> dict:
    """What is known when one comes from an action of the plan."""
    asked = request.GET.get("action", "")
    action = next((each for each in actions if str(each.ref) == asked), None)
    if action is None:
        return {}
    return {"action": asked, "service_type": action.service_type}


@require_safe
def show(request, ref, service):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    service = _service(request, case, service)
    file = CasePage(case, request.user)
    known = Person.objects.accessible_to(request.user)
    recipients = known.filter(pk__in=service.recipients.values("person")).order_by("pk")
    context = {"case": case, "service": service, "file": file, "recipients": recipients}
    return render(request, "services/show.html", context)


@require_safe
def receipt(request, ref, service):
    """A paper for the person, in their language, and safe to be found: it names nobody.

    Of a restricted case it does not say what was given, nor by whom.
    """
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    service = _service(request, case, service)
    with translation.override(_language_of(case, request.user)):
        context = {
            "case": case, "service": service, "office": case.office,
            "what": _what(case, service),
        }  # fmt: skip
        return render(request, "services/receipt.html", context)


def _what(case: Case, service: ServiceProvided) -> str:
    if case.is_restricted:
        return ""
    term = code_lists.find("service_type", service.service_type)
    return code_lists.label("service_type", term.parent or term.code) if term else ""


def _language_of(case: Case, user: User) -> str:
    """The first language of the person that the house speaks, else the reader's."""
    person = case.met_by(user)
    spoken = [case.language, *(person.languages if person else [])]
    known = dict(settings.LANGUAGES)
    return next((code for code in spoken if code in known), translation.get_language())


cancel = CasePartAction.as_view(
    queryset=SERVICES, part="services", title=_("Cancel this record?"),
    submit_label=_("Cancel the record"), tone="danger", form_class=ReasonForm,
    success_message=_("Record cancelled. It no longer counts; the reason stays in the file."),
    perform=ServiceProvided.void, get_context=lambda service: {"about": _in_words(service)},
)  # fmt: skip


def _in_words(service: ServiceProvided) -> str:
    return f"{service.receipt}: {code_lists.label('service_type', service.service_type)}"


def _service(request, case: Case, ref) -> ServiceProvided:
    return get_permitted_or_404(request, SERVICES, to="see", ref=ref, case=case)
