"""Forms of trainers: who is in the pool, how they did, which grade they get."""

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import CheckboxList, Form

from ..models import Course, Observation, ObservationScore, Participant, Trainer, TrainingEvent

POINTS = [
    (0, pgettext_lazy("rubric", "0 · not seen")), (1, pgettext_lazy("rubric", "1 · a little")),
    (2, pgettext_lazy("rubric", "2 · mostly")), (3, pgettext_lazy("rubric", "3 · done well")),
]  # fmt: skip


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

    def __init__(self, *args, trainer: Trainer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = TrainingEvent.objects.filter(
            trainers__participant=trainer.participant, trainers__until=None
        ).select_related("version__course").prefetch_related("version__texts")  # fmt: skip
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


def _observation_label(observation: Observation) -> str:
    return f"{observation.event.number}, {observation.on:%Y-%m-%d}"
