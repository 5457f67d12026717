"""What is done with a training event by who organizes it: planned, changed, held, cancelled."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from amparo.foundation.core.action_views import ActionView, NestedActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.responses import action_done

from ..forms.events import (
    CancelForm,
    EventChangeForm,
    EventForm,
    SessionForm,
    SessionsForm,
    TrainerForm,
)
from ..models import EventTrainer, TrainingEvent, TrainingSession
from ..planning import add_sessions, plan_event
from .events import WHOLE

EVENTS = _("Training events")


class EventAction(ActionView):
    """An action on an event, by whoever organizes it."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, event: TrainingEvent) -> dict[str, Any]:
        return {"crumbs": crumbs_of(event), "subject": event.title}


def crumbs_of(event: TrainingEvent) -> list[tuple[str, Any]]:
    return [(reverse("training:events"), EVENTS), (event.get_absolute_url(), event.number)]


class NewEvent(EventAction):
    """Plans an event of a course (`?course=`), or one like another (`?copy=`)."""

    title = _("Plan training event")
    submit_label = _("Plan training event")
    success_message = _("Training event planned. Open registration when all is right.")
    form_class = EventForm

    def get_record(self, *args, **refs):
        """Returns the event that is copied; None otherwise."""
        require_permission(self.request, "training.keep")
        copied = self.request.GET.get("copy")
        return self.find(WHOLE, ref=_ref_of(copied)) if copied else None

    def get_form_kwargs(self, like):
        return {
            "user": self.request.user, "course": self.request.GET.get("course", ""), "like": like,
        }  # fmt: skip

    def get_page(self, like):
        return {"crumbs": [(reverse("training:events"), EVENTS)]}

    def get_back_url(self, like):
        return reverse("training:events")

    def perform(self, like, *, by, **fields):
        return plan_event(by=by, **fields)

    def get_success_url(self, like, event):
        return event.get_absolute_url()


def _ref_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


class EditEvent(EventAction):
    title = _("Edit training event")
    submit_label = _("Save")
    success_message = _("Training event updated.")
    form_class = EventChangeForm

    def get_form_kwargs(self, event):
        return {"event": event, "user": self.request.user}

    def perform(self, event, *, by, **fields):
        event.change(by=by, **fields)


class AddSessions(EventAction):
    title = _("Add sessions")
    submit_label = _("Add sessions")
    success_message = _("Sessions added.")
    form_class = SessionsForm

    def get_form_kwargs(self, event):
        return {"event": event}

    def get_context(self, event):
        return {"about": event.time_zone}

    def perform(self, event, *, by, **fields):
        add_sessions(event, by=by, **fields)


class EditSession(NestedActionView):
    queryset = TrainingSession
    parent_name = "event"
    permission = "keep"
    title = _("Edit session")
    submit_label = _("Save")
    success_message = _("Session updated.")
    form_class = SessionForm

    def get_parent(self, ref):
        return self.find(WHOLE, ref=ref)

    def get_page(self, record):
        event = self.parent_of(record)
        return {"crumbs": crumbs_of(event), "subject": event.title}

    def get_back_url(self, record):
        return self.parent_of(record).get_absolute_url()

    def get_form_kwargs(self, session):
        return {"session": session}

    def get_context(self, session):
        return {"about": session.event.time_zone}

    def perform(self, session, *, by, **fields):
        session.change(by=by, **fields)


class NameTrainer(EventAction):
    title = _("Name trainer")
    submit_label = _("Name trainer")
    success_message = _("Trainer named.")
    form_class = TrainerForm

    def get_form_kwargs(self, event):
        return {"user": self.request.user, "event": event}

    def perform(self, event, *, by, **fields):
        EventTrainer.appoint(event, by=by, **fields)


new, edit = NewEvent.as_view(), EditEvent.as_view()
session_new, session_edit = AddSessions.as_view(), EditSession.as_view()
trainer_new = NameTrainer.as_view()
hold = EventAction.as_view(
    title=_("Record as held"), submit_label=_("Record as held"),
    lede=_("Nobody registers any more; tests and certificates continue."),
    success_message=_("Training event recorded as held."), perform=TrainingEvent.hold,
)  # fmt: skip
cancel = EventAction.as_view(
    title=_("Cancel training event"), submit_label=_("Cancel training event"), tone="danger",
    form_class=CancelForm, success_message=_("Training event cancelled."),
    lede=_("Those who have a seat or wait for one are told by e-mail. Calendars cross it out."),
    perform=TrainingEvent.cancel,
)  # fmt: skip


def _done(request, event: TrainingEvent, message: Any):
    return action_done(request, next_url=event.get_absolute_url(), message=message)


@require_POST
def open_registration(request, ref):
    event = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    event.open(by=request.user)
    return _done(request, event, _("Registration is open."))


@require_POST
def close_registration(request, ref):
    event = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    event.close(by=request.user)
    return _done(request, event, _("Registration is closed."))


@require_POST
def session_remove(request, ref, session):
    event = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    sessions = TrainingSession.objects.filter(event=event)
    found = get_permitted_or_404(request, sessions, to="keep", ref=session)
    found.event = event
    found.remove(by=request.user)
    return _done(request, event, pgettext_lazy("training", "Session removed."))


@require_POST
def trainer_remove(request, ref, trainer):
    event = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    trainers = EventTrainer.objects.filter(event=event)
    found = get_permitted_or_404(request, trainers, to="keep", ref=trainer)
    found.remove(by=request.user)
    return _done(request, event, _("Trainer removed."))
