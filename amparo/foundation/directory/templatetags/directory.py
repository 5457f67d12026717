"""Template tags of the directory: translated text, places, hours, costs, confirmation."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats
from amparo.ui.tags.formats import datetime_text
from amparo.ui.tags.icons import badge

from ..hsds import records
from ..models import Location, OpeningHours, Service, ServiceCost
from ..opening_hours import DAYS
from ..translated_text import TextInLanguage, text_in_language

register = template.Library()

_FIELD_LABELS = {
    "name": gettext_lazy("Name"),
    "about": gettext_lazy("What one finds there"),
    "status": pgettext_lazy("column", "Status"),
    "how_to_come": gettext_lazy("Access procedure"),
    "to_bring": gettext_lazy("Documents to bring"),
    "who_can_come": gettext_lazy("Eligibility, in the organization’s words"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "website": gettext_lazy("Web page"),
    "audience": gettext_lazy("Target group"),
    "minimum_age": gettext_lazy("Minimum age"),
    "maximum_age": gettext_lazy("Maximum age"),
    "languages": gettext_lazy("Languages spoken"),
    "interpreted": gettext_lazy("Interpretation available"),
    "requires_documents": gettext_lazy("Documents required"),
    "is_free": gettext_lazy("Free of charge"),
    "welcomes_irregular": gettext_lazy("Open to people in an irregular situation"),
    "is_child_friendly": gettext_lazy("Children welcome"),
    "needs_appointment": gettext_lazy("Appointment required"),
    "organization": gettext_lazy("Organization"),
    "types": gettext_lazy("Service type"),
    "at": gettext_lazy("Where, and the hours"),
    "costs": pgettext_lazy("field", "Cost"),
    "areas": gettext_lazy("Area covered"),
    "contact_points": gettext_lazy("Contact person"),
}


@register.simple_tag
def translated(text: TextInLanguage) -> SafeString:
    """Text of an organization, marked with their language where it is not the reader's."""
    if text.language == (get_language() or "").split("-")[0]:
        return format_html("<bdi>{}</bdi>", text.text)
    return format_html('<bdi lang="{}">{}</bdi>', text.language, text.text)


@register.simple_tag
def kinds_of(service: Service) -> str:
    return formats.join_list(
        codes.label("service_type", each.code) for each in service.types.all()
    )


@register.simple_tag
def towns_of(service: Service) -> str:
    """The towns in which it is given."""
    there = [
        each.location.place for each in service.service_at_locations.all() if each.location.place
    ]
    return formats.join_list(dict.fromkeys(place.name for place in there)) or "–"


@register.simple_tag
def place_name(location: Location, may_find: bool) -> SafeString | str:
    """What the place is called; a hidden one only for those who take people there."""
    if not location.is_confidential:
        parts = [each for each in (location.name, location.address) if each]
        return (
            format_html("<bdi>{}</bdi>", formats.join_list(parts))
            if parts
            else _("A line to call")
        )
    if may_find and location.confidential_address:
        return format_html("<bdi>{}</bdi> {}", location.confidential_address, _hidden_badge())
    return _hidden_badge()


def _hidden_badge() -> SafeString:
    return badge("warn", "lock", _("Address kept secret"))


@register.simple_tag
def confirmed(service: Service) -> SafeString:
    """When somebody last looked whether it is true; a warning after a year."""
    if service.verified_at is None:
        return badge("warn", "info-circle", _("Never confirmed"))
    ago = datetime_text(service.verified_at, "ago")
    text = _("Confirmed %(time)s ago") % {"time": ago}
    if service.is_stale:
        return badge("warn", "info-circle", text)
    return badge("good", "check", text)


@register.simple_tag
def parsed_service_name(service: records.Service) -> SafeString:
    """What a directory of others calls a service."""
    return translated(text_in_language(service.facts["name"]))


@register.simple_tag
def field_labels(names: list[str]) -> str:
    """In what a directory of others tells it otherwise."""
    return formats.join_list(_FIELD_LABELS.get(name, name) for name in names)


@register.simple_tag
def cost_of(cost: ServiceCost) -> SafeString:
    """How much, in the reader's signs; for whom, and until which day."""
    amount = formats.amount(cost.amount, cost.currency)
    more = [f", {cost.option_text}"] if cost.option else []
    more += [", " + _("until %(day)s") % {"day": formats.day(cost.until)}] if cost.until else []
    return format_html("<bdi>{}</bdi>{}", amount, "".join(more))


@register.simple_tag
def answered(value: bool | None) -> str:
    return {True: _("Yes"), False: _("No"), None: _("Not asked yet")}[value]


@register.simple_tag
def languages_of(languages: list[str]) -> str:
    return formats.join_list(formats.language_name(code) for code in languages)


@register.simple_tag
def language_name(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)


@register.simple_tag
def term(name: str, code: str) -> str:
    return codes.label(name, code)


@register.simple_tag
def days_of(line: OpeningHours) -> str:
    """On which days: every day, or the days by name."""
    kept = line.hours.days
    if len(kept) == len(DAYS):
        return _("Every day")
    names = dict(zip(DAYS, (name for _number, name in formats.week_days()), strict=True))
    return formats.join_list(names[day] for day in DAYS if day in kept)


@register.simple_tag
def hours_of(line: OpeningHours) -> SafeString:
    """From when to when; and for whom, or until which day."""
    if line.is_shut:
        text = pgettext("of a door", "Closed")
    elif line.opens == line.closes:
        text = _("All day and night")
    else:
        text = f"{formats.clock(line.opens)}–{formats.clock(line.closes)}"
    more = [_("Women only")] if line.for_women else []
    more += [_("from %(day)s") % {"day": formats.day(line.since)}] if line.since else []
    more += [_("until %(day)s") % {"day": formats.day(line.until)}] if line.until else []
    return format_html("<bdi>{}</bdi>{}", text, "".join(f", {each}" for each in more))
