"""Forms: import a file of an external directory, and decide what is taken over."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.files.uploads import upload_was_too_large
from amparo.foundation.people.forms.fields import with_blank
from amparo.ui.forms import CheckboxList, Form

from ..hsds.importer import Comparison
from .services import service_type_choices


class FeedForm(Form):
    title = forms.CharField(
        label=_("Name of the directory"),
        max_length=120,
        help_text=_("Write it the same way each time: then we see what changed since."),
    )
    file = forms.FileField(
        label=pgettext_lazy("field", "File to import"),
        help_text=_("HSDS as JSON, or as a ZIP of tables. Nothing is written before you decide."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of help where the file names none that we know"),
        choices=with_blank(service_type_choices),
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the file"), choices=settings.LANGUAGES)
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, validators=[check_time_zone])

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if request and upload_was_too_large(request):
            self.fields["file"].error_messages["required"] = gettext(
                "This file is larger than we can look through. Ask for it in parts."
            )


class FeedDecisionForm(Form):
    """What is taken over only where somebody says so."""

    also = forms.MultipleChoiceField(
        label=_("Prefer their data over ours"), widget=CheckboxList, required=False
    )
    end = forms.MultipleChoiceField(
        label=_("These stand in their list no longer: say that they do not run now"),
        widget=CheckboxList, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, found: Comparison, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = {
            "also": [(str(each.parsed.ref), str(each.record.title)) for each in found.to_decide],
            "end": [(str(each.ref), str(each.title)) for each in found.gone],
        }
        for name, there in choices.items():
            if there:
                self.fields[name].choices = there  # type: ignore[attr-defined]
            else:
                del self.fields[name]
