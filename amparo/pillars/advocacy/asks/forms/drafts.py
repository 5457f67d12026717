"""Forms of a draft of an ask: its text, on what it rests, its risks, its circle."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Membership, Office, Organization, User
from amparo.foundation.links.chain import PatternLine
from amparo.foundation.links.extension_points import LinkedRecord
from amparo.foundation.links.models import Pattern
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..models import Ask, AskRisk

QUIET, PUBLIC = "quiet", "public"


def site_languages(but: Iterable[str] = ()) -> list[tuple[str, str]]:
    left_out = set(but)
    return [
        (code, formats.language_name(code))
        for code, _name in settings.LANGUAGES
        if code not in left_out
    ]


def duty_bearers(chosen: Iterable[int] = ()) -> Any:
    found = Organization.objects.filter(
        Q(duty_bearer__isnull=False) | Q(kind=Organization.Kind.GOVERNMENT) | Q(pk__in=chosen)
    )
    return found.order_by("name", "pk").distinct()


def colleagues_of(office: Office, verb: str = "ask.see") -> list[User]:
    """Those who may work on asks in an office, by name."""
    held = Membership.objects.held().with_permission(verb).filter(
        Q(office=office) | Q(team__office=office)
    )  # fmt: skip
    return sorted(held.people(), key=lambda each: (each.name, each.pk))  # type: ignore[attr-defined]


class AskForm(Form):
    """What is wrong, who is to change it, and what exactly is asked."""

    issue = forms.CharField(
        label=gettext_lazy("What is wrong"), widget=forms.Textarea, max_length=4_000,
        help_text=gettext_lazy("In a few sentences, of many people: name nobody."),
    )  # fmt: skip
    wording = forms.CharField(
        label=gettext_lazy("What exactly is asked"), widget=forms.Textarea, max_length=4_000,
        help_text=gettext_lazy(
            "One thing that they can do, so that one can see whether it is done."
        ),
    )  # fmt: skip
    wanted_by = forms.DateField(label=pgettext_lazy("ask", "To be done by"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=site_languages)
    right = forms.ChoiceField(label=gettext_lazy("Right"))
    place = PlaceField(label=pgettext_lazy("ask", "Area"), required=False)
    addressee = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Who is asked"), required=False,
        help_text=gettext_lazy(
            "The duty bearer whose desk it goes to. Needed before it is cleared."
        ),
    )  # fmt: skip
    post = forms.CharField(
        label=pgettext_lazy("ask", "Post"), max_length=200, required=False,
        help_text=gettext_lazy(
            "For example: Minister of Labour. A post, not the name of a person."
        ),
    )  # fmt: skip
    bearers = forms.ModelMultipleChoiceField(
        Organization.objects.none(), label=gettext_lazy("Other duty bearers that are asked"),
        widget=CheckboxList, required=False,
    )  # fmt: skip
    way = forms.ChoiceField(
        label=gettext_lazy("Quiet or public"), widget=RadioList,
        choices=[
            (QUIET, gettext_lazy("Quiet: only colleagues whom you name find it")),
            (PUBLIC, gettext_lazy("Public: once it is put, anybody reads it and its answer")),
        ],
    )  # fmt: skip
    occasion = forms.CharField(
        label=pgettext_lazy("ask", "Occasion"), max_length=200, required=False,
        help_text=gettext_lazy(
            "A visit, a hearing, a budget. A meeting is linked on the next page."
        ),
    )  # fmt: skip
    occasion_on = forms.DateField(
        label=pgettext_lazy("ask", "Date of the occasion"), required=False
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))

    def __init__(
        self, *args: Any, user: User, ask: Ask | None = None, pattern: Pattern | None = None,
        **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = [("", "—"), *codes.choices("right")]  # type: ignore[attr-defined]
        chosen = [each.organization_id for each in ask.bearers.all()] if ask else []
        for name in ("addressee", "bearers"):
            self.fields[name].queryset = duty_bearers(chosen)  # type: ignore[attr-defined]
        self.fields["place"].offer(user, self._place(ask, pattern))  # type: ignore[attr-defined]
        if ask is not None:
            del self.fields["office"]
            self._fill(ask)
            return
        offices = Office.objects.filter(pk__in=user.offices_for("ask.keep"))
        self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
        self.initial.setdefault("office", offices.first())
        if pattern is not None:
            self.initial.setdefault("right", pattern.right)

    def _place(self, ask: Ask | None, pattern: Pattern | None) -> Any:
        place = ask.place if ask else pattern.place if pattern else None
        if place:
            self.initial.setdefault("place", str(place.ref))
        return place

    def _fill(self, ask: Ask) -> None:
        names = (
            "issue", "wording", "wanted_by", "language", "right", "post", "occasion",
            "occasion_on",
        )  # fmt: skip
        for name in names:
            self.initial.setdefault(name, getattr(ask, name))
        self.initial.setdefault("way", QUIET if ask.is_quiet else PUBLIC)
        self.initial.setdefault("addressee", ask.addressee)
        others = [each.organization_id for each in ask.bearers.all() if not each.is_addressee]
        self.initial.setdefault("bearers", others)

    @property
    def ask_fields(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"is_quiet": said.pop("way") == QUIET}


class TranslationForm(Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    issue = forms.CharField(
        label=gettext_lazy("What is wrong"), widget=forms.Textarea, max_length=4_000
    )
    wording = forms.CharField(
        label=gettext_lazy("What exactly is asked"), widget=forms.Textarea, max_length=4_000
    )

    def __init__(self, *args: Any, ask: Ask, language: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = site_languages(but=[ask.language])
        self.fields["language"].choices = offered  # type: ignore[attr-defined]
        asked = language if language in dict(offered) else ""
        first = (ask.missing_languages or [code for code, _name in offered])[0]
        self.initial.setdefault("language", asked or first)
        if said := ask.text_in(self.initial["language"]):
            self.initial.setdefault("issue", said[0])
            self.initial.setdefault("wording", said[1])


class RiskForm(Form):
    """How likely harm is to each group, and what reduces it. No answer is given beforehand."""

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = {each.whom: each for each in ask.risks.all()}
        for whom, label in AskRisk.Whom.choices:
            said = known.get(whom)
            self.fields[f"likelihood_{whom}"] = forms.ChoiceField(
                label=label, choices=[("", "—"), *AskRisk.Likelihood.choices],
                initial=said.likelihood if said else "",
                error_messages={"required": _("Say how likely harm is for each group.")},
            )  # fmt: skip
            self.fields[f"measure_{whom}"] = forms.CharField(
                label=gettext_lazy("What reduces the risk"), required=False, max_length=600,
                widget=forms.Textarea({"rows": 2}), initial=said.measure if said else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for whom in AskRisk.Whom.values:
            likelihood = said.get(f"likelihood_{whom}", "")
            measure = said.get(f"measure_{whom}", "").strip()
            if likelihood not in ("", AskRisk.Likelihood.NONE) and not measure:
                self.add_error(f"measure_{whom}", _("Say what reduces the risk."))
        return said

    @property
    def risks(self) -> dict[str, tuple[str, str]]:
        said = self.cleaned_data
        return {
            whom: (said[f"likelihood_{whom}"], said[f"measure_{whom}"])
            for whom in AskRisk.Whom.values
        }


class BasisForm(Form):
    """On what an ask rests: counted patterns, and records of other kinds."""

    patterns = forms.MultipleChoiceField(
        label=gettext_lazy("Unmet needs on which it rests"), widget=CheckboxList, required=False,
        help_text=pgettext_lazy("links", "Counted patterns, in which nobody can be found."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, lines: list[PatternLine],
        kinds: dict[str, tuple[Any, list[LinkedRecord]]], **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.kinds = list(kinds)
        self.fields["patterns"].choices = [  # type: ignore[attr-defined]
            (str(line.pattern.ref), _line_label(line)) for line in lines
        ]
        for kind, (label, records) in kinds.items():
            self.fields[kind] = forms.MultipleChoiceField(
                label=label, widget=CheckboxList, required=False,
                choices=[(str(each.ref), each.title) for each in records],
            )  # fmt: skip


def _line_label(line: PatternLine) -> str:
    return " · ".join(filter(None, (line.title, line.pattern.right_label, line.figure_text)))


class CircleForm(Form):
    """The colleagues who find a quiet ask; nobody else does, whatever their role."""

    colleagues = forms.ModelMultipleChoiceField(
        User.objects.none(), label=gettext_lazy("Colleagues in its circle"), widget=CheckboxList,
        required=False,
        help_text=gettext_lazy(
            "Somebody who may clear it and did not write it is needed among them."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = [each.pk for each in colleagues_of(ask.office)]
        rows = User.objects.filter(pk__in=offered).order_by("pk")
        self.fields["colleagues"].queryset = rows  # type: ignore[attr-defined]
        self.fields["colleagues"].label_from_instance = lambda each: each.name  # type: ignore[attr-defined]
        self.initial.setdefault("colleagues", [each.user_id for each in ask.grants.all()])
