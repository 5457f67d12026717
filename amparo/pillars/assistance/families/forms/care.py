"""What is asked about who cares and stands for a child, and what an authority decided."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.protection import code_lists
from amparo.ui.forms import Form

from ...forms.asking import YesNo, open_choice
from ...models import Attachment, Case
from .children import story


class OnADay(Form):
    """A form about a day, which is today unless one says otherwise."""

    DAY = "on"

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields[self.DAY].initial = today


class CareForm(OnADay):
    DAY = "since"

    kind = forms.ChoiceField(
        label=_("Who cares for the child?"),
        choices=open_choice(code_lists.lazy_choices("care_arrangement")),
    )
    since = forms.DateField(label=_("Since when"))
    carer = forms.CharField(label=_("Name of the carer"), required=False)
    where = story(_("Where the child lives"), rows=2)
    with_guardian = forms.BooleanField(
        label=_("The carer is the legal guardian who is recorded"), required=False,
        help_text=_("The child is then alone no longer, as with their parents."),
    )  # fmt: skip
    because = forms.ChoiceField(
        label=_("Why does the care change?"),
        choices=open_choice(code_lists.lazy_choices("care_change")),
    )
    words = story(_("What one should know of the change"), rows=2)

    def __init__(self, *args: Any, is_first: bool, has_guardian: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["because"], self.fields["words"]
        if not has_guardian:
            del self.fields["with_guardian"]


class VisitForm(OnADay):
    on = forms.DateField(label=_("When?"))
    saw_child = YesNo(label=_("Did you see the child?"))
    spoke_alone = YesNo(label=_("Did you speak with the child alone?"), required=False)
    words = story(_("How the child is"), _("Or why you did not see them."), required=True, rows=4)
    worries = story(
        _("What worries you about their safety"),
        _("If you write something here, a safety alert is sounded at once."),
    )

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        data["spoke_alone"] = bool(data.get("spoke_alone"))
        return data


class WithPaper(OnADay):
    """A form that may point to a paper in the file."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = Attachment.objects.in_the_file().filter(case=case).order_by("-pk")[:40]
        self.papers = {str(paper.ref): paper for paper in found}
        if not self.papers:
            del self.fields["paper"]
        else:
            offered = [("", "—"), *((ref, paper.name) for ref, paper in self.papers.items())]
            self.fields["paper"].choices = offered  # type: ignore[attr-defined]

    def clean_paper(self) -> Attachment | None:
        return self.papers.get(self.cleaned_data["paper"])


class GuardianForm(WithPaper):
    DAY = "since"

    name = forms.CharField(label=_("Name of the guardian"))
    basis = forms.ChoiceField(
        label=_("On what does it rest?"),
        choices=open_choice(code_lists.lazy_choices("guardian_basis")),
    )
    since = forms.DateField(label=_("Since when"))
    contact = story(_("How to reach them"), rows=2)
    lives_with_child = forms.BooleanField(
        label=_("The guardian is who cares for the child now"), required=False,
        help_text=_("The child is then alone no longer, as with their parents."),
    )  # fmt: skip
    paper = forms.ChoiceField(label=_("Paper in the file"), required=False)

    def __init__(self, *args: Any, has_care: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not has_care:
            del self.fields["lives_with_child"]


class GuardianEndForm(OnADay):
    on = forms.DateField(label=_("Since when does it end?"))
    because = story(_("Why it ends"), required=True)


class AuthorityForm(WithPaper):
    authority = forms.CharField(label=_("Which authority decided?"))
    on = forms.DateField(label=_("On which day"))
    code = forms.ChoiceField(
        label=_("What did it find best?"),
        choices=open_choice(code_lists.lazy_choices("best_interests_option")),
    )
    good_until = forms.DateField(label=_("Good until"), required=False)
    words = story(_("What it says"))
    paper = forms.ChoiceField(label=_("Paper in the file"), required=False)
