"""Forms of trainers: who is in the pool, how they did, which grade they get."""

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import CheckboxList, Form

from ..models import (
    Course,
    EventObserver,
    EventTrainer,
    Observation,
    ObservationScore,
    Participant,
    Trainer,
    TrainingEvent,
)
from ..models.observations import trains_at_event
from ..planning import colleagues_who_train
from ..rubric import POINTS


class TrainerForm(Form):
    """Languages and place of a trainer; whether they can be asked now."""

    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("trainer", "Languages"), choices=settings.LANGUAGES,
        widget=CheckboxList, required=False,
    )  # fmt: skip
    place = PlaceField(label=gettext_lazy("Administrative area"), required=False)
    is_available = forms.BooleanField(
        label=pgettext_lazy("trainer", "Available"), required=False, initial=True
    )

    def __init__(self, *args, trainer: Trainer | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if trainer is not None:
            self.initial["languages"] = trainer.language_codes
            self.initial["place"] = trainer.place
            self.initial["is_available"] = trainer.is_available

    @property
    def trainer_fields(self) -> dict:
        said = dict(self.cleaned_data)
        return said | {"languages": " ".join(said["languages"])}


def events_of(trainer: Trainer) -> "QuerySet[TrainingEvent]":
    """Returns the events at which they train: named themselves, or by their account."""
    held = EventTrainer.objects.filter(trains_at_event(trainer)).values("event")
    rows = TrainingEvent.objects.filter(pk__in=held).select_related("version__course")
    return rows.prefetch_related("version__texts").order_by("-pk")


class ParticipantChoice(forms.ModelChoiceField):
    def label_from_instance(self, participant) -> str:
        return participant.label


class NewTrainerForm(TrainerForm):
    """A participant who is not in the pool yet."""

    participant = ParticipantChoice(
        Participant.objects.none(), label=gettext_lazy("Participant"), to_field_name="ref"
    )
    field_order = ("participant",)
    # The newest; whoever took part long ago is found on their own page.
    MOST = 300

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        found = Participant.objects.accessible_to(user, to="keep").filter(
            trainer=None, erased_at=None
        )
        newest = found.order_by("-pk").values("pk")[: self.MOST]
        self.fields["participant"].queryset = found.filter(pk__in=list(
            newest.values_list("pk", flat=True)
        ))  # fmt: skip


class ObservationForm(Form):
    """A point for every item of the rubric, and what to tell the trainer."""

    event = forms.ModelChoiceField(
        TrainingEvent.objects.none(), label=gettext_lazy("Training event"), to_field_name="ref"
    )
    on = forms.DateField(label=pgettext_lazy("observation", "Day"))

    def __init__(self, *args, trainer: Trainer, user: User, may_keep: bool, **kwargs):
        super().__init__(*args, **kwargs)
        events = events_of(trainer)
        if not may_keep:  # somebody who was named observes there alone
            named = EventObserver.objects.filter(trainer=trainer, user=user, until=None)
            events = events.filter(pk__in=named.values("event"))
        self.fields["event"].queryset = events
        self.fields["on"].initial = localdate()
        for item in ObservationScore.Item:
            self.fields[item.value] = forms.TypedChoiceField(
                label=item.label, choices=POINTS, coerce=int, widget=forms.RadioSelect
            )
        self.fields["note"] = forms.CharField(
            label=pgettext_lazy("observation", "What they do well, and what to change"),
            widget=forms.Textarea({"rows": 4}), required=False, max_length=2000,
        )  # fmt: skip

    @property
    def observation_fields(self) -> dict:
        said = self.cleaned_data
        points = {item: said[item] for item in ObservationScore.Item.values}
        return {"event": said["event"], "on": said["on"], "note": said["note"], "points": points}


class ObserverForm(Form):
    """Who is to observe the trainer, and at which event."""

    event = forms.ModelChoiceField(
        TrainingEvent.objects.none(), label=gettext_lazy("Training event"), to_field_name="ref"
    )
    user = forms.ModelChoiceField(
        User.objects.none(), label=pgettext_lazy("of a trainer", "Observer"), to_field_name="ref",
        help_text=gettext_lazy("They see this trainer and the event from then on, and are told."),
    )  # fmt: skip

    def __init__(self, *args, trainer: Trainer, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        events = events_of(trainer).exclude(state=TrainingEvent.State.CANCELLED)
        colleagues = colleagues_who_train(user).exclude(training_participant=trainer.participant)
        self.fields["event"].queryset = events
        self.fields["user"].queryset = colleagues
        self.fields["user"].label_from_instance = _colleague_name


class GradeForm(Form):
    """The next grade in a course, and the observation it rests on."""

    course = forms.ModelChoiceField(
        Course.objects.none(), label=pgettext_lazy("training", "Course"), to_field_name="ref"
    )
    on = forms.DateField(label=pgettext_lazy("trainer grade", "Since"))
    observation = forms.ModelChoiceField(
        Observation.objects.none(), label=pgettext_lazy("trainer", "Observation"),
        required=False, to_field_name="ref",
        help_text=gettext_lazy("Being observed and being certified rest on one."),
    )  # fmt: skip

    def __init__(self, *args, trainer: Trainer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.filter(retired_at=None)
        self.fields["observation"].queryset = trainer.observations.select_related("event")
        self.fields["observation"].label_from_instance = _observation_label
        self.fields["on"].initial = localdate()


def _colleague_name(colleague: User) -> str:
    return colleague.name


def _observation_label(observation: Observation) -> str:
    return f"{observation.event.number}, {observation.on:%Y-%m-%d}"
