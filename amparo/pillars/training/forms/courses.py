"""Forms of courses and their versions: what is taught, for whom, what passing asks."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.standards.models import Endorsement
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form
from amparo.ui.languages import direction

from ..models import Competency, Course, CourseTarget, CourseText, CourseVersion, Participant
from ..models.courses import TERMS, TrainingType

Part = CourseText.Part
MOST_COMPETENCIES, MOST_MATERIALS = 200, 30
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_ROWS = {Part.TITLE: 1, Part.OBJECTIVES: 4, Part.AUDIENCE: 2, Part.MATERIALS: 3, Part.PRACTICE: 3}


def word_fields(name: str, label: str, rows: int, max_length: int | None = None) -> dict:
    """A text in each language of the site, named after it: `title_es`."""
    return {
        f"{name}_{code}": forms.CharField(
            label=_("%(what)s (%(language)s)")
            % {"what": label, "language": formats.language_name(code)},
            required=False, max_length=max_length,
            widget=(forms.TextInput if rows == 1 else forms.Textarea)(
                {"lang": code, "dir": direction(code)}
                | ({} if rows == 1 else {"rows": rows})
            ),
        )
        for code in LANGUAGES
    }  # fmt: skip


class CompetencyChoice(forms.ModelMultipleChoiceField):
    """Competencies in use, as far as there is room for them, with those chosen before."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            Competency.objects.none(), label=pgettext_lazy("plural", "Competencies"),
            required=False, widget=CheckboxList, **kwargs,
        )  # fmt: skip

    def offer(self, user: User, chosen: set[int]) -> None:
        found = Competency.objects.accessible_to(user).filter(retired_at=None)
        first = list(found.order_by("framework", "code").values_list("pk", flat=True))
        rows = Competency.objects.filter(pk__in={*first[:MOST_COMPETENCIES], *chosen})
        self.queryset = rows.prefetch_related("texts").order_by("framework", "code")

    def label_from_instance(self, obj: Competency) -> str:
        return obj.title


