"""Forms of agreements: what is recorded, who takes part, what each owes, whom to call, papers."""

from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.files.forms import UploadField
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.people.models import Place
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form

from .models import Agreement, AgreementAnnex, AgreementContact, AgreementParty, AgreementRole
from .models.agreements import DEFAULT_NOTICE_DAYS, MOST_NOTICE_DAYS, kept_offices
from .models.obligations import LONGEST

# So many places and institutions are offered, besides those already chosen.
MOST_OFFERED = 150


def _countries() -> list[tuple[str, str]]:
    return [("", "—"), *formats.countries()]


def _languages() -> list[tuple[str, str]]:
    return [("", "—"), *formats.languages()]


def _reason(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("column, field", "Reason"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}), **more,
    )  # fmt: skip


class AgreementChangeForm(Form):
    """What may be corrected of an agreement; its dates while not all have signed."""

    kind = forms.ChoiceField(label=pgettext_lazy("agreement", "Kind"), choices=Agreement.Kind)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    reference = forms.CharField(
        label=gettext_lazy("Document reference"), max_length=120, required=False
    )
    starts_on = forms.DateField(label=gettext_lazy("Start date"))
    ends_on = forms.DateField(
        label=pgettext_lazy("period", "End date"), required=False,
        help_text=gettext_lazy("Empty: it is open-ended, until somebody gives notice."),
    )  # fmt: skip
    renewal = forms.ChoiceField(
        label=pgettext_lazy("agreement", "Renewal"), choices=Agreement.Renewal
    )
    notice_days = forms.IntegerField(
        label=pgettext_lazy("agreement", "Notice, in days before the end"),
        help_text=gettext_lazy("So many days before it ends, a reminder is sent."),
        min_value=0, max_value=MOST_NOTICE_DAYS, initial=DEFAULT_NOTICE_DAYS,
    )  # fmt: skip
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=_countries, required=False,
        help_text=gettext_lazy("Empty: it holds in every country."),
    )  # fmt: skip
    places = forms.ModelMultipleChoiceField(
        Place.objects.none(), label=pgettext_lazy("agreement", "Places"), widget=CheckboxList,
        help_text=gettext_lazy("None: it holds everywhere in its country."), required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, agreement: Agreement | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen = list(agreement.places.values_list("pk", flat=True)) if agreement else []
        if agreement:
            names = ("kind", "title", "reference", "starts_on", "ends_on", "renewal",
                     "notice_days", "country")  # fmt: skip
            self.initial.update({name: getattr(agreement, name) for name in names})
            self.initial["places"] = chosen
        self.fields["places"].queryset = _nearest_places(user, chosen)  # type: ignore[attr-defined]


def _institution(label: Any, **more: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Organization.objects.order_by("name", "pk"), label=label, **more)


class AgreementForm(AgreementChangeForm):
    """A new agreement of two institutions; more are added on its page."""

    first = _institution(pgettext_lazy("agreement", "Party"))
    second = _institution(
        pgettext_lazy("agreement", "Other party"),
        help_text=gettext_lazy("Further parties are added afterwards."),
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"),
        help_text=gettext_lazy("It keeps the agreement, and its people are reminded."),
    )  # fmt: skip
    field_order = ("kind", "title", "reference", "first", "second", "office")

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, user=user, **kwargs)
        offices = kept_offices(user).order_by("name", "pk")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        if own := offices.first():
            self.initial.update(office=own.pk, first=own.organization_id, country=own.country)

    @property
    def fields_of_agreement(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"parties": [said.pop("first"), said.pop("second")]}


def _nearest_places(user: User, chosen: list[int]) -> QuerySet[Place]:
    """Those of the office's own country and the larger ones first, as far as there is room."""
    country = user.office.country if user.office else ""
    here = Case(When(country=country, then=0), default=1)
    sizes = [When(kind=kind, then=size) for size, kind in enumerate(Place.Kind.values)]
    found = Place.objects.accessible_to(user).order_by(here, Case(*sizes), "name", "pk")
    keys = [*found.values_list("pk", flat=True)[:MOST_OFFERED], *chosen]
    return Place.objects.filter(pk__in=keys).order_by("name", "pk")


class PartyChoice(forms.ModelChoiceField):
    """Parties of one agreement by the names of their institutions."""

    def label_from_instance(self, obj: AgreementParty) -> str:
        return obj.organization.name


class PartyOfForm(Form):
    """A form in which one party of the agreement is chosen; those that take part today first."""

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = agreement.parties.select_related("organization").order_by("organization__name")
        self.fields["party"].queryset = self.offered(found, agreement)  # type: ignore[attr-defined]

    def offered(self, parties: Any, agreement: Agreement) -> Any:
        return parties


class PartyForm(Form):
    organization = _institution(gettext_lazy("Institution"))
    role = forms.ChoiceField(
        label=pgettext_lazy("agreement", "Role"), choices=AgreementRole,
        initial=AgreementRole.SIGNATORY,
    )  # fmt: skip


class SignForm(Form):
    on = forms.DateField(
        label=pgettext_lazy("agreement", "Signed on"), initial=localdate,
        help_text=gettext_lazy("As it stands beside the signature."),
    )  # fmt: skip


class LeaveForm(Form):
    until = forms.DateField(
        label=pgettext_lazy("agreement", "Takes part until"), initial=localdate
    )


class RenewForm(Form):
    starts_on = forms.DateField(label=gettext_lazy("Start date"))
    ends_on = forms.DateField(
        label=pgettext_lazy("period", "End date"), required=False,
        help_text=gettext_lazy("Empty: it is open-ended, until somebody gives notice."),
    )  # fmt: skip
    document = forms.CharField(
        label=gettext_lazy("Document reference"), max_length=200,
        help_text=gettext_lazy("By which letter, minutes or amendment it was renewed."),
    )  # fmt: skip


class NoticeForm(PartyOfForm):
    party = PartyChoice(
        AgreementParty.objects.none(), label=pgettext_lazy("agreement", "Notice given by")
    )
    on = forms.DateField(label=pgettext_lazy("agreement", "Notice given on"), initial=localdate)
    because = _reason(required=False)

    def offered(self, parties: Any, agreement: Agreement) -> Any:
        return parties.current(agreement.today).signing()


class EndForm(Form):
    on = forms.DateField(
        label=pgettext_lazy("agreement", "Last day"), initial=localdate,
        help_text=gettext_lazy("The last day on which it is in force."),
    )  # fmt: skip
    because = _reason()


class ObligationForm(PartyOfForm):
    party = PartyChoice(AgreementParty.objects.none(), label=pgettext_lazy("agreement", "Owed by"))
    text = forms.CharField(
        label=pgettext_lazy("agreement", "Obligation"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What the institution is to do. Name no person."),
    )  # fmt: skip
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False)


class DoneForm(Form):
    on = forms.DateField(label=pgettext_lazy("obligation", "Done on"), initial=localdate)


class ContactForm(PartyOfForm):
    party = PartyChoice(AgreementParty.objects.none(), label=gettext_lazy("Institution"))
    function = forms.ChoiceField(
        label=pgettext_lazy("agreement", "Function"), choices=AgreementContact.Function
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)


class AnnexForm(Form):
    paper = UploadField(
        label=pgettext_lazy("agreement", "Document"), missing=gettext_lazy("Choose a file.")
    )
    part = forms.ChoiceField(
        label=pgettext_lazy("agreement", "Part of the agreement"), choices=AgreementAnnex.Part
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=_languages, required=False
    )


class RemoveForm(Form):
    because = _reason()
