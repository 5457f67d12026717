"""What is asked when a child is alone, and when one looks through those who are."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.forms.base import open_choice
from amparo.pillars.assistance.cases.models import Case
from amparo.ui.forms import Form, RadioList

from ..models import FamilyContactRestriction, UnaccompaniedChild
from ..worklists import MISSING_LABELS


def narrative_field(
    label: Any, hint: Any = "", *, required: bool = False, rows: int = 3
) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=forms.Textarea({"rows": rows})
    )


def status_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("UASC status"),
        help_text=_(
            "Unaccompanied: apart from both parents and other relatives, and no adult cares for "
            "them who should by law or custom. Separated: apart from parents or the usual "
            "caregiver, though perhaps with other relatives."
        ),
        choices=UnaccompaniedChild.Status.choices,
        widget=forms.RadioSelect,
    )


class ChangeForm(Form):
    status = status_field()
    separated_on = forms.DateField(label=_("Start date"), required=False)
    cause = forms.ChoiceField(
        label=_("Circumstances of separation"),
        choices=open_choice(code_lists.lazy_choices("separation_cause")),
        required=False,
    )
    where = narrative_field(_("Place of separation"), rows=2)
    circumstances = narrative_field(pgettext_lazy("child", "Circumstances of separation"))
    last_known_family = narrative_field(
        _("Known information on the family"), _("Names, last known location, contact details.")
    )
    wishes = narrative_field(_("Wishes of the child"), _("In their own words if you can."))


class ChildForm(ChangeForm):
    person = forms.ChoiceField(label=pgettext_lazy("field", "Child"), widget=forms.RadioSelect)

    field_order = ("person",)

    def __init__(self, *args: Any, children: list[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.children = {str(child.ref): child for child in children}
        if not children:
            del self.fields["person"]
            return
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (ref, child.shown_name) for ref, child in self.children.items()
        ]
        if len(children) == 1:
            self.fields["person"].initial = str(children[0].ref)

    def clean(self) -> dict:
        if not self.children:
            raise forms.ValidationError(gettext("There is no child to register in this case."))
        return super().clean() or self.cleaned_data

    def clean_person(self) -> Person:
        return self.children[self.cleaned_data["person"]]


def children_in(case: Case, user: Any) -> list[Person]:
    """Children of the case who are not registered as alone yet, and whom this person may know."""
    today = case.office.today()
    registered = set(
        UnaccompaniedChild.objects.standing().filter(case=case).values_list("person", flat=True)
    )
    known = set(
        Person.objects.accessible_to(user)
        .filter(pk__in=[each.pk for each in case.persons()])
        .values_list("pk", flat=True)
    )
    return [
        person
        for person in case.persons()
        if person.pk in known - registered and person.is_child(today)
    ]


class UnaccompaniedStatusEndForm(Form):
    why = forms.ChoiceField(
        label=_("Reason UASC status ends"),
        choices=UnaccompaniedChild.EndReason.choices,
        widget=RadioList,
    )
    text = narrative_field(
        pgettext_lazy("field", "Summary"),
        _(
            "What was found, since when, and who saw it. A parent or legal guardian must be "
            "recorded first."
        ),
    )


class AcceptForm(Form):
    """Who takes the child on, of those with leave for files of child protection."""

    owner = forms.ChoiceField(
        label=_("Who accompanies the child?"),
        help_text=_("Colleagues with access to child protection files. They are notified."),
        widget=RadioList,
    )

    def __init__(self, *args: Any, workers: list[User], user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.workers = {str(each.ref): each for each in workers}
        if user not in workers:
            del self.fields["owner"]
            return
        choices = [(ref, each.name) for ref, each in self.workers.items()]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        self.fields["owner"].initial = str(user.ref)

    def clean_owner(self) -> User:
        return self.workers[self.cleaned_data["owner"]]


class AcceptMinorForm(AcceptForm):
    """The same for a child who is not registered as alone yet."""

    status = status_field()
    field_order = ("status", "owner")


class MinorForm(Form):
    because = narrative_field(
        _("Why this child need not be registered as unaccompanied or separated"),
        _("With whom the child is, how you know it, and why that is safe."),
        required=True,
    )


class ContactRestrictionForm(Form):
    reason = forms.ChoiceField(
        label=_("Reason not to contact the family"),
        choices=FamilyContactRestriction.Reason.choices,
        widget=RadioList,
    )
    text = narrative_field(_("Views of the child"), _("In their own words if you can."))


class TakeBackForm(Form):
    text = narrative_field(
        _("Views of the child"),
        _("What they want the family to know now, and where you spoke with them alone."),
        required=True,
    )


class ChildFilterForm(Form):
    """Whose, and what is missing: all of it in the address."""

    whose = forms.ChoiceField(
        label=pgettext_lazy("filter", "Caseworker"),
        choices=[("", _("All I may read")), ("mine", _("My cases"))],
        required=False,
    )
    show = forms.ChoiceField(
        label=_("What is missing"),
        choices=[("", pgettext_lazy("children, victims, filter", "All")), *MISSING_LABELS.items()],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.is_valid()  # an answer that makes no sense is as good as none: never an error

    def asked(self, name: str) -> str:
        return self.cleaned_data.get(name, "")
