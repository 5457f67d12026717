"""Forms of forums: the forum, its chair, seats and focal points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office, Organization, User
from amparo.ui import formats
from amparo.ui.forms import Form

from ..models import Forum, MeetingKind

# So many languages of a meeting are offered first; others are written by their code.
OFFERED_LANGUAGES = ("es", "en", "fr", "pt", "ar", "qu", "ay", "gn", "ht")


def languages() -> list[tuple[str, str]]:
    return [(code, formats.language_name(code)) for code in OFFERED_LANGUAGES]


def languages_field(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=languages, required=False, widget=forms.CheckboxSelectMultiple
    )


def organization_field(label: Any, **more: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Organization.objects.order_by("name", "pk"), label=label, **more)


def offices_of(user: User, verb: str) -> Any:
    return Office.objects.filter(pk__in=user.offices_for(verb)).order_by("name", "pk")


class ForumForm(Form):
    kind = forms.ChoiceField(label=pgettext_lazy("column", "Type"), choices=MeetingKind.choices)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    short_name = forms.CharField(
        label=pgettext_lazy("forum", "Short name"), max_length=40, required=False
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    parent = forms.ModelChoiceField(
        Forum.objects.none(), label=pgettext_lazy("forum", "Working group of"), required=False
    )
    secretariat = organization_field(pgettext_lazy("forum", "Secretariat"), required=False)
    languages = languages_field(gettext_lazy("Languages"))
    terms = forms.CharField(
        label=pgettext_lazy("forum", "Terms of reference"), required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, user: User, forum: Forum | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offices = offices_of(user, "forum.keep")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["office"].initial = offices.first()
        others = Forum.objects.accessible_to(user)
        if forum is not None:
            others = others.exclude(pk=forum.pk)
            del self.fields["office"]
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]


class ForumChangeForm(ForumForm):
    is_dormant = forms.BooleanField(
        label=gettext_lazy("The forum is dormant: it does not meet at present"), required=False
    )


class ChairForm(Form):
    organization = organization_field(gettext_lazy("Institution"))
    since = forms.DateField(label=pgettext_lazy("period", "Since"))

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", forum.office.today())


class SeatForm(ChairForm):
    pass


class EndForm(Form):
    on = forms.DateField(label=gettext_lazy("Last day"))


class FocalPointForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    function = forms.CharField(
        label=pgettext_lazy("person", "Function"), max_length=120, required=False
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    since = forms.DateField(label=pgettext_lazy("period", "Since"))
    user = forms.ModelChoiceField(
        User.objects.none(), label=pgettext_lazy("focal point", "Account"),
        help_text=gettext_lazy("Who has an account sees the meetings of the forum, closed too."),
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, seat: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = User.objects.filter(is_active=True, is_system=False).filter(
            memberships__ended_at=None, memberships__office__organization=seat.organization
        )
        others = User.objects.filter(
            is_active=True, is_system=False, memberships__ended_at=None,
            memberships__role="official",
        )  # fmt: skip
        found = (here | others).distinct().order_by("name", "pk")
        self.fields["user"].queryset = found  # type: ignore[attr-defined]
        self.fields["user"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]
        self.initial.setdefault("since", seat.forum.office.today())