class CourseForm(Form):
    """What holds for all versions of a course."""

    code = forms.CharField(
        label=pgettext_lazy("course", "Code"), max_length=20,
        help_text=gettext_lazy("Short, such as VOT-1. It stands on certificates and stays."),
    )  # fmt: skip
    type = forms.ChoiceField(label=pgettext_lazy("course", "Type"), choices=TrainingType.choices)
    level = forms.ChoiceField(label=pgettext_lazy("course", "Level"), choices=Course.Level.choices)
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))

    def __init__(self, *args, user: User, course: Course | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if course is None:
            offices = Office.objects.filter(pk__in=user.offices_for("training.keep"))
            self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
            self.initial.setdefault("office", offices.first())
        else:
            del self.fields["code"], self.fields["office"]
            self.initial = {"type": course.type, "level": course.level}


class VersionForm(Form):
    """What one version says: words in four languages, terms, competencies, whom it serves."""

    hours = forms.DecimalField(
        label=pgettext_lazy("course", "Hours"), min_value=0, max_digits=5, decimal_places=1
    )
    min_attendance = forms.IntegerField(
        label=gettext_lazy("Attendance required, in percent"), min_value=0, max_value=100
    )
    min_score = forms.IntegerField(
        label=gettext_lazy("Score required, in percent"), min_value=0, max_value=100,
        required=False, help_text=gettext_lazy("Of the final test. Empty: no test is asked."),
    )  # fmt: skip
    requires_practice = forms.BooleanField(
        label=gettext_lazy("A practice must be observed"), required=False
    )
    validity_months = forms.IntegerField(
        label=gettext_lazy("Validity in months"), min_value=1, max_value=240, required=False,
        help_text=gettext_lazy("How long a certificate counts. Empty: without end."),
    )  # fmt: skip
    counts_outside = forms.BooleanField(
        label=gettext_lazy("Completions from outside count"), required=False,
        help_text=gettext_lazy(
            "Who completed it on E-Campus or another platform then holds its competencies, as long"
            " as a certificate would count. Otherwise it is only recorded."
        ),
    )  # fmt: skip
    competencies = CompetencyChoice()
    obligations = forms.MultipleChoiceField(
        label=gettext_lazy("Obligations that it serves"),
        choices=codes.lazy_choices("obligation"), required=False, widget=CheckboxList,
        help_text=gettext_lazy(
            "By these it is proposed where the capacity of an institution is low, and shown to"
            " institutions with such a mandate."
        ),
    )  # fmt: skip
    institution_types = forms.MultipleChoiceField(
        label=gettext_lazy("Types of institution"), required=False, widget=CheckboxList,
        choices=Participant.InstitutionType.choices,
    )  # fmt: skip
    links = forms.CharField(
        label=gettext_lazy("Addresses of materials"), required=False,
        widget=forms.Textarea({"rows": 3, "dir": "ltr"}),
        help_text=gettext_lazy(
            "One on each line: the address, then its title. Texts of the guidance library have an"
            " address too."
        ),
    )  # fmt: skip

    def __init__(self, *args, user: User, version: CourseVersion, **kwargs):
        super().__init__(*args, **kwargs)
        words: dict[str, forms.Field] = {}
        for part in Part:
            length = 200 if part is Part.TITLE else None
            words |= word_fields(part.value, str(part.label), _ROWS[part], length)
        self.fields = words | self.fields  # type: ignore[assignment]
        chosen = set(version.competencies.values_list("pk", flat=True))
        self.fields["competencies"].offer(user, chosen)  # type: ignore[attr-defined]
        self._fill(version, chosen)

    def _fill(self, version: CourseVersion, chosen: set[int]) -> None:
        for part in Part:
            for code, text in version.texts_in(part).items():
                self.initial.setdefault(f"{part.value}_{code}", text)
        for name in TERMS:
            self.initial.setdefault(name, getattr(version, name))
        kinds = CourseTarget.Kind
        self.initial.setdefault("competencies", list(chosen))
        self.initial.setdefault("obligations", version.codes_of(kinds.OBLIGATION))
        self.initial.setdefault("institution_types", version.codes_of(kinds.INSTITUTION))
        lines = [f"{each.url} {each.title}".strip() for each in version.materials.all()]
        self.initial.setdefault("links", "\n".join(lines))

    def clean_links(self) -> list[tuple[str, str]]:
        check = URLValidator(schemes=["https", "http"])
        found = []
        for number, line in enumerate(self.cleaned_data["links"].splitlines(), 1):
            address, _space, title = line.strip().partition(" ")
            if not address:
                continue
            try:
                check(address)
            except ValidationError:
                raise ValidationError(
                    _("Line %(number)s begins with no address. Write https:// and the rest.")
                    % {"number": number}
                ) from None
            found.append((address[:500], title.strip()[:200]))
        if len(found) > MOST_MATERIALS:
            raise ValidationError(
                _("These are more than %(count)s addresses.") % {"count": MOST_MATERIALS}
            )
        return found

    @property
    def version_fields(self) -> dict[str, Any]:
        said = self.cleaned_data
        texts = {
            part.value: {code: said.get(f"{part.value}_{code}", "") for code in LANGUAGES}
            for part in Part
        }
        names = (*TERMS, "competencies", "obligations", "institution_types")
        return {name: said[name] for name in names} | {"texts": texts, "materials": said["links"]}


class WithdrawVersionForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"), max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class EndorseVersionForm(Form):
    seen_digest = forms.CharField(required=False, widget=forms.HiddenInput)
    body = forms.ModelChoiceField(
        Organization.objects.order_by("name"), label=gettext_lazy("Endorsed by")
    )
    endorsed_on = forms.DateField(label=gettext_lazy("Endorsed on"))
    reference = forms.CharField(
        label=pgettext_lazy("endorsement", "Reference"), max_length=120,
        help_text=Endorsement._meta.get_field("reference").help_text,
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages that the body read"), widget=CheckboxList
    )

    def __init__(self, *args, version: CourseVersion, **kwargs):
        super().__init__(*args, **kwargs)
        ready = [(code, formats.language_name(code)) for code in version.languages]
        self.fields["languages"].choices = ready  # type: ignore[attr-defined]
        self.initial.setdefault("seen_digest", version.digest_to_endorse)


class SetAsideForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Why no course is planned for it"), max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("For example: another organization trains them this year."),
    )  # fmt: skip


class GapForm(Form):
    """Which competencies an item of a standard asks for."""

    competencies = CompetencyChoice()

    def __init__(self, *args, user: User, chosen: set[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competencies"].offer(user, chosen)  # type: ignore[attr-defined]
        self.initial.setdefault("competencies", list(chosen))
