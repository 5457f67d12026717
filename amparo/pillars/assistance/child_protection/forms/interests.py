"""What is asked when one looks for what is best for a child."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.forms.base import open_choice
from amparo.ui.forms import Form, RadioList

from ..best_interests import ASSESSED, GATHERED, MUST, MUST_BE_GATHERED
from ..models import (
    BestInterestsAssessment,
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
)
from ..topics import TOPICS
from .care import DatedForm
from .children import narrative_field


class TopicsForm(Form):
    """One box a topic; the answers leave it as one."""

    ON: tuple[str, ...] = ()
    NEEDED: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for topic in self.ON:
            label, hint = TOPICS[topic]
            self.fields[topic] = narrative_field(label, hint, required=topic in self.NEEDED)
            self.fields[topic].max_length = 10_000  # type: ignore[attr-defined]
        self.order_fields([*self.ON, *self.declared_fields])

    def arguments(self) -> dict[str, Any]:
        """What the verb is told: the topics together, all else by its name."""
        data = dict(self.cleaned_data)
        return {"found": {topic: data.pop(topic) for topic in self.ON}, **data}


class BestInterestsAssessmentForm(TopicsForm):
    ON, NEEDED = ASSESSED, MUST

    urgency = forms.ChoiceField(
        label=pgettext_lazy("BIA", "Urgency"),
        choices=BestInterestsAssessment.Urgency.choices,
        widget=forms.RadioSelect,
    )


class BeginForm(Form):
    why = forms.ChoiceField(
        label=gettext_lazy("Decision to be made by BID"),
        choices=BestInterestsDetermination.Why.choices,
        widget=RadioList,
    )


class InformationForm(TopicsForm):
    ON, NEEDED = GATHERED, MUST_BE_GATHERED

    heard = forms.ChoiceField(
        label=gettext_lazy("How the child was consulted"),
        choices=BestInterestsInformation.Heard.choices,
        widget=RadioList,
    )
    heard_on = forms.DateField(label=pgettext_lazy("field, incident", "Date"), required=False)
    views = narrative_field(
        pgettext_lazy("column", "Views of the child"),
        gettext_lazy("In their own words if you can."),
    )
    not_heard = narrative_field(gettext_lazy("Reason the child was not consulted"))

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        is_heard = data.get("heard") != BestInterestsInformation.Heard.NOT
        if is_heard and not data.get("views"):
            self.add_error("views", _("Write what the child said or showed."))
        if not is_heard and not data.get("not_heard"):
            self.add_error("not_heard", _("Every child has the right to be heard. Write why not."))
        return data


class OptionForm(Form):
    code = forms.ChoiceField(
        label=gettext_lazy("Option"),
        choices=open_choice(code_lists.lazy_choices("best_interests_option")),
    )
    text = narrative_field(gettext_lazy("Description of the option"))
    pros = narrative_field(gettext_lazy("Arguments for"), required=True)
    cons = narrative_field(gettext_lazy("Arguments against"), required=True)


class InviteForm(Form):
    user = forms.ChoiceField(label=pgettext_lazy("field", "Colleague"), required=False)
    name = forms.CharField(
        label=gettext_lazy("External member"),
        help_text=gettext_lazy("Name and institution."),
        required=False,
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("panel", "Expertise"),
        choices=open_choice(code_lists.lazy_choices("panel_role")),
    )

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(each.ref): each for each in colleagues}
        offered = [("", "—"), *((ref, each.name) for ref, each in self.colleagues.items())]
        self.fields["user"].choices = offered  # type: ignore[attr-defined]

    def clean_user(self) -> User | None:
        return self.colleagues.get(self.cleaned_data["user"])

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if bool(data.get("user")) == bool(data.get("name")):
            words = _("Choose a colleague, or write the name of somebody from elsewhere.")
            self.add_error("user", words)
        return data


class OpinionForm(Form):
    option = forms.ChoiceField(label=gettext_lazy("Preferred option"), widget=RadioList)
    text = narrative_field(pgettext_lazy("column, field", "Reason"), required=True, rows=4)

    def __init__(self, *args: Any, options: list[BestInterestsOption], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.options = {str(each.ref): each for each in options}
        self.fields["option"].choices = [  # type: ignore[attr-defined]
            (ref, code_lists.label("best_interests_option", each.code))
            for ref, each in self.options.items()
        ]

    def clean_option(self) -> BestInterestsOption:
        return self.options[self.cleaned_data["option"]]


class ExcuseForm(Form):
    because = narrative_field(gettext_lazy("Reason for not waiting"), required=True)


class BestInterestsDecisionForm(Form):
    because = narrative_field(
        gettext_lazy("Reasons for the option"),
        gettext_lazy("What counted most, and what speaks against the other options."),
        required=True,
        rows=5,
    )
    review_on = forms.DateField(label=pgettext_lazy("BID", "Review date"))


class ChildInformedForm(DatedForm):
    on = forms.DateField(label=pgettext_lazy("field, incident", "Date"))
    text = narrative_field(
        gettext_lazy("How the child was informed, and the child’s views"), required=True
    )


class ReopenForm(Form):
    because = narrative_field(gettext_lazy("Changes or corrections"), required=True)
