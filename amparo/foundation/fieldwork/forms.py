"""Django forms: form management, submission review, exports, import of an outbox."""

import json
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.uploads import upload_was_too_large
from amparo.foundation.core.models import User
from amparo.ui.forms import Form as AskForm
from amparo.ui.forms import RadioList

from .answer_classes import (
    CLASS_LABELS,
    DEFAULT_PURPOSE,
    ClassChoice,
    ClassRow,
    is_less_restricted,
)
from .models import Form, FormVersion, Submission


class FormUploadForm(AskForm):
    file = forms.FileField(
        label=_("XLSForm file"),
        help_text=_("XLSForm as XLSX, or as CSV. Nothing is published before you decide."),
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if request and upload_was_too_large(request):
            self.fields["file"].error_messages["required"] = gettext(
                "This file is larger than a form may be. Take pictures and long lists out of it."
            )


class PublishForm(AskForm):
    """What the answers to a form are asked for, and their class: one line for each row of its
    table, with what was proposed chosen.
    """

    purpose = forms.ChoiceField(
        label=_("What the answers are for"),
        help_text=_("Questions are asked only of people who consented to this purpose."),
    )

    def __init__(self, *args: Any, rows: list[ClassRow], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = rows
        purposes = list(codes.choices("consent_scope"))
        self.fields["purpose"].choices = purposes
        self.fields["purpose"].initial = DEFAULT_PURPOSE
        for row in rows:
            own = row.purpose if row.has_own_purpose else ""
            self._add(f"purpose-{row.key}", pgettext("of answers", "Purpose"), own,
                      [("", gettext("As above")), *purposes], row)  # fmt: skip
            self._add(
                f"class-{row.key}",
                pgettext("of answers", "Class"),
                row.sensitivity,
                _classes(row),
                row,
            )

    def _add(
        self, name: str, label: str, initial: str, choices: list[tuple[str, Any]], row: ClassRow
    ) -> None:
        about = f"{label}: {row.part or gettext('Other questions')}, {row.why}"
        # A browser must not restore what somebody chose on an older page.
        attrs = {"aria-label": about, "class": "form-select", "autocomplete": "off"}
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=initial, required=name.startswith("class-"),
            widget=forms.Select(attrs),
        )  # fmt: skip

    @property
    def lines(self) -> list[tuple[ClassRow, Any, Any]]:
        """Each row of the table with its two fields."""
        return [(row, self[f"purpose-{row.key}"], self[f"class-{row.key}"]) for row in self.rows]

    @property
    def is_sent(self) -> bool:
        """Whether the table was on the page: the button alone publishes what was proposed."""
        return "purpose" in self.data

    def choices(self) -> dict[str, ClassChoice]:
        """What was chosen, by the key of the row; rows that are not there any more too."""
        if not self.is_sent:
            return {}
        sent = [name.partition("-")[2] for name in self.data if name.startswith("class-")]
        told = self.cleaned_data
        return {
            key: ClassChoice(
                told.get(f"purpose-{key}") or told["purpose"], told.get(f"class-{key}", "")
            )
            for key in sent
        }


def _classes(row: ClassRow) -> list[tuple[str, Any]]:
    """Every class; those that open the answers to more people say so."""
    return [
        (code, gettext("%(class)s (more people may read it)") % {"class": label}
         if is_less_restricted(row.sensitivity, code) else label)
        for code, label in CLASS_LABELS.items()
    ]  # fmt: skip


class FormAttachmentForm(AskForm):
    """A file beside a form, under the name by which the form calls it."""

    file = forms.FileField(
        label=_("File used by the form"),
        help_text=_("A list, a picture or a sound. Nothing in it may be about anybody."),
    )


class RejectForm(AskForm):
    """Why what somebody wrote is not done."""

    because = forms.CharField(
        label=_("Reason for discarding"),
        help_text=_("What was written is erased. Who put it away, and why, stays."),
        widget=forms.Textarea({"rows": 2}),
    )


class OutboxImportForm(AskForm):
    """The outbox file that a device saved: encrypted, and readable by this installation alone."""

    file = forms.FileField(
        label=_("The file of the telephone"),
        help_text=_("Its name begins with “campo-”. Nobody on the way can read it."),
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if request and upload_was_too_large(request):
            self.fields["file"].error_messages["required"] = gettext(
                "This file is larger than this office takes."
            )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            told = json.load(file)
        except (ValueError, RecursionError):
            told = None
        boxes = told.get("boxes") if isinstance(told, dict) else None
        if not isinstance(boxes, list) or not boxes:
            raise forms.ValidationError(gettext("This is not a file that a telephone saved."))
        self.boxes: list[object] = boxes
        return file


# Export

FORMATS = (
    ("csv", _("CSV: for any program; repeated groups as further tables, in a ZIP")),
    ("xlsx", _("XLSX: for a spreadsheet; repeated groups as further sheets")),
    ("json", _("JSON: one set of answers a line, as nested as the form")),
    ("parquet", _("Parquet: for who reckons with it")),
)


class ExportForm(AskForm):
    format = forms.ChoiceField(
        label=pgettext_lazy("export", "Format"), choices=FORMATS, widget=RadioList, initial="csv"
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("export", "Column headings"),
        help_text=_("Codes stay the same in every language. JSON always speaks in codes."),
        required=False,
    )
    splits = forms.BooleanField(
        label=_("A column for each choice, where several may be chosen"), required=False
    )
    since = forms.DateField(label=pgettext_lazy("period", "Start date"), required=False)
    until = forms.DateField(label=pgettext_lazy("period", "End date"), required=False)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [
            ("", _("Codes and names of questions")), *((each, each) for each in languages)
        ]  # fmt: skip


# Submission review


class SubmissionFilterForm(AskForm):
    """Which of them: what is to be looked at, where nothing else is asked for."""

    state = forms.ChoiceField(label=pgettext_lazy("column", "Status"), required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    day = forms.DateField(label=pgettext_lazy("submissions", "Date received"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.found = Submission.objects.accessible_to(user, to="keep")
        odd, *others = (
            Submission.State.NEEDS_REVIEW,
            *(each for each in Submission.State if each != "odd"),
        )
        self.fields["state"].choices = [
            (each.value if each != odd else "", each.label) for each in (odd, *others)
        ] + [("all", _("All that arrived"))]
        answered = Form.objects.accessible_to(user).filter(versions__submissions__isnull=False)
        named = FormVersion.objects.latest_of(answered.distinct())
        self.fields["form"].choices = [
            ("", _("All forms")),
            *((each.form.ref.hex, each.called) for each in named),
        ]

    def rows(self) -> QuerySet:
        told = self.cleaned_data if self.is_valid() else {}
        state = told.get("state") or Submission.State.NEEDS_REVIEW
        rows = self.found if state == "all" else self.found.filter(state=state)
        if told.get("form"):
            rows = rows.filter(version__form__ref=told["form"])
        if day := told.get("day"):
            begins = make_aware(datetime.combine(day, time.min))
            rows = rows.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
        return rows


class ReasonForm(AskForm):
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"), widget=forms.Textarea(attrs={"rows": 2})
    )
