"""What is asked about who cares and stands for a child, and what an authority decided."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.forms.base import YesNoField, open_choice
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.ui.forms import Form

from .children import narrative_field


class DatedForm(Form):
    """A form about a day, which is today unless one says otherwise."""

    DAY = "on"

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields[self.DAY].initial = today


class CareForm(DatedForm):
    DAY = "since"

    kind = forms.ChoiceField(
        label=_("Record care arrangement"),
        choices=open_choice(code_lists.lazy_choices("care_arrangement")),
    )
    since = forms.DateField(label=_("Start date"))
    carer = forms.CharField(label=_("Name of caregiver"), required=False)
    where = narrative_field(_("Place of residence of the child"), rows=2)
    with_guardian = forms.BooleanField(
        label=_("The carer is the legal guardian who is recorded"), required=False,
        help_text=_(
            "The child is then no longer unaccompanied or separated, as with their parents."
        ),
    )  # fmt: skip
    because = forms.ChoiceField(
        label=_("Reason for change of care"),
        choices=open_choice(code_lists.lazy_choices("care_change")),
    )
    text = narrative_field(_("Notes on the change"), rows=2)

    def __init__(self, *args: Any, is_first: bool, has_guardian: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["because"], self.fields["text"]
        if not has_guardian:
            del self.fields["with_guardian"]


class VisitForm(DatedForm):
    on = forms.DateField(label=pgettext_lazy("field, incident", "Date"))
    saw_child = YesNoField(label=_("Child seen"))
    spoke_alone = YesNoField(label=_("Child interviewed alone"), required=False)
    text = narrative_field(
        _("Situation of the child"), _("Or why you did not see them."), required=True, rows=4
    )
    worries = narrative_field(
        _("Safety concerns"),
        _("Anything written here raises a safety alert at once."),
    )

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        data["spoke_alone"] = bool(data.get("spoke_alone"))
        return data


class WithAttachmentForm(DatedForm):
    """A form that may point to a paper in the file."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = Attachment.objects.not_removed().filter(case=case).order_by("-pk")[:40]
        self.papers = {str(paper.ref): paper for paper in found}
        if not self.papers:
            del self.fields["paper"]
        else:
            offered = [("", "—"), *((ref, paper.name) for ref, paper in self.papers.items())]
            self.fields["paper"].choices = offered  # type: ignore[attr-defined]

    def clean_paper(self) -> Attachment | None:
        return self.papers.get(self.cleaned_data["paper"])


class GuardianForm(WithAttachmentForm):
    DAY = "since"

    name = forms.CharField(label=_("Name of the guardian"))
    basis = forms.ChoiceField(
        label=pgettext_lazy("guardianship", "Legal basis"),
        choices=open_choice(code_lists.lazy_choices("guardian_basis")),
    )
    since = forms.DateField(label=_("Start date"))
    contact = narrative_field(_("Contact details"), rows=2)
    lives_with_child = forms.BooleanField(
        label=_("The guardian is who cares for the child now"), required=False,
        help_text=_(
            "The child is then no longer unaccompanied or separated, as with their parents."
        ),
    )  # fmt: skip
    paper = forms.ChoiceField(label=pgettext_lazy("care", "Document in case file"), required=False)

    def __init__(self, *args: Any, has_care: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not has_care:
            del self.fields["lives_with_child"]


class GuardianEndForm(DatedForm):
    on = forms.DateField(label=pgettext_lazy("guardianship", "End date"))
    because = narrative_field(_("Reason for ending"), required=True)


class AuthorityForm(WithAttachmentForm):
    authority = forms.CharField(label=_("Competent authority"))
    on = forms.DateField(label=pgettext_lazy("field", "Date"))
    code = forms.ChoiceField(
        label=_("Decision of the authority"),
        choices=open_choice(code_lists.lazy_choices("best_interests_option")),
    )
    good_until = forms.DateField(label=pgettext_lazy("field", "Valid until"), required=False)
    text = narrative_field(pgettext_lazy("field", "Content"))
    paper = forms.ChoiceField(label=pgettext_lazy("care", "Document in case file"), required=False)
