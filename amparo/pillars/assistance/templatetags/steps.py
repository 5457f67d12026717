"""What the steps of a case show: the risk matrix, and what is missing in several forms at once."""

from django.forms import BaseForm
from django.template import Library
from django.template.context import Context
from django.utils.safestring import SafeString

from amparo.ui.tags import writing

from ..case_risk import panel_of
from ..models import Case

register = Library()


@register.simple_tag
def missing_in(forms: list[BaseForm]) -> SafeString | str:
    """What is missing before saving, over the form and its rows."""
    return writing.errors(*forms)


@register.inclusion_tag("assistance/steps/risk_panel.html", takes_context=True)
def risk_panel(context: Context, case: Case, may_work: bool = False) -> dict:
    """The matrix of a case for whoever is looking: `{% risk_panel case file.may_work %}`."""
    return {
        "case": case, "risk_panel": panel_of(case, context["request"].user), "may_work": may_work,
    }  # fmt: skip
