"""Forms of meetings: when and where, the agenda, who comes, papers."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.files.forms import UploadField
from amparo.foundation.core.models import Office, User
from amparo.foundation.links.models import Pattern
from amparo.ui.forms import Form, LocalTimeInput, RadioList

from ..models import AgendaItem, Commitment, Convening, Delegation, Forum, MeetingKind
from .forums import languages_field, offices_of, organization_field

MOST_OFFERED = 150


class WhenForm(Form):
    """When a meeting takes place; cleans to `starts_at` and `ends_at` on its own clock."""

    day = forms.DateField(label=pgettext_lazy("meeting", "Day"))
    starts = forms.TimeField(label=pgettext_lazy("meeting", "Begins"), widget=LocalTimeInput)
    ends = forms.TimeField(label=pgettext_lazy("meeting", "Ends"), widget=LocalTimeInput)
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Only where it ends on another day."),
    )  # fmt: skip
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"), max_length=60, validators=[check_time_zone]
    )
    papers_due_on = forms.DateField(
        label=pgettext_lazy("meeting", "Papers due on"), required=False
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if {"day", "starts", "ends", "time_zone"} <= told.keys():
            zone, last = ZoneInfo(told["time_zone"]), told.get("last_day") or told["day"]
            told["starts_at"] = datetime.combine(told["day"], told["starts"], zone)
            told["ends_at"] = datetime.combine(last, told["ends"], zone)
        for name in ("day", "starts", "ends", "last_day"):
            told.pop(name, None)
        return told

    @staticmethod
    def initial_of(meeting: Convening) -> dict[str, Any]:
        start, end = meeting.local_start, meeting.local_end
        return {
            "day": start.date(), "starts": start.time(), "ends": end.time(),
            "last_day": end.date() if end.date() != start.date() else None,
            "time_zone": meeting.time_zone, "papers_due_on": meeting.papers_due_on,
        }  # fmt: skip


class AboutForm(Form):
    """What a meeting is about, where, in which languages and under which rule."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("column", "Type"), choices=MeetingKind.choices)
    place = forms.CharField(
        label=pgettext_lazy("meeting", "Place"), max_length=200, required=False
    )
    online = forms.URLField(
        label=pgettext_lazy("meeting", "Address for joining online"), max_length=500,
        required=False, assume_scheme="https",
    )  # fmt: skip
    rule = forms.ChoiceField(
        label=pgettext_lazy("meeting", "Rule"), choices=Convening.Rule.choices, widget=RadioList,
        initial=Convening.Rule.OPEN,
        help_text=gettext_lazy(
            "Chatham House: what was said is recorded, never by whom. Closed: seen only by those "
            "seated and by you who keep it."
        ),
    )  # fmt: skip
    languages = languages_field(gettext_lazy("Languages"))
    interpretation = languages_field(pgettext_lazy("meeting", "Interpretation"))


class MeetingChangeForm(AboutForm):
    papers_due_on = forms.DateField(
        label=pgettext_lazy("meeting", "Papers due on"), required=False
    )


class MeetingForm(WhenForm, AboutForm):
    """A new meeting."""

    forum = forms.ModelChoiceField(
        Forum.objects.none(), label=gettext_lazy("Forum"), required=False
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    field_order = (
        "title", "forum", "kind", "day", "starts", "ends", "last_day", "time_zone", "place",
        "online", "rule", "languages", "interpretation", "papers_due_on", "office",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, forum: str = "", **kwargs: Any):
        """`forum` is the ref of the one that meets, if any."""
        super().__init__(*args, **kwargs)
        forums = Forum.objects.accessible_to(user).filter(is_dormant=False)
        self.fields["forum"].queryset = forums  # type: ignore[attr-defined]
        offices = offices_of(user, "forum.keep")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        first = offices.first()
        self.initial.update({"office": first, "time_zone": first.time_zone if first else "UTC"})
        if chosen := next((each for each in forums if str(each.ref) == forum), None):
            self.initial.update(forum=chosen, kind=chosen.kind, languages=chosen.languages)


class CancelForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class AgendaItemForm(Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=pgettext_lazy("column", "Type"), choices=AgendaItem.Kind.choices,
        initial=AgendaItem.Kind.DISCUSSION,
    )  # fmt: skip
    brief = forms.CharField(
        label=pgettext_lazy("agenda item", "Brief"), max_length=4000, required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("What the figures say and what is asked. Nobody is named."),
    )  # fmt: skip
    duration = forms.IntegerField(
        label=pgettext_lazy("agenda item", "Time in minutes"), min_value=1, max_value=600,
        required=False,
    )  # fmt: skip
    presenter = organization_field(pgettext_lazy("agenda item", "Presented by"), required=False)
    asked_of = organization_field(pgettext_lazy("agenda item", "Asked of"), required=False)


class AgendaItemChangeForm(AgendaItemForm):
    position = forms.IntegerField(
        label=pgettext_lazy("agenda item", "Number"), min_value=1, max_value=99
    )
    field_order = ("position", "title")


class BasisForm(Form):
    """On what an item rests: a counted pattern of unmet needs, or a commitment."""

    pattern = forms.ModelChoiceField(
        Pattern.objects.none(), required=False,
        label=pgettext_lazy("unmet needs", "Pattern of unmet needs"),
    )  # fmt: skip
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(), label=gettext_lazy("Commitment"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        patterns = Pattern.objects.accessible_to(user).select_related("place")
        self._offer("pattern", patterns.order_by("place__name", "pk"), _pattern_label)
        commitments = Commitment.objects.accessible_to(user).order_by("-year", "-serial")
        self._offer("commitment", commitments, lambda each: f"{each.number} {each.title}")

    def _offer(self, name: str, found: Any, label: Any) -> None:
        keys = list(found.values_list("pk", flat=True)[:MOST_OFFERED])
        self.fields[name].queryset = found.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.fields[name].label_from_instance = label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("pattern")) == bool(told.get("commitment")):
            raise ValidationError(_("Choose a pattern or a commitment: one of them."))
        return told


def _pattern_label(pattern: Pattern) -> str:
    parts = (pattern.place.name, pattern.service_label, pattern.right_label)
    return " · ".join(str(each) for each in parts if each)


class InvitationForm(Form):
    organization = organization_field(gettext_lazy("Institution"))
    role = forms.ChoiceField(
        label=pgettext_lazy("delegation", "Role"), choices=Delegation.Role.choices
    )


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False)


class DelegationForm(Form):
    role = forms.ChoiceField(
        label=pgettext_lazy("delegation", "Role"), choices=Delegation.Role.choices
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("column", "Status"), choices=Delegation.State.choices
    )
    women = _count(gettext_lazy("Women"))
    men = _count(gettext_lazy("Men"))
    other = _count(pgettext_lazy("sex", "Other"))
    not_said = _count(pgettext_lazy("sex", "Not said"))
    names = forms.CharField(
        label=pgettext_lazy("delegation", "Names"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only if they are needed. They are kept sealed and can be erased."),
    )  # fmt: skip


class PaperForm(Form):
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=gettext_lazy("Agenda item"), required=False
    )
    file = UploadField(missing=gettext_lazy("Choose a file."), required=False)
    url = forms.URLField(
        label=pgettext_lazy("document", "Web address"), max_length=500, required=False,
        assume_scheme="https",
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, required=False,
        help_text=gettext_lazy("Of an address: what one finds there."),
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Convening, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = pgettext_lazy("upload", "File")
        self.fields["item"].queryset = meeting.items.order_by("position")  # type: ignore[attr-defined]
        self.fields["item"].label_from_instance = lambda each: each.heading  # type: ignore[attr-defined]
