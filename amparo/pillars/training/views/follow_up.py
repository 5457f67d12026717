"""Pages of what came after an event: its figures, and plan and answers of each participant."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..follow_up_requests import ask_by_mail, ask_supervisor, link_of, may_be_mailed
from ..forms.after import PlanForm, SupervisorForm
from ..models import Enrolment, NamedSupervisor, TrainingEvent
from ..models.answers_by_link import Month
from ..models.application_plans import write_plan
from ..models.follow_ups import prepare_follow_up
from ..presenters.after import PEOPLE, AfterEvent, PersonLine, months_of
from ..presenters.report_parts import REPORT

PAGE = 50
EVENTS = pgettext_lazy("training", "Training events")
FOLLOW_UP = pgettext_lazy("training", "Follow-up")
WHOLE = TrainingEvent.objects.select_related("office", "version__course").prefetch_related(
    "version__texts", "sessions"
)
ENROLMENTS = Enrolment.objects.select_related(
    "event__office", "event__version__course", "participant"
)


def crumbs_of(event: TrainingEvent) -> list[tuple[str, object]]:
    return [(reverse("training:events"), EVENTS), (event.get_absolute_url(), event.title)]


@require_safe
def index(request, ref):
    """Figures of an event for all who see it; below them its people, for who may know them."""
    event = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    rows = PEOPLE.accessible_to(request.user).filter(
        event=event, state=Enrolment.State.ENROLLED, participant__erased_at=None
    )
    pages = paginate(rows, request, "number", "pk", size=PAGE)
    if pages.rows:
        log.log_list(request.user, "trainingfollowup.listed", pages)
    may, after = permissions_on(event, request.user), AfterEvent(event)
    context = {
        "event": event, "after": after, "pages": pages, "may": may,
        "crumbs": crumbs_of(event), "report_label": REPORT,
        "lines": [PersonLine(each) for each in pages],
        "reactions": after.quotable[:PAGE] if "keep" in may else [],
    }  # fmt: skip
    return render(request, "training/follow_up.html", context)


@require_safe
def person(request, ref):
    """The plan of one participant and what was answered at three and six months."""
    enrolment = get_permitted_or_404(request, ENROLMENTS, to="see", ref=ref)
    may = permissions_on(enrolment, request.user)
    named = None
    if "keep" in may:
        named = NamedSupervisor.objects.accessible_to(request.user).filter(enrolment=enrolment)
        named = named.filter(withdrawn_at=None).first()
    if named is not None:
        named.enrolment = enrolment
    context = {
        "enrolment": enrolment, "event": enrolment.event, "may": may, "supervisor": named,
        "plan": list(enrolment.application_commitments.all()), "months": months_of(enrolment),
        "crumbs": [*crumbs_of(enrolment.event), _crumb(enrolment.event)],
        "sends_mail": bool(settings.AMPARO_MAIL_HOST),
    }  # fmt: skip
    return render(request, "training/follow_up_person.html", context)


def _crumb(event: TrainingEvent) -> tuple[str, object]:
    return reverse("training:follow-up", args=[event.ref]), FOLLOW_UP


class PersonAction(ActionView):
    """An action on what came after a training for one participant."""

    queryset = ENROLMENTS
    permission = "keep"

    def get_page(self, enrolment):
        return {
            "crumbs": [*crumbs_of(enrolment.event), _crumb(enrolment.event)],
            "subject": enrolment.participant.label,
        }

    def get_back_url(self, enrolment):
        return reverse("training:follow-up-person", args=[enrolment.ref])


class WritePlan(PersonAction):
    """Types an application plan from paper."""

    title = pgettext_lazy("application plan", "Record plan from paper")
    submit_label = _("Save")
    success_message = _("Application plan recorded.")
    form_class = PlanForm

    def get_form_kwargs(self, enrolment):
        return {
            "plan": list(enrolment.application_commitments.all()),
            "today": enrolment.event.office.today(),
        }

    def get_arguments(self, form):
        return {"planned": form.planned}

    def perform(self, enrolment, *, by, planned):
        write_plan(enrolment, planned, by=by)


class NameSupervisor(PersonAction):
    """Names the superior who may be asked; never without the participant's consent."""

    title = pgettext_lazy("training", "Name superior")
    submit_label = _("Save")
    success_message = _("Superior named.")
    form_class = SupervisorForm

    def perform(self, enrolment, *, by, email, consents):
        NamedSupervisor.name(enrolment, by=by, email=email, consents=consents)
        for each in enrolment.follow_ups.exclude(asked_at=None):
            each.enrolment = enrolment
            if each.is_open:
                ask_supervisor(each, by=by)


write_plan_page = WritePlan.as_view()
name_supervisor = NameSupervisor.as_view()


@require_POST
def ask(request, ref, month):
    """Asks a participant at once: by mail, or by a link that is handed over. One whose link has
    expired may answer again; nobody is asked who did not agree.
    """
    enrolment = get_permitted_or_404(request, ENROLMENTS, to="keep", ref=ref)
    if month not in Month.values:
        raise Refusal(gettext("Participants are asked after three and after six months."))
    lock_for_update(enrolment)
    if not enrolment.may_be_asked_later or enrolment.participant.erased_at is not None:
        raise Refusal(gettext("This participant did not agree to be asked later."))
    follow_up = prepare_follow_up(enrolment, month)
    follow_up.enrolment = enrolment
    back_url = reverse("training:follow-up-person", args=[enrolment.ref])
    if may_be_mailed(enrolment):
        ask_by_mail(follow_up, by=request.user)
        ask_supervisor(follow_up, by=request.user)
        return action_done(request, next_url=back_url, message=_("The link was sent by mail."))
    follow_up.ask(by=request.user)
    context = {
        "enrolment": enrolment, "address": link_of("training-follow-up", follow_up),
        "back_url": back_url, "follow_up": follow_up,
    }  # fmt: skip
    return render(request, "training/follow_up_link.html", context)
