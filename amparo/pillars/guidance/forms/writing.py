"""Forms of writing: a product, its edition, a section and what it is cited for, files, figures."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.content.figures import LARGEST_UPLOAD
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.standards.extension_points import (
    guidance_steps,
    practice_measures,
    work_checks,
)
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form

from ..checklists import ChecklistItem
from ..codes import AUDIENCES, FRONT, LANGUAGES, THEMES, language_name
from ..models import Citation, Comment, Edition, Product, Section, TextConflict
from ..models.publication_checks import DEEPEST

LARGEST_IMPORT = 20_000_000
LARGEST_FIGURE = LARGEST_UPLOAD
LONGEST_TEXT = 200_000
RIGHTS, SERVICES, INSTRUMENTS = "right", "service_type", "instrument"


def _languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in LANGUAGES]


class ProductForm(Form):
    """What is said about a product; in a new one also its title, language and kind."""

    title = forms.CharField(label=pgettext_lazy("field", "Title"), max_length=200)
    language = forms.ChoiceField(
        label=gettext_lazy("Original language"), choices=_languages,
        help_text=gettext_lazy("In which it is written. All others are translations."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=pgettext_lazy("column", "Type"), choices=Product.Kind.choices,
    )  # fmt: skip
    office = forms.ModelChoiceField(
        Office.objects.none(), label=pgettext_lazy("guidance", "For which office"), required=False,
        empty_label=pgettext_lazy("guidance", "For all offices"),
        help_text=gettext_lazy("A text of the office stands above one for everybody."),
    )  # fmt: skip
    country = forms.ChoiceField(
        label=pgettext_lazy("guidance", "For which country"), required=False,
        choices=lambda: [("", _("For every country")), *formats.countries()],
    )  # fmt: skip
    audiences = forms.MultipleChoiceField(
        label=pgettext_lazy("guidance", "Audience"), choices=list(AUDIENCES.items()),
        widget=CheckboxList,
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=pgettext_lazy("guidance", "Themes"), choices=list(THEMES.items()),
        widget=CheckboxList, required=False,
    )  # fmt: skip
    authors = forms.CharField(
        label=gettext_lazy("Authors"), max_length=300, required=False,
        help_text=gettext_lazy("As they are named on the title page."),
    )  # fmt: skip
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=60, initial="CC BY 4.0")
    review_months = forms.IntegerField(
        label=gettext_lazy("Review every (months)"), min_value=1, max_value=60, initial=12
    )
    answer_days = forms.IntegerField(
        label=gettext_lazy("Days to answer a remark"), min_value=1, max_value=90, initial=14
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Anybody may read it, without an account"), required=False
    )

    def __init__(self, *args, user: User, product: Product | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        offices = user.offices_for("guidance.write")
        own = Office.objects.filter(pk__in=[*offices, product.office_id if product else None])
        self.fields["office"].queryset = own.order_by("name")  # type: ignore[attr-defined]
        if product is not None:
            for name in ("title", "language", "kind"):
                del self.fields[name]
            names = (*self.fields.keys() - {"audiences", "themes"},)
            self.initial = (
                dict(self.initial)
                | {name: getattr(product, name) for name in names}
                | {
                    name: list(getattr(product, name).values_list("code", flat=True))
                    for name in ("audiences", "themes")
                }
            )

    def clean(self):
        said = super().clean() or {}
        if said.get("office") and said.get("country"):
            self.add_error("country", _("An office has its country already. Leave this empty."))
        for name in ("audiences", "themes"):
            said[name] = tuple(said.get(name, ()))
        return said


def key_of(title: str, taken: Iterable[str], *, language: str = "") -> str:
    """Returns a key made of a title that none of `taken` is, nor that of the section for title
    and summary; letters of all scripts are read.
    """
    from anyascii import anyascii

    base = slugify(anyascii(title))[:50] or "section"
    if not base[0].isalpha():
        base = f"s-{base}"
    there, number, key = {FRONT, *taken}, 1, base
    while key in there:
        number += 1
        key = f"{base}-{number}"
    return key


class EditionForm(Form):
    title = forms.CharField(label=pgettext_lazy("field", "Title"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Summary in plain words"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    review_by = forms.DateField(label=gettext_lazy("Review by"), required=False)


class SectionForm(Form):
    """Title and text of a section in the original language."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=pgettext_lazy("field", "Title"), max_length=200)
    text = forms.CharField(
        label=pgettext_lazy("field", "Text"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 18}),
    )  # fmt: skip
    meaning_unchanged = forms.BooleanField(
        label=gettext_lazy("Only how it is said was mended: the meaning is unchanged"),
        required=False,
        help_text=gettext_lazy("Translations stay up to date. This is written to the audit log."),
    )  # fmt: skip

    def __init__(self, *args, may_say_unchanged: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_say_unchanged:
            del self.fields["meaning_unchanged"]


class NewSectionForm(Form):
    title = forms.CharField(label=pgettext_lazy("field", "Title"), max_length=200)
    level = forms.TypedChoiceField(
        label=pgettext_lazy("section", "Level"), coerce=int, initial=1,
        choices=[(level, str(level)) for level in range(1, DEEPEST + 1)],
    )  # fmt: skip


class CitationForm(Form):
    """For which steps a section is guidance, and on what it rests."""

    steps = forms.MultipleChoiceField(
        label=gettext_lazy("Steps of casework"), required=False, widget=CheckboxList,
        help_text=gettext_lazy("It is shown beside these steps once it is published."),
    )  # fmt: skip
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Rights"), required=False, widget=CheckboxList,
        choices=codes.lazy_choices(RIGHTS),
    )  # fmt: skip
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Service types"), required=False, widget=CheckboxList,
        choices=codes.lazy_choices(SERVICES),
        help_text=gettext_lazy(
            "Who offers them in the country of the reader is shown beside the text, with their"
            " telephone."
        ),
    )  # fmt: skip
    practices = forms.MultipleChoiceField(
        label=gettext_lazy("Measured practice"), required=False, widget=CheckboxList,
        help_text=gettext_lazy("Counted from records of each office, and shown beside the text."),
    )  # fmt: skip
    provisions = forms.CharField(
        label=gettext_lazy("Provisions"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One a line: the code of the instrument, then its articles: CRC 3"),
    )  # fmt: skip
    works = forms.CharField(
        label=gettext_lazy("Other sources"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One a line: author, title, year."),
    )  # fmt: skip

    _LISTS = {
        "steps": Citation.Kind.STEP, "rights": Citation.Kind.RIGHT,
        "services": Citation.Kind.SERVICE, "practices": Citation.Kind.PRACTICE,
    }  # fmt: skip

    def __init__(self, *args, section: Section, **kwargs):
        super().__init__(*args, **kwargs)
        steps = [(step.code, step.label) for step in guidance_steps.values()]
        self.fields["steps"].choices = steps  # type: ignore[attr-defined]
        measures = [(each.code, each.label) for each in practice_measures.values()]
        self.fields["practices"].choices = measures  # type: ignore[attr-defined]
        cited: dict[str, list[str]] = {}
        for each in section.citations.all():
            cited.setdefault(each.kind, []).append(each.code)
        self.initial = (
            dict(self.initial)
            | {name: cited.get(kind, []) for name, kind in self._LISTS.items()}
            | {
                "provisions": "\n".join(
                    code.replace(":", " ", 1) for code in cited.get(Citation.Kind.PROVISION, ())
                ),
                "works": "\n".join(cited.get(Citation.Kind.WORK, ())),
            }
        )

    def clean_provisions(self):
        known = {code for code, _label in codes.choices(INSTRUMENTS)}
        found = []
        for line in self.cleaned_data["provisions"].splitlines():
            instrument, _space, articles = line.strip().partition(" ")
            if not instrument:
                continue
            if known and instrument.upper() not in known:
                raise ValidationError(
                    _("“%(code)s” is no code of an instrument. These are: %(known)s"),
                    params={"code": instrument, "known": ", ".join(sorted(known))},
                )
            found.append(f"{instrument.upper()}:{articles.strip()}")
        return found

    @property
    def citations(self) -> list[tuple[str, str]]:
        said = self.cleaned_data
        found = [(kind, code) for name, kind in self._LISTS.items() for code in said[name]]
        found += [(Citation.Kind.PROVISION, code) for code in said["provisions"]]
        works = filter(None, map(str.strip, said["works"].splitlines()))
        return [*found, *((Citation.Kind.WORK, work[:200]) for work in works)]


class ItemLinksForm(Form):
    """Which check or step of the work each item with a box is."""

    _PREFIX = "item_"

    def __init__(self, *args, items: Iterable[ChecklistItem], linked: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        choices = _checks()
        for each in items:
            self.fields[f"{self._PREFIX}{each.digest}"] = forms.ChoiceField(
                label=each.text, choices=choices, required=False,
                initial=linked.get(each.digest, ""),
            )  # fmt: skip

    @property
    def links(self) -> dict[str, str]:
        """Returns the code of each item that is linked, by its digest."""
        return {
            name.removeprefix(self._PREFIX): code
            for name, code in self.cleaned_data.items()
            if code
        }


def _checks() -> list[tuple[str, object]]:
    """Returns what can be chosen, by its kind."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for each in work_checks.values():
        kinds.setdefault(str(each.kind), []).append((each.code, str(each.label)))
    return [("", _("Not linked")), *kinds.items()]


class ConflictForm(Form):
    """Which of two texts stays, or a third made of both."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Which text stays"), choices=TextConflict.Choice.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title of the merged text"), max_length=200, required=False
    )
    markdown = forms.CharField(
        label=gettext_lazy("Merged text"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 12}),
    )  # fmt: skip

    def clean(self):
        said = super().clean() or {}
        if said.get("choice") == TextConflict.Choice.MERGED and not said.get("markdown"):
            self.add_error("markdown", _("Write the text that is made of both."))
        return said


