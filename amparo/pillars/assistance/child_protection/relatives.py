"""The relatives of a child, as far as they are recorded and the reader may know of them.

They come from the family and the case of the child, from whom the child looks for, from who cares
for the child, and from the names of the parents in the child's own record. Where somebody is not
known to be anywhere, that is said: nothing known is never reassuring.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.masking import can_see_class
from amparo.foundation.people.models import FamilyMember, Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.templatetags.cases import age_on

from .extension_points import sought_relatives
from .kinship import HEAD, relation_to_child
from .models import CareArrangement, UnaccompaniedChild
from .models.care import PARENTS
from .whereabouts import Whereabouts, in_area, in_this_case, not_known, sought, with_the_child

MOST_RELATIVES = 60


@dataclass(frozen=True)
class SoughtRelative:
    """Somebody for whom the child looks: a code of `family_relation`, and where they were last."""

    name: str
    relation: str
    last_seen: str = ""
    url: str = ""


@dataclass(frozen=True)
class ChildRelative:
    """Somebody of the family of a child, and where they are known to be."""

    name: str
    relation: str  # a code of `family_relation`; empty where it is not recorded
    relation_text: str  # the same as the reader reads it
    where: Whereabouts = field(default_factory=not_known)
    age: str = ""
    initials: str = ""
    label: str = ""  # what a picture calls them, where it is shorter than the name
    short_relation: str = ""  # and their relation
    url: str = ""
    sex: str = ""
    person_id: int = 0
    is_relative: bool = True  # who only cares for the child stands beside the family


def relatives_of(
    child: UnaccompaniedChild, user: User, *, today: date, care: CareArrangement | None = None
) -> list[ChildRelative]:
    """Returns the relatives whom `user` may know of, each once: those of whom most is known first.

    A handful of queries, however many they are.
    """
    recorded = list(_without_doubles(_recorded(child, user, today)))[:MOST_RELATIVES]
    named = [*_with_areas(recorded, user), *_sought(child, user), *_carers(care)]
    return list(_without_doubles([*named, *_parents_by_name(child.person, named, user)]))


def _without_doubles(relatives: Iterable[ChildRelative]) -> Iterator[ChildRelative]:
    """Somebody of two records is one; so is a name alone that one of a record bears already."""
    people: set[int] = set()
    names: set[tuple[str, str]] = set()
    for each in relatives:
        name = (each.name.casefold(), each.relation)
        if each.person_id in people if each.person_id else name in names:
            continue
        people.add(each.person_id)
        names.add(name)
        yield each


# With a record of their own.


def _recorded(child: UnaccompaniedChild, user: User, today: date) -> Iterator[ChildRelative]:
    known = Person.objects.accessible_to(user)
    yield from _of_the_case(child, known, today)
    yield from _of_families(child, known, today)


def _of_families(
    child: UnaccompaniedChild, known: QuerySet[Person], today: date
) -> Iterator[ChildRelative]:
    """Who is in a family with the child, and what each is to the child."""
    of_child = {
        each.family_id: each.relation
        for each in FamilyMember.objects.filter(person=child.person_id)
    }
    found = FamilyMember.objects.filter(family__in=of_child, person__in=known)
    rows = found.exclude(person=child.person_id).select_related("person", "separation")
    others = list(rows.order_by("pk")[:MOST_RELATIVES])
    heads = {each.family_id: each.person for each in others if each.relation == HEAD}
    for each in others:
        head, mine = heads.get(each.family_id), of_child[each.family_id]
        relative = _person(each.person, mine, each.relation, head, today)
        is_here = each.family_id == child.case.family_id and not hasattr(each, "separation")
        yield replace(relative, where=in_this_case()) if is_here else relative


def _of_the_case(
    child: UnaccompaniedChild, known: QuerySet[Person], today: date
) -> Iterator[ChildRelative]:
    """Who is accompanied in the same case: the person of the case, and those who came along."""
    case, main = child.case, child.case.main_person
    if main is None:
        return
    of_child = HEAD if main.pk == child.person_id else _relation_in(case, child)
    head = main if known.filter(pk=main.pk).exists() else None
    dependants = case.dependants.filter(person__in=known).select_related("person").order_by("pk")
    pairs = [(each.person, each.relation) for each in dependants[:MOST_RELATIVES]]
    for person, relation in [*([(head, HEAD)] if head else []), *pairs]:
        if person.pk != child.person_id:
            relative = _person(person, of_child, relation, head, today)
            yield replace(relative, where=in_this_case())


def _relation_in(case: Case, child: UnaccompaniedChild) -> str:
    """What the child is to the person of the case, or to the head of its family."""
    came_along = case.dependants.filter(person=child.person_id).values_list("relation", flat=True)
    members = FamilyMember.objects.filter(family=case.family_id, person=child.person_id)
    return came_along.first() or members.values_list("relation", flat=True).first() or ""


def _person(
    person: Person, of_child: str, relation: str, head: Person | None, today: date
) -> ChildRelative:
    found = relation_to_child(of_child, relation)
    return ChildRelative(
        name=person.shown_name, label=_label(person), relation=found,
        relation_text=_relation_text(found, relation, head, person.sex),
        age=str(age_on(person, today)), initials=person.initials, url=_url(person),
        sex=person.sex, person_id=person.pk,
    )  # fmt: skip


def _relation_text(found: str, relation: str, head: Person | None, sex: str) -> str:
    """What they are to the child; else to whom they are what, where the reader may know that."""
    if found:
        return _relation_by_sex(found, sex)
    if head is None or relation == HEAD:
        return _("relationship to the child not recorded")
    return _("relationship to %(name)s: %(relation)s") % {
        "name": head.shown_name, "relation": code_lists.label("family_relation", relation),
    }  # fmt: skip


def _relation_by_sex(code: str, sex: str) -> str:
    return {
        ("parent", "female"): pgettext("relative", "Mother"),
        ("parent", "male"): pgettext("relative", "Father"),
        ("sibling", "female"): pgettext("relative", "Sister"),
        ("sibling", "male"): pgettext("relative", "Brother"),
        ("grandparent", "female"): pgettext("relative", "Grandmother"),
        ("grandparent", "male"): pgettext("relative", "Grandfather"),
    }.get((code, sex)) or code_lists.label("family_relation", code)


def _label(person: Person) -> str:
    return "" if discreet_mode.is_on() else person.given_names


def _url(person: Person) -> str:
    try:
        return reverse("person", args=[person.ref])
    except NoReverseMatch:
        return ""


def _with_areas(relatives: list[ChildRelative], user: User) -> list[ChildRelative]:
    """Each with the area of their own open case, where the reader reads that case."""
    people = [each.person_id for each in relatives if not each.where.is_known]
    if not people:
        return relatives
    cases = Case.objects.active().accessible_to(user).filter(person__in=people)
    found = cases.exclude(place=None).order_by("pk").values_list("person", "place__name")
    areas = dict(found)
    return [
        replace(each, where=in_area(areas[each.person_id]))
        if each.person_id in areas and not each.where.is_known else each
        for each in relatives
    ]  # fmt: skip


# Known by name alone.


def _sought(child: UnaccompaniedChild, user: User) -> Iterator[ChildRelative]:
    for find in sought_relatives:
        for each in find(child.person, user):
            text = code_lists.label("family_relation", each.relation)
            where = sought(each.last_seen)
            yield _named(each.name, each.relation, text, where=where, url=each.url)


# Arrangements of care with relatives.
OF_THE_FAMILY = ("kinship", "child_headed")


def _carers(care: CareArrangement | None) -> Iterator[ChildRelative]:
    """Who cares for the child now; with the parents, they are drawn as such."""
    if care is not None and care.carer and care.kind != PARENTS:
        caregiver = pgettext("picture of a family", "Caregiver")
        kind = code_lists.label("care_arrangement", care.kind)
        text = _("Caregiver (%(kind)s)") % {"kind": kind}
        yield _named(
            care.carer, "", text, where=with_the_child(), short_relation=caregiver,
            is_relative=care.kind in OF_THE_FAMILY,
        )  # fmt: skip


def _parents_by_name(
    child: Person, known: list[ChildRelative], user: User
) -> Iterator[ChildRelative]:
    """The parents whom the child's record names, where none of that sex is recorded otherwise."""
    if not can_see_class(user, child, "identity"):
        return
    there = {each.sex for each in known if each.relation == "parent"}
    for name, sex in ((child.mother_name, "female"), (child.father_name, "male")):
        if name and sex not in there:
            yield _named(name, "parent", _relation_by_sex("parent", sex), sex=sex)


def _named(name: str, relation: str, text: str, **more) -> ChildRelative:
    initials = [part[0].upper() for part in name.split()[:2]]
    if discreet_mode.is_on():
        name = " ".join(f"{letter}." for letter in initials)
    return ChildRelative(name, relation, text, initials="".join(initials), **more)
