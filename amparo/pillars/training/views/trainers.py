"""Pages of trainers: the pool, one trainer, observations and grades; the cascade of a course."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui import formats
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.trainers import (
    GradeForm,
    NewTrainerForm,
    ObservationForm,
    ObserverForm,
    TrainerForm,
)
from ..models import (
    Course,
    EventObserver,
    EventTrainer,
    Observation,
    Trainer,
    TrainerGrade,
    TrainerQualification,
)
from ..models.observations import trains_at_event
from ..trainers import cascade_of, name_branches, open_observations, pool

PAGE = 50
TITLE = _("Trainers")
KEEP = "training.keep"
WHOLE = Trainer.objects.select_related("participant", "place")


@require_safe
def index(request):
    """The pool, by course, grade and language."""
    require_permission(request, KEEP)
    asked = {name: request.GET.get(name, "")[:40] for name in ("course", "language", "grade")}
    pages = paginate(pool(request.user, **asked), request, "pk", size=PAGE)
    log.log_list(request.user, "trainer.listed", pages)
    for each in pages:
        each.language_names = [formats.language_name(code) for code in each.language_codes]
    context = {
        "pages": pages, "asked": asked, "grades": TrainerGrade.choices,
        "courses": Course.objects.filter(retired_at=None).values_list("code", flat=True),
    }  # fmt: skip
    return render(request, "training/trainer_list.html", context)


@require_safe
def show(request, ref):
    trainer = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    log.log_read(request.user, trainer)
    held = EventTrainer.objects.filter(trains_at_event(trainer)).select_related(
        "event__version__course"
    ).prefetch_related("event__version__texts", "event__sessions")  # fmt: skip
    named = EventObserver.objects.accessible_to(request.user).filter(trainer=trainer, until=None)
    context = {
        "trainer": trainer, "may": permissions_on(trainer, request.user),
        "grades": trainer.qualifications.filter(ended_at=None).select_related("course"),
        "former": trainer.qualifications.exclude(ended_at=None).select_related("course")[:20],
        "observations": trainer.observations.select_related("event", "by").prefetch_related(
            "scores"
        )[:20],
        "held": held.order_by("-event__pk")[:30],
        "observers": named.select_related("event", "user").filter(observation=None)[:20],
        "language_names": [formats.language_name(code) for code in trainer.language_codes],
    }  # fmt: skip
    return render(request, "training/trainer_detail.html", context)


class TrainerAction(ActionView):
    queryset = WHOLE
    permission = "keep"

    def get_form_kwargs(self, trainer):
        return {"trainer": trainer}

    def get_page(self, trainer):
        return {
            "crumbs": [
                (reverse("training:trainers"), TITLE),
                (trainer.get_absolute_url(), trainer.participant.label),
            ]
        }

    def get_back_url(self, trainer):
        return trainer.get_absolute_url()


class NewTrainer(ActionView):
    title = _("Add trainer")
    submit_label = _("Add trainer")
    success_message = _("Added to the pool of trainers.")
    form_class = NewTrainerForm

    def get_record(self):
        require_permission(self.request, KEEP)

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), TITLE)]}

    def get_back_url(self, record):
        return reverse("training:trainers")

    def get_arguments(self, form):
        return form.trainer_fields

    def perform(self, record, *, by, participant, **fields):
        return Trainer.record(participant, by=by, **fields)

    def get_success_url(self, record, result):
        return result.get_absolute_url()


new = NewTrainer.as_view()


class EditTrainer(TrainerAction):
    title = _("Edit trainer")
    submit_label = _("Save")
    success_message = _("Trainer updated.")
    form_class = TrainerForm

    def get_arguments(self, form):
        return form.trainer_fields

    def perform(self, trainer, *, by, **fields):
        trainer.change(by=by, **fields)


edit = EditTrainer.as_view()


class Observe(TrainerAction):
    """How they did at one event, by the rubric: by organizers, and by who was named for it."""

    permission = "observe"
    title = _("Observe trainer")
    submit_label = pgettext_lazy("observation", "Record observation")
    success_message = _("Observation recorded. The trainer reads it.")
    form_class = ObservationForm
    lede = _("Tell the trainer what you saw right after the session. They read what you write.")

    def get_form_kwargs(self, trainer):
        user = self.request.user
        may_keep = "keep" in permissions_on(trainer, user)
        return {"trainer": trainer, "user": user, "may_keep": may_keep}

    def get_arguments(self, form):
        return form.observation_fields

    def perform(self, trainer, *, by, event, **fields):
        return Observation.record(trainer, event, by=by, **fields)


observe = Observe.as_view()


class NameObserver(TrainerAction):
    """Who observes them, and at which event."""

    title = _("Name observer")
    submit_label = _("Name observer")
    success_message = _("Observer named.")
    form_class = ObserverForm
    lede = _("The observer has the rubric on the page and, without a network, on their telephone.")

    def get_form_kwargs(self, trainer):
        return {"trainer": trainer, "user": self.request.user}

    def perform(self, trainer, *, by, event, user):
        return EventObserver.appoint(trainer, event, by=by, user=user)


observer_new = NameObserver.as_view()


@require_POST
def observer_remove(request, ref, observer):
    trainer = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    named = get_permitted_or_404(request, EventObserver, to="keep", ref=observer, trainer=trainer)
    named.remove(by=request.user)
    return action_done(
        request, next_url=trainer.get_absolute_url(), message=_("Observer removed.")
    )


@require_safe
def observations(request):
    """What one is to observe, the next first; with the way to the rubric without a network."""
    require_permission(request, "training.train")
    rows = open_observations(request.user)
    pages = paginate(rows, request, "-pk", size=PAGE)
    log.log_list(request.user, "trainer.listed", [each.trainer for each in pages])
    return render(request, "training/observations.html", {"pages": pages})


class Advance(TrainerAction):
    title = _("Give next grade")
    submit_label = _("Give next grade")
    success_message = _("Grade recorded.")
    form_class = GradeForm
    lede = _("Candidate, co-trained, observed, certified, master trainer: one step after another.")

    def perform(self, trainer, *, by, course, on, observation):
        return TrainerQualification.advance(trainer, course, by=by, on=on, observation=observation)


advance = Advance.as_view()


@require_POST
def withdraw_grade(request, ref, grade):
    trainer = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    held = get_permitted_or_404(
        request, TrainerQualification, to="keep", ref=grade, trainer=trainer
    )
    held.withdraw(by=request.user)
    return action_done(
        request, next_url=trainer.get_absolute_url(), message=_("The grade has ended.")
    )


@require_safe
def cascade(request, ref):
    """Generations, reach and what was lost on the way; names only for who may see them."""
    require_permission(request, "training.see")
    course = get_permitted_or_404(
        request, Course.objects.prefetch_related("versions__texts"), to="see", ref=ref
    )
    found = cascade_of(course, localdate())
    context = {
        "course": course, "title": _title_of(course), "cascade": found,
        "branches": [each for each in name_branches(found, request.user) if each.participant],
    }  # fmt: skip
    return render(request, "training/cascade.html", context)


def _title_of(course: Course) -> str:
    version = next(iter(course.versions.all()), None)
    return (version and version.title) or course.code