class CommentForm(Form):
    segment = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=2000, widget=forms.Textarea({"rows": 2})
    )


class ResolveForm(Form):
    resolution = forms.ChoiceField(
        label=pgettext_lazy("comment", "Outcome"), choices=Comment.Resolution.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    reply = forms.CharField(
        label=pgettext_lazy("comment", "Reply"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class WithdrawForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"), max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    successor = forms.ModelChoiceField(
        Product.objects.none(), label=gettext_lazy("Replaced by"), required=False,
        help_text=gettext_lazy("Its address will lead there."),
    )  # fmt: skip

    def __init__(self, *args, edition: Edition, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        others = Product.objects.filter(editions__state=Edition.State.PUBLISHED)
        found = others.exclude(pk=edition.product_id).accessible_to(user)
        self.fields["successor"].queryset = found.distinct()  # type: ignore[attr-defined]


class EndorseForm(Form):
    seen_digest = forms.CharField(required=False, widget=forms.HiddenInput)
    body = forms.ModelChoiceField(
        Organization.objects.order_by("name"), label=gettext_lazy("Endorsed by")
    )
    endorsed_on = forms.DateField(label=gettext_lazy("Endorsed on"))
    reference = forms.CharField(
        label=pgettext_lazy("endorsement", "Reference"), max_length=120,
        help_text=gettext_lazy("Number of the decision, resolution or letter."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages that the body read"), widget=CheckboxList
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        ready = [(code, language_name(code)) for code in edition.languages_to_endorse]
        self.fields["languages"].choices = ready  # type: ignore[attr-defined]


class AdoptForm(Form):
    organization = forms.ModelChoiceField(
        Organization.objects.order_by("name"), label=gettext_lazy("Institution")
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"), required=False,
        empty_label=gettext_lazy("The whole institution"),
    )  # fmt: skip
    adopted_on = forms.DateField(label=gettext_lazy("Adopted on"))
    how = forms.CharField(
        label=gettext_lazy("How it is applied"), max_length=300,
        help_text=gettext_lazy("For example: annexed to the internal rules, part of training."),
    )  # fmt: skip

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=user.offices_for("guidance.adopt"))
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class EndAdoptionForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Why it is applied no more"), max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class FigureForm(Form):
    file = forms.FileField(
        label=gettext_lazy("Picture"), widget=forms.FileInput({"accept": "image/*"}),
        help_text=gettext_lazy(
            "It is made small and loses what the camera wrote into it. It will be public: no"
            " faces, no names, no places that must stay hidden."
        ),
    )  # fmt: skip


class SectionFigureForm(FigureForm):
    """A new figure for the end of a text that is being written, where no script adds it."""

    alternative = forms.CharField(
        label=pgettext_lazy(
            "text editor, figure", "What the figure shows, for those who do not see it"
        ),
        max_length=1000,
    )  # fmt: skip


class ImportForm(Form):
    file = forms.FileField(
        label=pgettext_lazy("guidance", "File"),
        widget=forms.FileInput({"accept": ".docx,.md"}),
        help_text=gettext_lazy(
            "A document (.docx) or Markdown (.md), up to 20 MB. Its pictures will be public: no"
            " faces, no names, no places that must stay hidden."
        ),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=pgettext_lazy("guidance", "Language of the file"), choices=_languages
    )
