"""Forms about a family, its members, a separation, a household, and a community."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui.forms import Form, PartialDateField

from ..models import Community
from .fields import PlaceField, code_field


class FamilyForm(Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the family"),
        help_text=gettext_lazy("If left empty, the family name of who speaks for it."),
        required=False,
    )


class MemberForm(Form):
    """Somebody we already know joins the family."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    relation = code_field(
        "family_relation", gettext_lazy("Relationship to family representative"), required=True
    )


class PersonSearchForm(Form):
    q = forms.CharField(label=gettext_lazy("Name, document or telephone"))


class SeparationForm(Form):
    """Since when and how they were separated: what a search for them starts from."""

    since = PartialDateField(label=gettext_lazy("Start date"), required=False)
    cause = code_field(
        "separation_cause", gettext_lazy("Circumstances of separation"), required=True
    )
    story = forms.CharField(
        label=gettext_lazy("Known information"),
        help_text=gettext_lazy("Where they were last together, who saw them since."),
        widget=forms.Textarea,
        required=False,
    )


class CommunityForm(Form):
    """A group that lives in or passes through one place."""

    name = forms.CharField(label=gettext_lazy("Name"))
    place = PlaceField(label=gettext_lazy("Place"))
    size_estimate = forms.IntegerField(
        label=gettext_lazy("Estimated number of people"),
        min_value=1,
        max_value=10_000_000,
        required=False,
    )
    spokespersons = forms.CharField(
        label=pgettext_lazy("community", "Representative"),
        help_text=gettext_lazy("Names and how to reach them; seen only by those who work here."),
        widget=forms.Textarea,
        required=False,
    )
    description = forms.CharField(
        label=pgettext_lazy("field", "Remarks"), widget=forms.Textarea, required=False
    )

    def __init__(self, *args: Any, user: User, community: Community | None = None, **kwargs: Any):
        if community is not None:
            kwargs["initial"] = _community_values(community)
        super().__init__(*args, **kwargs)
        place = community.place if community else None
        self.fields["place"].offer(user, place)  # type: ignore[attr-defined]


def _community_values(community: Community) -> dict[str, Any]:
    names = ("name", "size_estimate", "spokespersons", "description")
    return {
        **{name: getattr(community, name) for name in names},
        "place": str(community.place.ref),
    }


# Households.


class HouseholdMemberForm(Form):
    relation = code_field(
        "family_relation", gettext_lazy("Relationship to family representative"), required=True
    )
