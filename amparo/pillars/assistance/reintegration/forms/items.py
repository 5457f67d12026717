"""What one writes about one thing that is planned."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Organization, User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.planning.forms.plans import NOT_CHOSEN, currencies, offer_currency
from amparo.pillars.assistance.referrals.models import Referral
from amparo.ui.forms import Form, RadioList

from ..models import PlanItem


def choices_by_ref(records, words) -> list[tuple[str, str]]:
    return [*NOT_CHOSEN, *((str(each.ref), words(each)) for each in records)]


class ItemForm(Form):
    """Where it stands in the grid, what it is for, who gives it, from when until when."""

    dimension = forms.ChoiceField(
        label=gettext_lazy("Dimension"),
        choices=code_lists.lazy_choices("reintegration_dimension"),
        widget=forms.RadioSelect,
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("need, reintegration", "Level"),
        choices=code_lists.lazy_choices("reintegration_level"),
        widget=forms.RadioSelect,
        initial="individual",
    )
    activity = forms.ChoiceField(
        label=gettext_lazy("Planned assistance"),
        choices=lambda: [*NOT_CHOSEN, *code_lists.choices("reintegration_activity")],
    )
    objective = forms.CharField(
        label=gettext_lazy("Expected change"),
        help_text=gettext_lazy("So that everybody can tell whether it is."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    child_aspect = forms.ChoiceField(
        label=gettext_lazy("Aspect of the child’s life"),
        choices=lambda: [*NOT_CHOSEN, *code_lists.choices("reintegration_child_aspect")],
        required=False,
    )
    modality = forms.ChoiceField(
        label=pgettext_lazy("plan item", "Delivery mode"),
        choices=PlanItem.Modality,
        widget=RadioList,
        initial=PlanItem.Modality.DIRECT,
    )
    provider = forms.ChoiceField(label=gettext_lazy("Implementing organization"), required=False)
    provider_words = forms.CharField(
        label=gettext_lazy("Other provider"),
        help_text=gettext_lazy("A shop, a school, a neighbour."),
        required=False,
    )
    responsible = forms.ChoiceField(
        label=pgettext_lazy("plan item", "Responsible colleague"), required=False
    )
    responsible_words = forms.CharField(
        label=pgettext_lazy("plan item", "Other responsible party"),
        help_text=gettext_lazy("The person, a relative, another service."),
        required=False,
    )
    starts_on = forms.DateField(label=pgettext_lazy("period", "Start date"))
    ends_on = forms.DateField(label=pgettext_lazy("period", "End date"))
    budget = forms.DecimalField(
        label=gettext_lazy("Budget"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=currencies, required=False
    )

    def __init__(
        self,
        *args,
        case: Case,
        colleagues: list[User],
        organizations: list[Organization],
        is_for_a_child: bool,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(each.ref): each for each in colleagues}
        self.organizations = {str(each.ref): each for each in organizations}
        self.fields["responsible"].choices = choices_by_ref(colleagues, lambda each: each.name)
        self.fields["provider"].choices = choices_by_ref(organizations, lambda each: each.name)
        offer_currency(self.fields["currency"], case.office)
        today = case.office.today()
        self.fields["starts_on"].initial = today
        self.fields["ends_on"].initial = today + timedelta(days=90)
        if not is_for_a_child:
            del self.fields["child_aspect"]

    @staticmethod
    def values_of(item: PlanItem) -> dict:
        names = (
            "dimension", "level", "activity", "objective", "child_aspect", "modality",
            "provider_words", "responsible_words", "starts_on", "ends_on", "budget",
        )  # fmt: skip
        return {name: getattr(item, name) for name in names} | {
            "provider": str(item.provider.ref) if item.provider else "",
            "responsible": str(item.responsible.ref) if item.responsible else "",
            "currency": item.currency or item.case.office.currency,
        }

    def clean_provider(self) -> Organization | None:
        return self.organizations.get(self.cleaned_data["provider"])

    def clean_responsible(self) -> User | None:
        return self.colleagues.get(self.cleaned_data["responsible"])

    def clean(self) -> dict:
        found = super().clean()
        if not found.get("responsible") and not found.get("responsible_words"):
            self.add_error("responsible", _("Choose a colleague, or write who else does it."))
        clean_period(self, found)
        clean_budget(self, found)
        return found


def clean_period(form: Form, found: dict) -> None:
    starts, ends = found.get("starts_on"), found.get("ends_on")
    if starts and ends and ends < starts:
        form.add_error("ends_on", _("It ends before it begins. Look at both days again."))


def clean_budget(form: Form, found: dict) -> None:
    if found.get("budget") is None:
        found["currency"] = ""
    elif not found.get("currency"):
        form.add_error("currency", _("Choose the currency of this budget."))


class ItemCompletionForm(Form):
    """What shows it: words, a paper of the file, or both."""

    text = forms.CharField(
        label=pgettext_lazy("part of a plan", "Evidence of completion"),
        help_text=gettext_lazy("A visit, a receipt, their own word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    paper = forms.ChoiceField(label=gettext_lazy("Supporting document"), required=False)

    def __init__(self, *args, papers: list[Attachment], **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = {str(each.ref): each for each in papers}
        self.fields["paper"].choices = choices_by_ref(papers, lambda each: each.name)
        if not papers:
            del self.fields["paper"]

    def clean_paper(self) -> Attachment | None:
        return self.papers.get(self.cleaned_data["paper"])

    def clean(self) -> dict:
        found = super().clean()
        if not found.get("text") and not found.get("paper"):
            self.add_error("text", _("Say what shows it, or choose the paper."))
        return found


class ReferForm(Form):
    referral = forms.ChoiceField(
        label=pgettext_lazy("field", "Referral"),
        help_text=gettext_lazy("Only referrals of this case are offered."),
    )

    def __init__(self, *args, referrals: list[Referral], **kwargs):
        super().__init__(*args, **kwargs)
        self.referrals = {str(each.ref): each for each in referrals}
        self.fields["referral"].choices = choices_by_ref(
            referrals, lambda each: f"{each.organization.name}: {each.title}"
        )

    def clean_referral(self) -> Referral:
        return self.referrals[self.cleaned_data["referral"]]
