"""Who takes part in an event: the list, enrolment by hand; and what a colleague learns."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.action_views import posted_data
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.participants import EarlierParticipantsForm, ParticipantForm
from ..models import Enrolment, Participant, TrainingEvent
from ..participant_enrolling import TAKES_PART, enrol_earlier, enrol_new, join
from ..presenters.completions import own_completions
from ..presenters.participants import (
    MOST_OFFERED,
    search_participants,
    training_rows,
    whole_enrolments,
)
from ..requirements import of_user

PAGE, OWN = 50, 5
EVENTS = TrainingEvent.objects.select_related(
    "office", "version__course", "imported"
).prefetch_related("version__texts", "sessions")


@require_safe
def people(request, ref):
    """Everybody with a seat or a turn, in the order of their numbers."""
    event = get_permitted_or_404(request, EVENTS, to="train", ref=ref)
    rows = Enrolment.objects.filter(event=event).accessible_to(request.user)
    rows = rows.select_related("participant__organization")
    pages = paginate(rows, request, "number", size=PAGE)
    log.log_list(request.user, "participant.listed", [each.participant for each in pages])
    context = {
        "event": event, "pages": pages, "may": permissions_on(event, request.user),
    }  # fmt: skip
    return render(request, "training/event_people.html", context)


class EnrolNew(ActionView):
    """Records somebody and enrols them; where the event uses codes, without a name."""

    queryset = EVENTS
    permission = "keep"
    title = _("Enrol participant")
    submit_label = pgettext_lazy("button, training", "Enrol")
    success_message = _("Enrolled.")
    form_class = ParticipantForm

    def get_form_kwargs(self, event):
        return {"uses_codes": event.uses_codes}

    def get_arguments(self, form):
        return form.cleaned_data

    def get_page(self, event):
        return {"crumbs": [
            (event.get_absolute_url(), event.title),
            (reverse("training:event-participants", args=[event.ref]), _("Participants")),
        ]}  # fmt: skip

    def get_context(self, event):
        if not event.uses_codes:
            return {}
        return {"about": _("This event uses codes: no name is asked, and none is stored.")}

    def get_back_url(self, event):
        return reverse("training:event-participants", args=[event.ref])

    def perform(self, event, *, by, **fields):
        enrol_new(event, by=by, **fields)


enrol = EnrolNew.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def enrol_known(request, ref):
    """Chooses among earlier participants of the office, found by name."""
    event = get_permitted_or_404(request, EVENTS, to="keep", ref=ref)
    text = request.POST.get("q", "")[:200].strip()
    there = Enrolment.objects.filter(event=event, state__in=TAKES_PART)
    rows = Participant.objects.filter(office=event.office_id, erased_at=None, code="")
    rows = rows.exclude(pk__in=there.values("participant")).select_related("organization")
    found = search_participants(rows.accessible_to(request.user, to="keep"), text)
    offered = list(found.order_by("-at", "-pk")[:MOST_OFFERED])
    is_choice = request.method == "POST" and "search" not in request.POST
    form = EarlierParticipantsForm(posted_data(request) if is_choice else None, offered=offered)
    if is_choice and is_valid_post(request, form):
        count = attempt(form, enrol_earlier, event, form.chosen, by=request.user)
        if count:
            words = ngettext(
                "%(count)s participant enrolled.", "%(count)s participants enrolled.", count
            )
            next_url = reverse("training:event-participants", args=[event.ref])
            return action_done(request, next_url=next_url, message=words % {"count": count})
    log.log_list(request.user, "participant.listed", offered)
    context = {
        "event": event, "form": form, "text": text, "offered": offered,
        "is_cut": len(offered) == MOST_OFFERED,
    }  # fmt: skip
    return render(
        request, "training/event_enrol_known.html", context, status=422 if form.is_bound else 200
    )


@require_POST
def offer(request, ref):
    """Opens an event to colleagues, or closes it to them."""
    event = get_permitted_or_404(request, EVENTS, to="keep", ref=ref)
    event.offer_to_staff(by=request.user, is_for_staff=not event.is_for_staff)
    message = _("Open to colleagues.") if event.is_for_staff else _("Closed to colleagues.")
    return action_done(request, next_url=event.get_absolute_url(), message=message)


# One's own.


@require_safe
def my_learning(request):
    """The own trainings of a colleague: what is coming, what was, with hours; and what is open."""
    own = Enrolment.objects.filter(participant__user=request.user).accessible_to(request.user)
    own = own.filter(state__in=TAKES_PART)
    pages = paginate(whole_enrolments(own), request, "-pk", size=OWN)
    rows = training_rows(pages)
    offered = EVENTS.filter(
        is_for_staff=True, state=TrainingEvent.State.OPEN
    ).exclude(pk__in=own.values("event"))  # fmt: skip
    offered = list(offered.accessible_to(request.user).order_by("-year", "-serial")[:PAGE])
    moment = now()
    coming = [each for each in rows if not each.starts_at or each.starts_at > moment]
    context = {
        "pages": pages, "coming": coming, "past": [each for each in rows if each not in coming],
        "offered": offered, "completions": own_completions(request.user),
        "own_requirements": of_user(request.user, localdate()),
    }  # fmt: skip
    return render(request, "training/my_learning.html", context)


@require_POST
def join_event(request, ref):
    """One tap: a colleague takes a seat."""
    event = get_permitted_or_404(request, EVENTS, to="see", ref=ref)
    enrolment = join(event, by=request.user)
    has_seat = enrolment.state == Enrolment.State.ENROLLED
    message = _("You have a seat.") if has_seat else _("All seats are taken: you are waiting.")
    return action_done(request, next_url=reverse("training:my-learning"), message=message)
