"""Forms of commitments: recording one, and what is added to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.law.countries import find_country
from amparo.foundation.law.models import FrameworkItem
from amparo.foundation.links.extension_points import LinkedRecord
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form

from ..models import Cluster, Commitment, Position, SourceDocument
from ..models.progress import Progress
from ..queries import goal_label

LANGUAGES = ("es", "en", "fr", "ar", "pt", "ru", "zh", "de", "it")


def language_choices() -> list[tuple[str, str]]:
    return [(code, formats.language_name(code)) for code in LANGUAGES]


class CommitmentChangeForm(Form):
    """What may change of a commitment."""

    text = forms.CharField(
        label=pgettext_lazy("commitment", "Wording"),
        help_text=gettext_lazy("In the words of the document, in its own language."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    bearers = forms.ModelMultipleChoiceField(
        Organization.objects.none(), label=gettext_lazy("Duty bearers"), widget=CheckboxList,
        required=False,
    )  # fmt: skip
    lead = forms.ModelChoiceField(
        Organization.objects.none(), label=pgettext_lazy("duty bearer", "Lead institution"),
        required=False,
        help_text=gettext_lazy("Who answers for it where several bear it."),
    )  # fmt: skip
    place = PlaceField(label=pgettext_lazy("commitment", "Area"), required=False)
    adopted_on = forms.DateField(
        label=pgettext_lazy("commitment", "Adopted on"), required=False,
        help_text=gettext_lazy("Leave empty while it is only proposed."),
    )  # fmt: skip
    deadline = forms.DateField(label=gettext_lazy("Deadline"), required=False)
    has_no_deadline = forms.BooleanField(
        label=gettext_lazy("No deadline was set"), required=False,
        help_text=gettext_lazy("The document or the institution says so."),
    )  # fmt: skip
    target = forms.DecimalField(
        label=pgettext_lazy("indicator", "Target"), required=False, max_digits=16,
        decimal_places=2,
    )  # fmt: skip
    baseline = forms.DecimalField(
        label=pgettext_lazy("indicator", "Baseline"), required=False, max_digits=16,
        decimal_places=2,
    )  # fmt: skip
    unit = forms.CharField(
        label=pgettext_lazy("indicator", "What the target counts"), max_length=60,
        required=False,
        help_text=gettext_lazy("For example: places open, registry desks."),
    )  # fmt: skip
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Rights"), widget=CheckboxList, required=False
    )
    goals = forms.MultipleChoiceField(
        label=gettext_lazy("Goals and objectives"), widget=CheckboxList, required=False
    )

    def __init__(self, *args, user: User, commitment: Commitment | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = list(self.initial.get("bearers", ()))
        offered = Organization.objects.filter(
            Q(duty_bearer__isnull=False) | Q(kind=Organization.Kind.GOVERNMENT) | Q(pk__in=chosen)
        )
        for name in ("bearers", "lead"):
            self.fields[name].queryset = offered.order_by("name", "pk").distinct()  # type: ignore[attr-defined]
        place = commitment.place if commitment else None
        self.fields["place"].offer(user, place)  # type: ignore[attr-defined]
        if place:
            self.initial["place"] = str(place.ref)
        self.fields["rights"].choices = codes.choices("right")  # type: ignore[attr-defined]
        self.fields["goals"].choices = _goal_choices()  # type: ignore[attr-defined]

    def clean(self):
        said = super().clean()
        if said.get("deadline") and said.get("has_no_deadline"):
            self.add_error("deadline", _("Give a deadline, or say that none was set, not both."))
        if said.get("target") is not None and not said.get("unit"):
            self.add_error("unit", _("Say what the target counts."))
        return said

    @property
    def tags(self) -> list[str]:
        said = self.cleaned_data
        return [*(f"right:{code}" for code in said["rights"]), *said["goals"]]


def _goal_choices() -> list[tuple[str, str]]:
    items = FrameworkItem.objects.filter(
        kind__in=(FrameworkItem.Kind.GOAL, FrameworkItem.Kind.OBJECTIVE)
    )
    return [
        (f"{each.framework.code}:{each.code}", goal_label(each))
        for each in items.select_related("framework")
    ]


class CommitmentForm(CommitmentChangeForm):
    """A new commitment."""

    origin = forms.ChoiceField(
        label=pgettext_lazy("commitment", "Origin"), choices=Commitment.Origin.choices
    )
    document = forms.ModelChoiceField(
        SourceDocument.objects.all(), label=gettext_lazy("Source document"), required=False
    )
    reference = forms.CharField(
        label=pgettext_lazy("document", "Number in the document"), max_length=40, required=False
    )
    authors = forms.CharField(
        label=pgettext_lazy("recommendation", "Recommended by"), required=False, max_length=600,
        help_text=gettext_lazy("States or bodies, with commas between them."),
    )  # fmt: skip
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    field_order = ("origin", "document", "reference")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        offices = Office.objects.filter(pk__in=user.offices_for("commitment.keep"))
        self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.initial.setdefault("office", offices[0].pk)

    @property
    def author_fields(self) -> list[dict[str, str]]:
        """Each State by its code, each other one by its name."""
        names = (each.strip() for each in self.cleaned_data["authors"].split(","))
        return [
            {"country": code} if (code := find_country(name)) else {"name": name}
            for name in names
            if name
        ]

    def clean(self):
        said = super().clean()
        if said.get("reference") and not said.get("document"):
            raise ValidationError(_("Choose the document in which this number stands."))
        return said


class DocumentForm(Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("column", "Type"), choices=SourceDocument.Kind.choices
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    symbol = forms.CharField(
        label=pgettext_lazy("document", "Symbol"), max_length=60, required=False,
        help_text=gettext_lazy("As its publisher numbers it, for example A/HRC/48/12."),
    )  # fmt: skip
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=formats.countries, required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    adopted_on = forms.DateField(label=pgettext_lazy("document", "Date"), required=False)
    url = forms.URLField(
        label=pgettext_lazy("document", "Web address"), max_length=500, required=False,
        assume_scheme="https",
    )  # fmt: skip


class ProgressForm(Form):
    """How far a commitment is, as one side says, with what shows it."""

    progress = forms.ChoiceField(
        label=pgettext_lazy("commitment", "Progress"), choices=Progress.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=pgettext_lazy("progress", "What was done"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"), max_length=1000, required=False,
        help_text=gettext_lazy("A document, a number, an address: what others can check."),
    )  # fmt: skip
    figure = forms.DecimalField(
        label=pgettext_lazy("indicator", "Figure"), required=False, max_digits=16,
        decimal_places=2,
    )  # fmt: skip

    def __init__(self, *args, commitment: Commitment, **kwargs):
        super().__init__(*args, **kwargs)
        if commitment.target is None:
            del self.fields["figure"]
        else:
            self.fields["figure"].label = commitment.unit


class ReviewForm(ProgressForm):
    """What somebody else than the reporter finds."""

    evidence = forms.CharField(
        label=gettext_lazy("What shows it"), max_length=1000,
        help_text=gettext_lazy("A visit, a document, a count, who said so: never a name."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = pgettext_lazy("review", "What was found")


class IndicatorForm(Form):
    """The indicator by which a commitment is measured; none takes it away."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"), required=False)

    def __init__(self, *args, offered: list[LinkedRecord], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(each.ref), each.title) for each in offered),
        ]


