"""What breakdowns and their values are called, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.measures import ColumnType
from amparo.foundation.core.models import Office
from amparo.foundation.funding.models import Fund, Project
from amparo.foundation.people.models import Place
from amparo.ui import formats

from .store import NOT_ASKED

UNKNOWN = pgettext_lazy("breakdown", "Not recorded")
YES, NO = pgettext_lazy("breakdown", "Yes"), pgettext_lazy("breakdown", "No")

NAMES: dict[str, Promise] = {
    "sex": _("Sex"),
    "age_band": _("Age"),
    "age_group": _("Age group"),
    "disability": _("Disability"),
    "nationality": _("Nationality"),
    "migration_status": _("Migration status"),
    "office": _("Office"),
    "kind": pgettext_lazy("case", "Kind"),
    "risk": _("Risk level"),
    "is_restricted": _("Restricted case"),
    "area1": pgettext_lazy("area", "Area"),
    "area2": pgettext_lazy("area", "Town"),
    "fund": _("Fund"),
    "project": pgettext_lazy("donor", "Project"),
}

_AGE_GROUPS: dict[str, Promise] = {
    "child": pgettext_lazy("age group", "Children"),
    "adult": pgettext_lazy("age group", "Adults"),
}
_DISABILITY: dict[str, Promise] = {
    "yes": YES,
    "no": NO,
    "unknown": pgettext_lazy("breakdown", "Unknown"),
    NOT_ASKED: pgettext_lazy("breakdown", "Not asked"),
}
_BANDS: dict[str, Promise] = {"disputed": _("Age disputed, counted as a child")}


def name_of(fact: str, breakdown: str) -> str:
    """What a breakdown is called."""
    if breakdown in NAMES:
        return str(NAMES[breakdown])
    found = (column for column in facts[fact].columns if column.name == breakdown)
    return next((str(column.label) for column in found), breakdown)


type Labels = Callable[[str], str]


def labels_for(fact: str, breakdown: str, values: Iterable[str]) -> Labels:
    """Returns what says each of these values. One query for offices, funds and places."""
    if breakdown in _RECORDS:
        model, attribute = _RECORDS[breakdown]
        keys = [int(value) for value in values if value.isdecimal()]
        known = {str(pk): str(each) for pk, each in _named(model, attribute, keys)}
        return lambda value: known.get(value) or str(UNKNOWN)
    return partial(_label, fact, breakdown)


_RECORDS: Mapping[str, tuple] = {
    "office": (Office, "name"),
    "fund": (Fund, "code"),
    "project": (Project, "code"),
    "area1": (Place, "name"),
    "area2": (Place, "name"),
}


def _named(model, attribute: str, keys: list[int]) -> Iterable[tuple[int, str]]:
    return model.objects.filter(pk__in=keys).values_list("pk", attribute) if keys else ()


def _label(fact: str, breakdown: str, value: str) -> str:
    if value in ("", "unknown") and breakdown not in ("disability", "provider"):
        return str(UNKNOWN)
    if breakdown in _SAID:
        return str(_SAID[breakdown].get(value, value.replace("-", "\u2013")))
    if breakdown in _LABELS:
        return str(_LABELS[breakdown](value))
    column = next((each for each in facts[fact].columns if each.name == breakdown), None)
    if column is None:
        return value
    get_label = _yes_or_no if column.type is ColumnType.FLAG else column.get_label
    return str(get_label(value))


def _yes_or_no(value: str) -> str:
    return str(YES if value == "True" else NO)


_LABELS: Mapping[str, Labels] = {
    "sex": partial(codes.label, "sex"),
    "kind": partial(codes.label, "case_kind"),
    "migration_status": partial(codes.label, "migration_status"),
    "nationality": formats.country_name,
    "risk": formats.band_word,
    "is_restricted": _yes_or_no,
}
_SAID = {"age_group": _AGE_GROUPS, "disability": _DISABILITY, "age_band": _BANDS}
# In which order values of these stand; of all others the greatest figure comes first.
ORDER = {
    "age_band": ("0-4", "5-11", "12-17", "disputed", "18-59", "60+", "unknown"),
    "age_group": ("child", "adult", "unknown"),
    "disability": ("yes", "no", "unknown", NOT_ASKED),
    "risk": ("critical", "high", "medium", "low", "none"),
}
