"""How somebody who belongs to the household is related to who speaks for the family."""

from django.utils.translation import gettext_lazy

from amparo.ui.forms import Form

from .listed import listed


class TogetherForm(Form):
    relation = listed(
        "family_relation", gettext_lazy("Relation to who speaks for the family"), required=True
    )
