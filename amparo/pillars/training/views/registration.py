"""Pages of registration: the waiting list of an event, one enrolment, and what is done with it."""

from django.forms import BaseForm
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.registration import BecauseForm, GuardianConsentForm, SeatsForm
from ..models import Enrolment, TrainingEvent
from ..seats import change_seats, place_in_line

PAGE, MOST_ASIDE = 50, 50
EVENTS = TrainingEvent.objects.select_related("office", "version__course").prefetch_related(
    "version__texts"
)
ENROLMENTS = Enrolment.objects.select_related(
    "event__office", "event__version__course", "participant"
).prefetch_related("event__version__texts")
State = Enrolment.State


@require_safe
def waiting(request, ref):
    """Who waits, in their turn; who has not said yet whether they come; whose guardian is to be
    asked.
    """
    event = get_permitted_or_404(request, EVENTS, to="train", ref=ref)
    rows = event.enrolments.accessible_to(request.user).select_related("participant")
    pages = paginate(rows.filter(state=State.WAITING), request, "turn", "pk", size=PAGE)
    unconfirmed = rows.filter(
        state=State.ENROLLED, answer_by__isnull=False, confirmed_at=None
    ).order_by("answer_by", "pk")[:MOST_ASIDE]
    minors = rows.filter(
        state__in=Enrolment.COUNTED, participant__is_minor=True, guardian_consent=""
    ).order_by("number")[:MOST_ASIDE]
    listed = list(pages)
    log.log_list(request.user, "enrolment.listed", [*listed, *unconfirmed, *minors])
    first = place_in_line(event.pk, listed[0].turn) if listed else 1
    context = {
        "event": event, "pages": pages, "unconfirmed": unconfirmed, "minors": minors,
        "waiting": list(enumerate(listed, start=first)),
        "free": max(event.seats - event.seats_taken, 0),
        "may": permissions_on(event, request.user),
    }  # fmt: skip
    return render(request, "training/waiting_list.html", context)


@require_safe
def show(request, ref):
    """One enrolment: how it stands, and what the organizer can do."""
    enrolment = get_permitted_or_404(request, ENROLMENTS, to="see", ref=ref)
    is_waiting = enrolment.state == State.WAITING
    context = {
        "enrolment": enrolment,
        "event": enrolment.event,
        "about": enrolment.participant,
        "place": place_in_line(enrolment.event_id, enrolment.turn) if is_waiting else None,
        "may": permissions_on(enrolment, request.user),
    }
    return render(request, "training/enrolment_detail.html", context)


class ChangeSeats(ActionView):
    """How many seats an event has: those that are added go to who waits."""

    queryset = EVENTS
    permission = "keep"
    title = pgettext_lazy("training event", "Change seats")
    submit_label = _("Save")
    success_message = _("Seats changed. Who moved up from the waiting list is told by mail.")
    form_class = SeatsForm

    def get_form_kwargs(self, event):
        return {"initial": {"seats": event.seats}}

    def get_page(self, event):
        return {"crumbs": [(event.get_absolute_url(), event.title)]}

    def get_back_url(self, event):
        return reverse("training:waiting", args=[event.ref])

    def perform(self, event, *, by, seats):
        change_seats(event, by=by, seats=seats)


class EnrolmentAction(ActionView):
    """Something that the organizer does to an enrolment, with a reason."""

    queryset = ENROLMENTS
    permission = "keep"
    form_class: type[BaseForm] = BecauseForm

    def get_page(self, enrolment):
        return {
            "crumbs": [
                (enrolment.event.get_absolute_url(), enrolment.event.title),
                (enrolment.get_absolute_url(), enrolment.participant.label),
            ],
            "subject": enrolment.participant.label,
        }


class Withdraw(EnrolmentAction):
    title = pgettext_lazy("training", "Withdraw enrolment")
    submit_label = pgettext_lazy("training", "Withdraw enrolment")
    success_message = _("Enrolment withdrawn. A freed seat went to who waits longest.")
    lede = _("They are told by mail. A freed seat goes to who waits longest.")
    tone = "danger"

    def perform(self, enrolment, *, by, because):
        enrolment.withdraw(by=by, because=because)


class MoveDown(EnrolmentAction):
    title = _("Move to the waiting list")
    submit_label = _("Move to the waiting list")
    success_message = _("Moved to the end of the waiting list. The first who waits has the seat.")
    lede = _("They go to the end of the list, and the first who waits gets the seat.")

    def perform(self, enrolment, *, by, because):
        enrolment.move_down(by=by, because=because)


class PutFirst(EnrolmentAction):
    title = _("Put first on the waiting list")
    submit_label = _("Put first on the waiting list")
    success_message = _("They get the next seat that becomes free.")

    def perform(self, enrolment, *, by, because):
        enrolment.put_first(by=by, because=because)


class RecordGuardianConsent(EnrolmentAction):
    title = _("Record consent of guardian")
    submit_label = _("Record consent of guardian")
    success_message = _("Consent recorded.")
    lede = _("Ask the child too: both have to agree.")
    form_class = GuardianConsentForm

    def get_form_kwargs(self, enrolment):
        return {"initial": {"guardian": enrolment.participant.guardian_name}}

    def perform(self, enrolment, *, by, guardian, how):
        enrolment.record_guardian_consent(by=by, guardian=guardian, how=how)


seats = ChangeSeats.as_view()
withdraw = Withdraw.as_view()
move_down = MoveDown.as_view()
put_first = PutFirst.as_view()
guardian = RecordGuardianConsent.as_view()


@require_POST
def give_seat(request, ref):
    """Gives a free seat by hand: after the beginning, the list no longer moves by itself."""
    enrolment = get_permitted_or_404(request, ENROLMENTS, to="keep", ref=ref)
    enrolment.give_seat(by=request.user)
    return action_done(
        request, next_url=enrolment.get_absolute_url(),
        message=_("They have a seat, and are told by mail."),
    )  # fmt: skip


@require_POST
def confirm(request, ref):
    """Records that somebody who moved up said they come."""
    enrolment = get_permitted_or_404(request, ENROLMENTS, to="keep", ref=ref)
    enrolment.confirm(by=request.user)
    return action_done(
        request, next_url=enrolment.get_absolute_url(), message=_("Recorded that they come.")
    )
