"""Forms of the administration: partner systems, staff, bulk reading, lists, audit log."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import http_client
from amparo.foundation.core.accounts.api_tokens import DAYS, permissions_for
from amparo.foundation.core.accounts.roles import ROLES, SYSTEM_PERMISSIONS
from amparo.foundation.core.extension_points import audit_events
from amparo.foundation.core.models import (
    BulkReadJustification,
    CodeListEntry,
    Office,
    Organization,
    Team,
    User,
)
from amparo.foundation.core.webhooks import EVENTS
from amparo.foundation.directory.models import EmergencyNumber
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.feedback.access_grants import FOCAL_POINTS
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.family_tracing.models.requests import GROUP as TRACING
from amparo.ui.formats import countries
from amparo.ui.forms import CheckboxList, Form
from amparo.ui.languages import LANGUAGES

_TOKEN_DAYS = (
    (30, gettext_lazy("30 days")),
    (DAYS, gettext_lazy("90 days")),
    (366, gettext_lazy("One year")),
)


class _OfficeField(forms.ModelChoiceField):
    def label_from_instance(self, office: Office) -> str:
        return f"{office.organization.name} · {office.name}"


class TokenForm(Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the system"),
        help_text=gettext_lazy("The audit log shows this name."),
        max_length=100,
    )
    office = _OfficeField(
        label=gettext_lazy("System owner"),
        help_text=gettext_lazy("It reads and answers what is open to this organization."),
        queryset=Office.objects.none(),
    )
    permissions = forms.MultipleChoiceField(
        label=pgettext_lazy("API", "Permissions"),
        choices=SYSTEM_PERMISSIONS.items,
        widget=CheckboxList,
    )
    days = forms.TypedChoiceField(
        label=pgettext_lazy("token", "Valid for"), choices=_TOKEN_DAYS, coerce=int, initial=DAYS
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.without_practice().accessible_to(user)
        offices = offices.select_related("organization")
        self.fields["office"].queryset = offices.order_by("organization__name", "name")

    def clean(self):
        told = super().clean()
        office, permissions = told.get("office"), told.get("permissions") or []
        if office and not set(permissions) <= set(permissions_for(office.organization)):
            self.add_error("permissions", _("This organization may not do that itself."))
        return told


class SubscriptionForm(Form):
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organization"), queryset=Organization.objects.none()
    )
    address = forms.CharField(
        label=gettext_lazy("Address of their system"),
        help_text=gettext_lazy(
            "It begins with https://, and whoever keeps the machine names it in AMPARO_OUTBOUND."
        ),
        max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Notified events"), choices=EVENTS.items, widget=CheckboxList
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        organizations = Organization.objects.accessible_to(user)
        self.fields["organization"].queryset = organizations.order_by("name")

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if not http_client.is_allowed_host(address):
            raise forms.ValidationError(
                _(
                    "This Amparo site may not call this address. It starts with https:// and must "
                    "be listed in AMPARO_OUTBOUND."
                )
            )
        return address


# Staff.

# What leave is given for: restricted files, comparing in tracing, the complaints of an office.
GRANT_GROUPS = {
    **{code: name for code, name in Case.Confidentiality.choices if code != "ordinary"},
    TRACING: gettext_lazy("Tracing: who may be the one that is looked for"),
    FOCAL_POINTS: gettext_lazy("Complaints: ordinary ones of the office"),
}


class InviteForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Somebody with this e-mail is already here."))
        return email


class RoleForm(Form):
    """A role in one team, or over a whole office: one of the two."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=lambda: [(role.code, role.name) for role in ROLES.values()],
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("In the team"), queryset=Team.objects.none(), required=False
    )
    office = forms.ModelChoiceField(
        label=pgettext_lazy("filter", "Or the whole office"),
        queryset=Office.objects.none(),
        required=False,
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.accessible_to(user, "edit").order_by("name")
        self.fields["office"].queryset = Office.objects.accessible_to(user, "edit").order_by(
            "name"
        )

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("team")) == bool(cleaned.get("office")):
            self.add_error("team", _("Choose a team or an office: one of the two."))
        return cleaned


class GrantForm(Form):
    """Leave to open the restricted files of one kind, in one office."""

    group = forms.ChoiceField(
        label=pgettext_lazy("field", "Access to"),
        choices=lambda: list(GRANT_GROUPS.items()),
    )
    office = forms.ModelChoiceField(
        label=gettext_lazy("In the office"), queryset=Office.objects.none()
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.without_practice().accessible_to(user, "edit")
        self.fields["office"].queryset = offices.order_by("name")


# Bulk reading.


class BulkReadingReasonForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Purpose of bulk access"),
        choices=BulkReadJustification.Reason.choices,
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=pgettext_lazy("field", "Summary"),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
    )


# Code lists.


