"""What one fills in to ask for a grant, to pay it, and to say that it arrived."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.funding.forms import amount_field
from amparo.foundation.funding.models import BudgetLine, Fund
from amparo.foundation.funding.models.budget_lines import standings_of
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.planning.forms.plans import NOT_CHOSEN, currencies, offer_currency
from amparo.ui import formats
from amparo.ui.forms import Form

from ..models import AssistanceGrant, Payment, PaymentReceipt

LEAST = Decimal("0.01")


class GrantForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Assistance type"),
        choices=AssistanceGrant.Kind,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=pgettext_lazy("fund", "Purpose"),
        help_text=gettext_lazy("So that who decides and who pays can tell whether it fits."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    in_kind = forms.BooleanField(label=gettext_lazy("In kind (goods or service)"), required=False)
    amount = amount_field(gettext_lazy("Amount or value"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currencies)
    line = forms.ChoiceField(label=pgettext_lazy("field", "Budget line"))
    way = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.lines = offer_lines(self.fields["line"], case)
        offer_currency(self.fields["currency"], case.office)

    def clean_line(self) -> BudgetLine:
        return self.lines[self.cleaned_data["line"]]

    def clean_way(self):
        """Where it serves no journey or plan of its own, it serves the case."""
        return self.cleaned_data["way"] or self.case.ref


def offer_lines(field: forms.Field, case: Case) -> dict[str, BudgetLine]:
    """The budget lines that a case may be helped from today, by ref, with what each has free."""
    found = BudgetLine.objects.open_at(case.team.office, case.office.today())
    lines = list(found.order_by("fund__code", "code", "pk")[:200])
    standings = standings_of(lines)
    field.choices = [  # type: ignore[attr-defined]
        *NOT_CHOSEN,
        *((str(line.ref), _called(line, standings[line.pk].free)) for line in lines),
    ]
    return {str(line.ref): line for line in lines}


def _called(line: BudgetLine, free: Decimal) -> str:
    said = {"fund": line.fund.code, "line": line, "free": formats.amount(free, line.fund.currency)}
    return _("%(fund)s · %(line)s · free: %(free)s") % said


class PayForm(Form):
    amount = amount_field(gettext_lazy("How much was handed over"))
    on = forms.DateField(label=pgettext_lazy("column", "Date"))
    how = forms.ChoiceField(label=pgettext_lazy("column", "Mode"), choices=Payment.How)
    receipt_words = forms.CharField(
        label=gettext_lazy("Text of receipt"),
        help_text=gettext_lazy("What was handed over, where, through whom. No name is needed."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args, grant: AssistanceGrant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = grant.rest
        self.fields["on"].initial = grant.case.office.today()
        self.fields["how"].initial = Payment.How.GOODS if grant.in_kind else Payment.How.CASH


class AcknowledgeForm(Form):
    how = forms.ChoiceField(
        label=gettext_lazy("Proof of receipt"),
        choices=PaymentReceipt.How,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=pgettext_lazy("column", "Date"))
    paper = forms.ChoiceField(
        label=pgettext_lazy("payment", "Document in case file"),
        help_text=gettext_lazy("Put the signed receipt into the case first, as a paper."),
        required=False,
    )

    def __init__(self, *args, payment: Payment, papers: list[Attachment], **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = {str(each.ref): each for each in papers}
        self.fields["paper"].choices = [  # type: ignore[attr-defined]
            *NOT_CHOSEN, *((ref, each.name) for ref, each in self.papers.items()),
        ]  # fmt: skip
        self.fields["on"].initial = payment.file.office.today()
        if not papers:
            del self.fields["paper"]
            self.fields["how"].choices = PaymentReceipt.How.choices[:2]  # type: ignore[attr-defined]

    def clean_paper(self) -> Attachment | None:
        return self.papers.get(self.cleaned_data["paper"])


STATES: dict[str, tuple[str, ...]] = {
    "": (AssistanceGrant.State.ASKED, *AssistanceGrant.PAYABLE),
    "to_pay": AssistanceGrant.PAYABLE,
} | {state.value: (state.value,) for state in AssistanceGrant.State}


class GrantFilterForm(Form):
    """In which state, and of which fund: all of it in the address."""

    state = forms.ChoiceField(label=pgettext_lazy("column", "Status"), required=False)
    fund = forms.ChoiceField(label=gettext_lazy("Fund"), required=False)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        funds = Fund.objects.accessible_to(user).order_by("code", "pk")[:200]
        self.funds = {str(fund.ref): fund for fund in funds}
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("All that waits")), ("to_pay", _("All that is to be paid")),
            *AssistanceGrant.State.choices,
        ]  # fmt: skip
        self.fields["fund"].choices = [  # type: ignore[attr-defined]
            ("", _("Any fund")), *((ref, str(fund)) for ref, fund in self.funds.items()),
        ]  # fmt: skip
        self.is_valid()  # an answer that makes no sense is as good as none: never an error

    @property
    def states(self) -> tuple[str, ...]:
        return STATES[self.cleaned_data.get("state", "")]

    @property
    def in_fund(self) -> Fund | None:
        return self.funds.get(self.cleaned_data.get("fund", ""))
