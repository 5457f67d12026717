"""Forms of media consent: what the person agreed to, and how they were asked."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.people.models import Place
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form

from ..models import MediaConsent
from .fields import YesNoField, site_languages

_SCOPE = ("uses", "languages", "countries")


def _uses() -> list[tuple[str, str]]:
    return codes.choices("story_use")


def _statement(name: str) -> forms.BooleanField:
    """What was said to the person, in the words of the record."""
    label = MediaConsent._meta.get_field(name).verbose_name
    return forms.BooleanField(label=label, required=False)


class ConsentForm(Form):
    """Everything is asked; nothing is answered beforehand."""

    uses = forms.MultipleChoiceField(
        label=pgettext_lazy("media consent", "For what it may be used"), choices=_uses,
        widget=CheckboxList,
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("media consent", "In which languages"), choices=site_languages,
        widget=CheckboxList,
    )  # fmt: skip
    everywhere = YesNoField(
        label=gettext_lazy("May it be shown everywhere, also on the internet?"),
        help_text=gettext_lazy("A page on the internet is read everywhere. No: name countries."),
    )  # fmt: skip
    countries = forms.MultipleChoiceField(
        label=pgettext_lazy("media consent", "In which countries only"), required=False,
        widget=CheckboxList,
    )  # fmt: skip
    shows_name = YesNoField(label=gettext_lazy("May their name be shown?"))
    shows_age = YesNoField(label=gettext_lazy("May their age be shown?"))
    shows_face = YesNoField(label=gettext_lazy("May their face be shown?"))
    shows_voice = YesNoField(label=gettext_lazy("May their voice be heard?"))
    is_minor = YesNoField(label=gettext_lazy("Is the person under 18?"))
    guardian_agreed = forms.BooleanField(
        label=gettext_lazy("Under 18: the guardian agreed"), required=False
    )
    own_assent = forms.BooleanField(
        label=gettext_lazy("Under 18: the child agreed too, in their own words"), required=False
    )
    agreed_on = forms.DateField(label=pgettext_lazy("media consent", "Agreed on"))
    expires_on = forms.DateField(label=pgettext_lazy("media consent", "Ends on"))
    how = forms.ChoiceField(
        label=pgettext_lazy("media consent", "How it was given"),
        choices=[("", pgettext_lazy("select, first line", "Choose")), *MediaConsent.How.choices],
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("media consent", "Asked in"), choices=formats.languages
    )
    with_interpreter = YesNoField(label=gettext_lazy("Was there an interpreter?"))
    explained_free = _statement("explained_free")
    explained_unpaid = _statement("explained_unpaid")
    explained_withdrawal = _statement("explained_withdrawal")
    explained_print = _statement("explained_print")

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        countries = set(Place.objects.accessible_to(user).values_list("country", flat=True))
        names = [(c, formats.country_name(c)) for c in countries | {user.office.country} if c]
        self.fields["countries"].choices = sorted(names, key=lambda each: each[1])  # type: ignore[attr-defined]
        self.fields["expires_on"].help_text = _(
            "%(count)s months at most. On that day it ends by itself."
        ) % {"count": settings.AMPARO_STORY_CONSENT_MONTHS}

    @property
    def consent_fields(self) -> dict[str, Any]:
        """What the consent is recorded with."""
        said = dict(self.cleaned_data)
        scope = {name: said.pop(name) for name in _SCOPE}
        if said["everywhere"]:
            scope["countries"] = []
        for name in ("office", "original_language", "pseudonym", "contact", "form"):
            said.pop(name, None)
        return {"scope": scope, **said}


class BeginForm(ConsentForm):
    """The consent and who tells, with the code of the form: sent twice it is one story."""

    pseudonym = forms.CharField(
        label=pgettext_lazy("story", "Name shown"), max_length=60,
        help_text=gettext_lazy("An invented one, unless the person wants their own."),
    )  # fmt: skip
    original_language = forms.ChoiceField(
        label=pgettext_lazy("story", "Told in"), choices=formats.languages
    )
    contact = forms.CharField(
        label=pgettext_lazy("story", "Safe way to tell the person"), required=False,
        widget=forms.Textarea(attrs={"rows": 2}), max_length=300,
        help_text=gettext_lazy("How they hear where it appeared. Kept sealed, erased with it."),
    )  # fmt: skip
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    form = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, user=user, **kwargs)
        offices = Office.objects.filter(pk__in=user.offices_for("story.keep")).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.initial.setdefault("office", offices.first())
        self.order_fields(["pseudonym", "original_language", "contact", "office"])

    def clean_form(self) -> str:
        form = self.cleaned_data["form"]
        if receipt_codes.form_age(form) is None:
            raise forms.ValidationError(_("Open this form again, and send it from there."))
        return form


class ConfirmForm(Form):
    on = forms.DateField(label=pgettext_lazy("media consent", "Said yes again on"))