class PositionForm(Form):
    answer = forms.ChoiceField(
        label=pgettext_lazy("recommendation", "Position"), choices=Position.Answer.choices
    )
    stated_on = forms.DateField(label=pgettext_lazy("recommendation", "Stated on"))
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200)


class MilestoneForm(Form):
    text = forms.CharField(label=pgettext_lazy("commitment", "Milestone"), max_length=300)
    due_on = forms.DateField(label=gettext_lazy("Due"))


class TextForm(Form):
    """A translation of the wording."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    text = forms.CharField(
        label=pgettext_lazy("commitment", "Wording"), widget=forms.Textarea(attrs={"rows": 3})
    )
    is_official = forms.BooleanField(label=gettext_lazy("Official translation"), required=False)


class DisputeForm(Form):
    text = forms.CharField(
        label=pgettext_lazy("dispute", "What is disputed"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AnswerForm(Form):
    answer = forms.CharField(
        label=pgettext_lazy("dispute", "Answer"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ReasonForm(Form):
    because = forms.CharField(
        label=pgettext_lazy("commitment", "Reason"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ClusterForm(Form):
    """An existing cluster, or the name of a new one."""

    cluster = forms.ModelChoiceField(
        Cluster.objects.all(), label=pgettext_lazy("commitments", "Cluster"), required=False
    )
    name = forms.CharField(
        label=pgettext_lazy("commitments", "Name of a new cluster"), max_length=200, required=False
    )

    def clean(self):
        said = super().clean()
        if bool(said.get("cluster")) == bool(said.get("name")):
            raise ValidationError(_("Choose a cluster, or name a new one."))
        return said


class LeakForm(Form):
    """Since when somebody else may have had a link; empty where nobody had."""

    leaked_on = forms.DateField(
        label=gettext_lazy("Somebody else may have had it since"), required=False,
        help_text=gettext_lazy("What was sent with it since that day is kept apart."),
    )  # fmt: skip
