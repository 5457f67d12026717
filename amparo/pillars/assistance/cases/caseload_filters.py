"""Filters of the list of cases: what may be chosen, and the cases that each choice finds.

Conditions are asked of cases that the user may open. What lies in them and opens to fewer (a flag,
somebody who comes along) is asked through its own rule, so that no filter tells what a page hides.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.funding.models import Fund
from amparo.foundation.funding.models.projects import today_of
from amparo.foundation.people.models import FamilyMember, PersonAccessGrant, Place
from amparo.foundation.protection import code_lists
from amparo.ui.filters import MOST, Choices, Filter, Shortcut, Text
from amparo.ui.formats import band_word, countries, country_name

from .extension_points import CaseFilter, case_filters, case_pathways
from .funded_cases import rests_on
from .models import Case, Dependant
from .queries import ACTIVE_STATUSES, HIGH_RISK, CaseScope, MergedQuerySets
from .risk_levels import BANDS

STATUSES: dict[str, tuple[str, ...]] = {"": ACTIVE_STATUSES} | {
    status.value: (status.value,) for status in Case.Status
}
RISKS: dict[str, tuple[int, ...]] = {"": (), "severe": tuple(range(HIGH_RISK, len(BANDS)))} | {
    band: (at,) for at, band in reversed(list(enumerate(BANDS)))
}
# Years of age, both included. Who may be of an age is shown: of many only the year is known.
AGES: dict[str, tuple[int, int | None]] = {
    "child": (0, 17), "0-4": (0, 4), "5-11": (5, 11), "12-17": (12, 17), "18-59": (18, 59),
    "60+": (60, None),
}  # fmt: skip
AGE_NOT_KNOWN = "unknown"
AGE_LIST = "age_band_unhcr"
PROGRAMME, NEXT_DATE = _("Programme"), _("Next date")
OWN_SHORTCUTS = (
    Shortcut("risk", "severe", _("High and critical")),
    Shortcut("due", "overdue", _("Overdue")),
    Shortcut("risk", "none", _("Not assessed")),
)

type Conditions = tuple[Q | Exists, ...]


def filters_of_cases(
    user: User,
    views: Iterable[CaseScope],
    workers: Callable[[], Choices] | None,
    found: Callable[[], MergedQuerySets],
) -> list[Filter]:
    """The filters of a list of cases. `workers` gives the caseworkers, None where the user looks
    through nobody else's cases; `found` the rows of which values are offered.
    """
    teams = [(view.code, view.name) for view in views]
    own = [
        Filter("whose", _("Team"), lambda: teams, is_always_on=True),
        Filter("owner", _("Caseworker"), workers) if workers else None,
        *filters_of_states(),
        Filter("due", NEXT_DATE, _days),
        Filter("programme", PROGRAMME, _programmes),
        Filter("nationality", _("Nationality"), partial(_nationalities, found), _country),
        Filter("age", _("Age"), _ages),
        code_list_filter("sex", _("Sex"), "sex"),
        Filter("place", _("Place"), partial(_places, found), _place_name),
        filter_of_funds(user),
    ]
    placed = [(at * 10, each) for at, each in enumerate(own, start=1) if each]
    placed += [(each.position, each.filter) for each in case_filters.values()]
    return [each for _position, each in sorted(placed, key=lambda one: one[0])]


def register_case_filters(*filters: CaseFilter) -> None:
    for each in filters:
        case_filters.register(each.filter.name, each)


def shortcuts_of_cases() -> tuple[Shortcut, ...]:
    """Returns the choices that have a chip of their own."""
    more = (each.shortcut for each in case_filters.values() if each.shortcut)
    return (*OWN_SHORTCUTS, *more)


def filters_of_states() -> list[Filter]:
    """Those that say nothing about a person: state, risk level, kind."""
    return [
        Filter(
            "status",
            pgettext_lazy("column", "Status"),
            lambda: list(Case.Status.choices),
            all_label=_("Open and in follow-up"),
        ),
        Filter("risk", _("Risk level"), _risks),
        code_list_filter("kind", pgettext_lazy("case", "Kind"), "case_kind"),
    ]


def filter_of_funds(user: User) -> Filter:
    """Funds that are open are offered; of one that has ended cases are found, and it is said."""
    return Filter(
        "fund",
        _("Fund"),
        partial(_open_funds, user),
        partial(_fund_name, user),
        partial(_has_ended, user),
    )


def code_list_filter(
    name: str, label: Text, code_list: str, choices: Callable[[], Choices] | None = None
) -> Filter:
    """A filter by a code list; a retired code still finds cases, and is said to be retired."""
    return Filter(
        name,
        label,
        choices or code_lists.lazy_choices(code_list),
        partial(_label, code_list),
        partial(_is_retired, code_list),
    )


def _label(code_list: str, code: str) -> Text:
    term = code_lists.find(code_list, code)
    return term.label if term else ""


def _is_retired(code_list: str, code: str) -> bool:
    term = code_lists.find(code_list, code)
    return term is not None and not term.is_active


def _risks() -> Choices:
    words = {"severe": _("Critical or high")}
    return [(code, words.get(code) or band_word(code)) for code in RISKS if code]


def _days() -> Choices:
    return [("overdue", _("Overdue")), ("week", _("Within a week"))]


def _ages() -> Choices:
    words = {"child": _("Under 18"), AGE_NOT_KNOWN: _("Age not known")}
    codes = (*AGES, AGE_NOT_KNOWN)
    return [(code, words.get(code) or code_lists.label(AGE_LIST, code)) for code in codes]


def _programmes() -> Choices:
    return [(name, each.filter_name) for name, each in case_pathways.items() if each.filter_name]


def _country(code: str) -> Text:
    return country_name(code) if len(code) == 2 and code in dict(countries()) else ""


def _nationalities(found: Callable[[], MergedQuerySets]) -> Choices:
    """Those of the people in the list, the most frequent first."""
    return [(code, country_name(code)) for code in _most_frequent(found(), "person__nationality")]


def _places(found: Callable[[], MergedQuerySets]) -> Choices:
    """Where the cases of the list are, the most frequent places first."""
    places = Place.objects.in_bulk(_most_frequent(found(), "place"))
    return [(place.ref.hex, place.name) for place in places.values()]


def _place_name(code: str) -> Text:
    place = Place.objects.filter(ref=code).first() if _is_ref(code) else None
    return place.name if place else ""


def _is_ref(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _open_funds(user: User) -> Choices:
    found = Fund.objects.open_on(today_of(user)).accessible_to(user)
    return [(fund.ref.hex, str(fund)) for fund in found.order_by("code", "pk")[:MOST]]


def _fund_name(user: User, code: str) -> Text:
    fund = _fund(user, code)
    if fund is None or fund.is_open:
        return str(fund or "")
    return pgettext("fund", "%(fund)s (ended)") % {"fund": fund}


def _has_ended(user: User, code: str) -> bool:
    fund = _fund(user, code)
    return fund is not None and not fund.is_open


def _fund(user: User, code: str) -> Fund | None:
    if not _is_ref(code):
        return None
    return Fund.objects.accessible_to(user).select_related("office").filter(ref=code).first()


def _most_frequent(rows: MergedQuerySets, column: str) -> list:
    found = Q()
    for part in rows.parts:
        found |= Q(pk__in=part.order_by().values("record"))
    counted = Case.objects.filter(found).values_list(column).annotate(count=Count("pk"))
    values = counted.order_by("-count", column)[: MOST + 1]
    return [value for value, _count in values if value][:MOST]


# What each choice finds.


def conditions_of(values: dict[str, str], user: User, today: date) -> Conditions:
    """What the cases must fulfil, beside what the rows of the list themselves say."""
    more = {name: each.get_condition for name, each in case_filters.items()}
    return tuple(
        get_condition(values[name], user, today)
        for name, get_condition in (CONDITIONS | more).items()
        if values.get(name)
    )


def _kind(code: str, user: User, today: date) -> Q:
    return Q(kind=code)


def _programme(code: str, user: User, today: date) -> Exists:
    return case_pathways[code].exists()


def _place(code: str, user: User, today: date) -> Q:
    """There, or at a place inside it."""
    return Q(place__ref=code) | Q(place__within__ref=code) | Q(place__within__within__ref=code)


def _on_fund(code: str, user: User, today: date) -> Q:
    """With a service or a grant that rests on a budget line of it."""
    return rests_on(code)


def _nationality(code: str, user: User, today: date) -> Q:
    return _anybody(user, {"nationality": code})


def _sex(code: str, user: User, today: date) -> Q:
    return _anybody(user, {"sex": code})


def _age(code: str, user: User, today: date) -> Q:
    if code == AGE_NOT_KNOWN:
        return _anybody(user, {"birth_year": None})
    youngest, oldest = AGES[code]
    born: dict[str, object] = {"birth_year__lte": today.year - youngest}
    if oldest is not None:
        born["birth_year__gte"] = today.year - oldest - 1
    disputed: list[dict[str, object]] = [{"is_age_disputed": True}] if code == "child" else []
    return _anybody(user, born, *disputed)


def _anybody(user: User, *ways: dict[str, object]) -> Q:
    """The person of the case, or somebody who comes along whom the user may know."""
    known = PersonAccessGrant.objects.for_grantees(user.grantees("person.see"))
    along = _either(ways, "person__") & Q(Exists(known.filter(record=OuterRef("person"))))
    members = FamilyMember.objects.filter(along, family=OuterRef("family"))
    dependants = Dependant.objects.filter(along, case=OuterRef("pk"))
    return (
        _either(ways, "person__")
        | Q(family__isnull=False) & Q(Exists(members))
        | Q(Exists(dependants))
    )


def _either(ways: Iterable[dict[str, object]], at: str) -> Q:
    found = Q()
    for way in ways:
        found |= Q(**{f"{at}{name}": value for name, value in way.items()})
    return found


CONDITIONS: dict[str, Callable[[str, User, date], Q | Exists]] = {
    "kind": _kind, "programme": _programme, "place": _place, "fund": _on_fund,
    "nationality": _nationality, "age": _age, "sex": _sex,
}  # fmt: skip
