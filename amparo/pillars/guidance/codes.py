"""Kinds, audiences, themes and languages of guidance, in the reader's language."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

AUDIENCES: dict[str, Promise] = {
    "caseworker": _("Caseworkers"),
    "supervisor": _("Supervisors"),
    "data_officer": _("Data officers"),
    "provider": _("Service providers"),
    "official": _("Officials of the State"),
    "trainer": _("Trainers"),
    "migrant": _("Migrants"),
}
THEMES: dict[str, Promise] = {
    "assistance": pgettext_lazy("theme", "Assistance"),
    "children": pgettext_lazy("theme", "Children"),
    "family": pgettext_lazy("theme", "Family"),
    "trafficking": pgettext_lazy("theme", "Trafficking"),
    "return": pgettext_lazy("theme", "Return"),
    "asylum": pgettext_lazy("theme", "Asylum"),
    "health": pgettext_lazy("theme", "Health"),
    "gbv": pgettext_lazy("theme", "Gender-based violence"),
    "detention": pgettext_lazy("theme", "Detention"),
    "rights": pgettext_lazy("theme", "Rights"),
    "data_protection": pgettext_lazy("theme", "Data protection"),
    "accountability": pgettext_lazy("theme", "Accountability"),
}
# The section that says in each language how a product is called, and what it says in plain words.
FRONT = "summary"
LANGUAGES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)


def language_name(code: str) -> str:
    """Returns a language in its own words."""
    return str(dict(settings.LANGUAGES).get(code, code))