class CodeListFilterForm(Form):
    """Which reference list is shown; all where none is chosen. `titles` are theirs, by name."""

    list = forms.ChoiceField(label=gettext_lazy("Reference lists"), required=False)

    def __init__(self, *args, titles: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        by_title = sorted(titles.items(), key=lambda each: each[1].casefold())
        self.fields["list"].choices = [("", pgettext_lazy("reference lists", "All")), *by_title]


class CodeForm(Form):
    """The label of an entry in each language of the product."""

    def __init__(self, *args, entry: CodeListEntry | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            # What was never said in a language may wait; what was is not taken away.
            must = entry is None or bool(entry.says(language.code))
            self.fields[language.code] = forms.CharField(
                label=language.name,
                max_length=300,
                required=must,
                widget=forms.TextInput({"autocomplete": "off"}),
            )


class NewCodeForm(CodeForm):
    code = forms.SlugField(
        label=pgettext_lazy("reference list", "Code"),
        help_text=gettext_lazy("Small Latin letters; it never changes once it is used."),
        max_length=60,
    )

    @property
    def labels(self) -> dict[str, str]:
        return {name: said for name, said in self.cleaned_data.items() if name != "code"}


# Emergency numbers.


class EmergencyNumberForm(Form):
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries)
    kind = forms.ChoiceField(
        label=pgettext_lazy("form", "Purpose"), choices=EmergencyNumber.Kind.choices
    )
    number = forms.CharField(
        label=pgettext_lazy("column", "Telephone number"),
        help_text=gettext_lazy("Call it once from a telephone there before you write it down."),
        max_length=20,
        validators=EmergencyNumber._meta.get_field("number").validators,
    )
    is_free = forms.BooleanField(label=gettext_lazy("The call costs nothing"), required=False)

    def __init__(self, *args, number: EmergencyNumber | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = number

    def clean(self) -> dict:
        given = super().clean() or {}
        there = EmergencyNumber.objects.filter(
            country=given.get("country", ""), kind=given.get("kind", "")
        )
        if self.record is not None:
            there = there.exclude(pk=self.record.pk)
        if there.exists():
            self.add_error(
                "kind",
                gettext_lazy("This country has a number for that already. Change that one."),
            )
        return given


# Audit log.


class AuditLogFilterForm(forms.Form):
    """Every answer narrows the list; none is needed. Only codes and refs go into the address."""

    what = forms.ChoiceField(
        label=pgettext_lazy("audit log", "Entry type"), required=False,
        choices=[
            ("", pgettext_lazy("filter", "All")), ("actions", pgettext_lazy("audit", "Actions")),
            ("reads", gettext_lazy("Openings")),
            ("denied", gettext_lazy("Tries that were refused")),
        ],
    )  # fmt: skip
    event = forms.ChoiceField(label=pgettext_lazy("audit", "Action"), required=False)
    by = forms.ModelChoiceField(
        User.objects.none(), label=pgettext_lazy("audit log", "User"), required=False,
        to_field_name="ref",
        empty_label=gettext_lazy("Everybody"),
    )  # fmt: skip
    since = forms.DateField(
        label=pgettext_lazy("column", "Since"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "End date"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    ref = forms.UUIDField(label=gettext_lazy("Reference of a record"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = sorted((str(each.label), code) for code, each in audit_events.items())
        self.fields["event"].choices = [
            ("", gettext_lazy("All actions")),
            *((event, label) for label, event in labels),
        ]
        self.fields["by"].queryset = User.objects.order_by("name")

    def filter_entries(self, lines):
        """The lines that were asked for; an answer that is no answer asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        if what := asked.get("what"):  # a choice is named as what the ledger tells by itself
            lines = getattr(lines, what)()
        wanted = {
            "event": asked.get("event"), "by": asked.get("by"),
            "at__date__gte": asked.get("since"), "at__date__lte": asked.get("until"),
        }  # fmt: skip
        lines = lines.filter(**{name: value for name, value in wanted.items() if value})
        if ref := asked.get("ref"):
            lines = lines.about(ref)
        return lines

    @property
    def is_used(self) -> bool:
        return self.is_bound and any(self.cleaned_data.values())


# Places.

PLACE_KINDS = [
    (Place.Kind.COUNTRY, gettext_lazy("Country")),
    (Place.Kind.REGION, gettext_lazy("Region")),
    (Place.Kind.TOWN, gettext_lazy("Town or district")),
    (Place.Kind.SITE, gettext_lazy("Site")),
]


class PlaceForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("column", "Type"), choices=PLACE_KINDS)
    within = forms.ModelChoiceField(
        label=gettext_lazy("Parent area"), queryset=Place.objects.none(), required=False
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries, required=False)
    pcode = forms.CharField(
        label=gettext_lazy("Area code"),
        help_text=gettext_lazy("The common operational code (p-code), when there is one."),
        max_length=30,
        required=False,
    )

    def __init__(self, *args, user, place: Place | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        places = Place.objects.accessible_to(user).order_by("name")
        self.fields["within"].queryset = places.exclude(pk=place.pk) if place else places
